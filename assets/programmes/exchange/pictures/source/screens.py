"""What the screens in the scenes show: drawn as SVG, without a letter. `python3 screens.py DIR` writes PNG files."""
import math
import random
import subprocess
import sys
from pathlib import Path

DARK, DEEP, TEAL, LIGHT, PALE, CORAL, GOLD = "#0B3B44", "#0E4E57", "#14968A", "#5CC7B8", "#CFEFE8", "#F08A66", "#F4C35A"


def svg(width, height, body, back=DARK):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{back}"/>{body}</svg>'


def card(x, y, w, h, fill=DEEP):
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="14" fill="{fill}"/>'


def bars(x, y, w, h, count, dice, colour=LIGHT):
    step = w / count
    return "".join(f'<rect x="{x + i * step:.1f}" y="{y + h - v:.1f}" width="{step * .62:.1f}" height="{v:.1f}" rx="4" fill="{GOLD if i == count - 2 else colour}"/>'
                   for i, v in ((i, h * dice.uniform(.3, 1)) for i in range(count)))


def line(x, y, w, h, dice, colour=LIGHT, count=9):
    points = [(x + w * i / (count - 1), y + h * dice.uniform(.08, .9)) for i in range(count)]
    path = f"M{points[0][0]:.0f} {points[0][1]:.0f}" + "".join(
        f"C{(a[0] + b[0]) / 2:.0f} {a[1]:.0f} {(a[0] + b[0]) / 2:.0f} {b[1]:.0f} {b[0]:.0f} {b[1]:.0f}" for a, b in zip(points, points[1:]))
    return f'<path d="{path}L{x + w} {y + h}L{x} {y + h}Z" fill="{colour}" opacity=".25"/><path d="{path}" fill="none" stroke="{colour}" stroke-width="6" stroke-linecap="round"/>'


def ring(cx, cy, r, share, colour=LIGHT):
    around = 2 * math.pi * r
    return (f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="none" stroke="#1B6670" stroke-width="{r * .32:.0f}"/><circle cx="{cx}" cy="{cy}" r="{r}" fill="none" stroke="{colour}" '
            f'stroke-width="{r * .32:.0f}" stroke-dasharray="{around * share:.0f} {around:.0f}" stroke-linecap="round" transform="rotate(-90 {cx} {cy})"/>')


def city_map(w, h, seed, dark=True):
    dice = random.Random(seed)
    ground, road, park, water = (DARK, "#2C7F86", "#14695F", "#1A6E8C") if dark else ("#F2EEE4", "#FFFFFF", "#BFDDB7", "#A9D5E2")
    parts, cx, cy = [], w * .5, h * .52
    for _ in range(9):
        parts.append(f'<ellipse cx="{dice.uniform(0, w):.0f}" cy="{dice.uniform(0, h):.0f}" rx="{dice.uniform(.04, .1) * w:.0f}" ry="{dice.uniform(.05, .12) * h:.0f}" fill="{park}"/>')
    parts.append(f'<path d="M0 {h * .35:.0f}C{w * .2:.0f} {h * .1:.0f} {w * .35:.0f} {h * .8:.0f} {w * .55:.0f} {h * .66:.0f}S{w * .8:.0f} {h * .95:.0f} {w} {h * .8:.0f}" fill="none" stroke="{water}" stroke-width="{h * .05:.0f}"/>')
    for i in range(26):
        a = i * math.pi / 13
        parts.append(f'<path d="M{cx + math.cos(a) * h * .08:.0f} {cy + math.sin(a) * h * .08:.0f}L{cx + math.cos(a) * w:.0f} {cy + math.sin(a) * w:.0f}" stroke="{road}" stroke-width="{5 if i % 2 else 3}" opacity=".8"/>')
    for i, r in enumerate((.09, .18, .3, .43, .58, .75)):
        parts.append(f'<ellipse cx="{cx}" cy="{cy}" rx="{r * h * 1.15:.0f}" ry="{r * h:.0f}" fill="none" stroke="{road}" stroke-width="{7 if i in (1, 3) else 4}"/>')
    for _ in range(38):
        a, r = dice.uniform(0, 6.3), dice.choice((.18, .3, .43, .58)) * h
        parts.append(f'<circle cx="{cx + math.cos(a) * r * 1.15:.0f}" cy="{cy + math.sin(a) * r:.0f}" r="{dice.choice((6, 8, 11))}" fill="{dice.choice((LIGHT, LIGHT, GOLD, CORAL))}"/>')
    return svg(w, h, "".join(parts), ground)


def street(x, y, w, h, dice):
    """One traffic camera's view: a road in perspective with cars and marked boxes."""
    vx, horizon = x + w * dice.uniform(.35, .65), y + h * .34
    day = dice.choice((("#BFE0E4", "#8FAF9B", "#6E7C82"), ("#F3DDBE", "#A9B48E", "#7A7F80"), ("#9CC6D6", "#7FA58F", "#66747C")))
    parts = [f'<g clip-path="inset(0)"><rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{day[0]}"/><rect x="{x}" y="{horizon}" width="{w}" height="{y + h - horizon}" fill="{day[1]}"/>']
    for i in range(7):
        bw, bh = w * dice.uniform(.1, .2), h * dice.uniform(.08, .3)
        parts.append(f'<rect x="{x + min(w - bw, w * i / 7):.1f}" y="{horizon - bh:.1f}" width="{bw:.1f}" height="{bh:.1f}" fill="{dice.choice(("#D9CDBB", "#C6D2D2", "#E5DAC8", "#AFC3C6"))}"/>')
    parts.append(f'<path d="M{vx - w * .03:.1f} {horizon}L{vx + w * .03:.1f} {horizon}L{x + w * .96:.1f} {y + h}L{x + w * .04:.1f} {y + h}Z" fill="{day[2]}"/>')
    for k in (.25, .5, .75):
        bx = x + w * (.04 + .92 * k)
        parts.append(f'<path d="M{vx:.1f} {horizon}L{bx:.1f} {y + h}" stroke="#fff" stroke-width="{h * .012:.1f}" stroke-dasharray="{h * .06:.1f} {h * .05:.1f}" opacity=".8"/>')
    for lane, depth in dice.sample([(a, b) for a in (.15, .38, .62, .85) for b in (.3, .55, .85)], 5):
        px, py = vx + (x + w * (.04 + .92 * lane) - vx) * depth, horizon + (y + h - horizon) * depth
        s, paint = h * .19 * depth, dice.choice((CORAL, "#F7F6F2", GOLD, "#3B6F8C", "#2B3338", TEAL))
        parts.append(f'<rect x="{px - s * .7:.1f}" y="{py - s:.1f}" width="{s * 1.4:.1f}" height="{s * .75:.1f}" rx="{s * .2:.1f}" fill="{paint}"/><rect x="{px - s * .5:.1f}" y="{py - s * 1.35:.1f}" width="{s:.1f}" height="{s * .6:.1f}" rx="{s * .18:.1f}" fill="{paint}"/>'
                     f'<rect x="{px - s * .4:.1f}" y="{py - s * 1.25:.1f}" width="{s * .8:.1f}" height="{s * .35:.1f}" fill="#24414C"/>')
        if dice.random() < .6:
            parts.append(f'<rect x="{px - s:.1f}" y="{py - s * 1.6:.1f}" width="{s * 2:.1f}" height="{s * 1.75:.1f}" fill="none" stroke="{dice.choice(("#5CFFE0", "#5CFFE0", "#FFD45A"))}" stroke-width="{h * .012:.1f}"/>')
    return "".join(parts) + "</g>"


def cameras(w, h, columns, rows, seed):
    dice, gap = random.Random(seed), 10
    cw, ch = (w - gap * (columns + 1)) / columns, (h - gap * (rows + 1)) / rows
    return svg(w, h, "".join(street(gap + (cw + gap) * c, gap + (ch + gap) * r, cw, ch, dice) for r in range(rows) for c in range(columns)), "#0A2A33")


def dashboard(w, h, seed, back=DARK):
    dice, u = random.Random(seed), w / 12
    body = card(u * .4, u * .4, u * 5.2, h - u * .8) + card(u * 6, u * .4, u * 5.6, h * .46) + card(u * 6, h * .46 + u * .9, u * 2.6, h - h * .46 - u * 1.3) + card(u * 9, h * .46 + u * .9, u * 2.6, h - h * .46 - u * 1.3)
    body += bars(u * .9, u * 1.2, u * 4.3, h - u * 2.4, 9, dice) + line(u * 6.4, u * .9, u * 4.8, h * .36, dice)
    body += ring(u * 7.3, h * .46 + u * .9 + (h - h * .46 - u * 1.3) / 2, u * .75, dice.uniform(.5, .85)) + ring(u * 10.3, h * .46 + u * .9 + (h - h * .46 - u * 1.3) / 2, u * .75, dice.uniform(.4, .8), GOLD)
    return svg(w, h, body, back)


def routes(w, h):
    """A rail scheme of our own: rings and radii with stations."""
    cx, cy, parts = w / 2, h / 2, []
    tones = ["#E8604C", "#3B8EC4", "#43A86B", "#F1B23E", "#8E6BB0", "#14968A", "#E58BA5", "#6E7C82"]
    for r, tone, thick in ((h * .2, "#B0794A", 13), (h * .38, "#14968A", 15)):
        parts.append(f'<ellipse cx="{cx}" cy="{cy}" rx="{r * 1.35:.0f}" ry="{r:.0f}" fill="none" stroke="{tone}" stroke-width="{thick}"/>')
    for i, tone in enumerate(tones):
        a = math.pi * i / len(tones) + .2
        bend = .35 if i % 2 else -.3
        ends = [(cx + s * math.cos(a + s * bend * .3) * w * .45, cy + s * math.sin(a + s * bend * .3) * h * .46) for s in (-1, 1)]
        parts.append(f'<path d="M{ends[0][0]:.0f} {ends[0][1]:.0f}Q{cx:.0f} {cy:.0f} {ends[1][0]:.0f} {ends[1][1]:.0f}" fill="none" stroke="{tone}" stroke-width="12" stroke-linecap="round"/>')
        for t in [k / 12 for k in range(13)]:
            x = (1 - t) ** 2 * ends[0][0] + 2 * t * (1 - t) * cx + t * t * ends[1][0]
            y = (1 - t) ** 2 * ends[0][1] + 2 * t * (1 - t) * cy + t * t * ends[1][1]
            parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="9" fill="#fff" stroke="{tone}" stroke-width="5"/>')
    return svg(w, h, "".join(parts), "#F7F5EF")


def tunnel(w, h):
    """What a metro driver sees: rings of a tunnel, rails, a bright station ahead."""
    vx, vy, parts = w * .5, h * .5, []
    for i in range(15):
        s = (1 - i / 15) ** 1.8
        shade = int(38 + i * 5)
        parts.append(f'<ellipse cx="{vx}" cy="{vy - h * .02 * s:.0f}" rx="{w * .62 * s + 40:.0f}" ry="{h * .8 * s + 34:.0f}" fill="rgb({int(shade * .55)},{shade + 14},{shade + 24})" stroke="rgb({shade + 10},{shade + 50},{shade + 60})" stroke-width="{3 + 6 * s:.0f}"/>')
    parts.append(f'<ellipse cx="{vx}" cy="{vy}" rx="62" ry="50" fill="#FFE9BE"/><ellipse cx="{vx}" cy="{vy}" rx="36" ry="30" fill="#FFF8E6"/>')
    parts.append(f'<path d="M{vx - 50} {vy + 42}L{vx + 50} {vy + 42}L{w * .92:.0f} {h}L{w * .08:.0f} {h}Z" fill="#23424B"/>')
    for i in range(12):
        t = (i / 12) ** 2
        y, half = vy + 42 + (h - vy - 42) * t, 40 + (w * .36 - 40) * t
        parts.append(f'<rect x="{vx - half:.0f}" y="{y:.0f}" width="{2 * half:.0f}" height="{3 + 16 * t:.0f}" fill="#6C5B48"/>')
    for k in (.22, .78):
        parts.append(f'<path d="M{vx - 34 + 68 * (k - .22) / .56:.0f} {vy + 40}L{w * k - 12:.0f} {h}L{w * k + 12:.0f} {h}L{vx - 30 + 68 * (k - .22) / .56:.0f} {vy + 40}Z" fill="#CFD8DA"/>')
    for i in range(9):
        t = (1 - i / 9) ** 1.8
        for side in (-1, 1):
            parts.append(f'<ellipse cx="{vx + side * (w * .5 * t + 46):.0f}" cy="{vy - h * .34 * t - 10:.0f}" rx="{4 + 22 * t:.0f}" ry="{3 + 9 * t:.0f}" fill="#FFE2A8"/>')
    return svg(w, h, "".join(parts), "#0D2A33")


def landscape(w, h, seed):
    """A stage backdrop: hills, sun, a town's outline."""
    dice = random.Random(seed)
    parts = [f'<circle cx="{w * .7:.0f}" cy="{h * .42:.0f}" r="{h * .2:.0f}" fill="#FFD98C"/>']
    for level, tone in ((.55, "#7CC4B8"), (.66, "#3FA79B"), (.78, "#14857B")):
        points = [(w * i / 6, h * (level + dice.uniform(-.07, .07))) for i in range(7)]
        path = f"M0 {h}L0 {points[0][1]:.0f}" + "".join(f"Q{(a[0] + b[0]) / 2:.0f} {min(a[1], b[1]) - h * .05:.0f} {b[0]:.0f} {b[1]:.0f}" for a, b in zip(points, points[1:])) + f"L{w} {h}Z"
        parts.append(f'<path d="{path}" fill="{tone}"/>')
    for i in range(16):
        bw, bh, x = w * dice.uniform(.025, .05), h * dice.uniform(.1, .34), w * i / 16
        parts.append(f'<rect x="{x:.0f}" y="{h - bh:.0f}" width="{bw:.0f}" height="{bh:.0f}" rx="5" fill="{dice.choice(("#0B5E5C", "#0D766E", "#F3E6CF", "#F08A66"))}"/>')
    return svg(w, h, "".join(parts), "#FBE7CB")


def bulb(w, h):
    rays = "".join(f'<path d="M{w / 2 + math.cos(a) * h * .36:.0f} {h * .42 + math.sin(a) * h * .36:.0f}L{w / 2 + math.cos(a) * h * .44:.0f} {h * .42 + math.sin(a) * h * .44:.0f}" stroke="{GOLD}" stroke-width="14" stroke-linecap="round"/>' for a in (math.pi * i / 6 for i in range(6, 13)))
    body = (f'<circle cx="{w / 2}" cy="{h * .42:.0f}" r="{h * .24:.0f}" fill="{GOLD}"/><rect x="{w / 2 - h * .1:.0f}" y="{h * .6:.0f}" width="{h * .2:.0f}" height="{h * .16:.0f}" rx="14" fill="{PALE}"/>'
            f'<path d="M{w / 2 - h * .1:.0f} {h * .68:.0f}h{h * .2:.0f}" stroke="{TEAL}" stroke-width="8"/>')
    return svg(w, h, rays + body, "#0D766E")


def kiosk_screen(w, h):
    body = f'<rect width="{w}" height="{h * .16:.0f}" fill="#0D766E"/>' + card(w * .04, h * .22, w * .44, h * .4, "#fff") + card(w * .52, h * .22, w * .44, h * .4, "#fff")
    body += f'<circle cx="{w * .62:.0f}" cy="{h * .4:.0f}" r="{h * .12:.0f}" fill="#CFE6E0"/>' + card(w * .52, h * .52, w * .44, h * .1, "#0D766E")
    body += "".join(f'<rect x="{w * (.04 + .0935 * c):.0f}" y="{h * (.68 + .1 * r):.0f}" width="{w * .08:.0f}" height="{h * .075:.0f}" rx="8" fill="#fff"/>' for r in range(3) for c in range(10))
    return svg(w, h, body, "#E6ECF2")


def molecule(w, h, seed):
    dice, parts, dots = random.Random(seed), [], []
    for i in range(15):
        a, r = i * 2.4, h * .085 * math.sqrt(i + .3)
        dots.append((w * .36 + math.cos(a) * r, h * .5 + math.sin(a) * r))
    for i, a in enumerate(dots):
        for b in dots[i + 1:]:
            if math.dist(a, b) < h * .17:
                parts.append(f'<path d="M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}" stroke="{LIGHT}" stroke-width="7"/>')
    parts += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{dice.choice((18, 24, 30))}" fill="{dice.choice((LIGHT, GOLD, CORAL, PALE))}"/>' for x, y in dots]
    return svg(w, h, "".join(parts) + line(w * .66, h * .15, w * .28, h * .3, dice) + bars(w * .66, h * .55, w * .28, h * .32, 7, dice))


PICTURES = {
    "map-dark": city_map(1600, 900, 3), "map-light": city_map(1600, 900, 5, dark=False), "wall": cameras(2000, 900, 6, 3, 4), "wall-small": cameras(960, 540, 3, 2, 9),
    "camera-1": cameras(960, 540, 1, 1, 21), "camera-2": cameras(960, 540, 2, 2, 22), "camera-3": cameras(960, 540, 1, 1, 23), "board-1": dashboard(960, 540, 1), "board-2": dashboard(960, 540, 2),
    "board-3": dashboard(960, 540, 8, "#103F5A"), "routes": routes(1400, 900), "tunnel": tunnel(1600, 800), "stage": landscape(1800, 800, 2), "bulb": bulb(800, 600),
    "kiosk": kiosk_screen(960, 640), "molecule": molecule(960, 540, 3),
}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in PICTURES.items():
        subprocess.run(["rsvg-convert", "-w", "1400", "-o", folder / f"{name}.png"], input=drawing.encode(), check=True)
