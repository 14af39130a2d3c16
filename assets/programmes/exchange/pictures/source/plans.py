#!/usr/bin/env python3
"""Draws a floor plan for every venue of the programme from the halls in ../../venues/NAME.toml.

Each hall becomes a room round the point that the file names: it grows evenly until it meets a wall or a corridor, and
then takes in the narrow strip that may be left at the outer wall. The entrance, with free floor for "you are here",
lies at the front wall as far from the halls as it need; what is left over there becomes stairs and the like.
The plans carry no words: the kiosk lays its own labels over them.
"""
import math
import subprocess
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1200, 800
LEFT, TOP, RIGHT, BOTTOM = 44, 40, 1156, 752          # the building's inner faces
CORRIDOR, HALF_WIDTH_MAX, HALF_HEIGHT_MAX = 76, 250, 212
FRONT, LOBBY = 150, 200                               # free depth and width that an entrance needs
STRIP_X_MAX, STRIP_Y_MAX = 110, 80                    # a strip at the outer wall up to this is added to the room
WALL, LINE, SHADE, GLASS = "#2F5159", "#8FA9A8", "#FFFFFF", "#A9DBE0"
TINTS = ["#D3ECE6", "#F8E8CC", "#FADDD1", "#D8E6F4", "#E6E0F2"]
DEEPS = ["#8CC7BB", "#E6C58A", "#EBB09A", "#9FBEDF", "#BDB1DA"]

KINDS = {"assembly": "rows", "congress": "rows", "lecture": "rows", "stage": "rows", "main": "rows", "vr": "mats", "metro": "train", "routes": "rails", "design": "benches",
         "twin": "model", "centre": "consoles", "recording": "consoles", "traffic": "consoles", "laboratory": "benches", "workshop": "benches", "skills": "benches", "atrium": "garden",
         "help-desk": "counter", "reception": "counter", "foyer": "lounge", "open-hall": "lounge", "ideas": "lounge", "studio": "lounge", "meeting": "council", "services": "stands", "projects": "stands"}


class Room:
    def __init__(self, hall, index):
        self.name, self.x, self.y = hall["name"], hall["x"] * WIDTH, hall["y"] * HEIGHT
        self.edges = [self.x - 40, self.y - 30, self.x + 40, self.y + 30]
        self.tint, self.deep = TINTS[index % 5], DEEPS[index % 5]

    def box(self):
        return tuple(self.edges)


def apart(a, b, gap):
    return a[2] + gap <= b[0] or b[2] + gap <= a[0] or a[3] + gap <= b[1] or b[3] + gap <= a[1]


def fits(room, rooms, lobby):
    x0, y0, x1, y1 = room.box()
    return (x0 >= LEFT and y0 >= TOP and x1 <= RIGHT and y1 <= BOTTOM and apart(room.box(), lobby, 0)
            and all(other is room or apart(room.box(), other.box(), CORRIDOR) for other in rooms))


def widen(room, rooms, lobby, by):
    """Moves the edges outwards by (left, top, right, bottom) if the room still fits."""
    before = room.edges
    room.edges = [before[0] - by[0], before[1] - by[1], before[2] + by[2], before[3] + by[3]]
    if fits(room, rooms, lobby):
        return True
    room.edges = before
    return False


def grow(rooms, lobby):
    moving = True
    while moving:
        moving = False
        for room in rooms:
            wide, tall = room.edges[2] - room.edges[0], room.edges[3] - room.edges[1]
            moving |= wide < 2 * HALF_WIDTH_MAX and widen(room, rooms, lobby, (2, 0, 2, 0))
            moving |= tall < 2 * HALF_HEIGHT_MAX and widen(room, rooms, lobby, (0, 1.5, 0, 1.5))
    for room in rooms:
        x0, y0, x1, y1 = room.edges
        for edge, strip, most in ((0, x0 - LEFT, STRIP_X_MAX), (1, y0 - TOP, STRIP_Y_MAX), (2, RIGHT - x1, STRIP_X_MAX), (3, BOTTOM - y1, STRIP_Y_MAX)):
            if 0 < strip <= most:
                widen(room, rooms, lobby, [strip if i == edge else 0 for i in range(4)])


def place_lobby(rooms):
    """As far from the halls at the front as 0.36 of the width, and then as near to the middle as can be."""
    front = [r.x for r in rooms if r.y > HEIGHT * 0.55]
    x = max(range(144, WIDTH - 143, 4), key=lambda x: (min([abs(x - f) for f in front] + [0.36 * WIDTH]), -abs(x - WIDTH / 2), -x))
    return x - LOBBY / 2, BOTTOM - FRONT, x + LOBBY / 2, BOTTOM


def front_gaps(rooms):
    """Stretches of the front wall with FRONT of free floor behind them, widest first."""
    edges, x = [], LEFT
    for x0, x1 in sorted((r.box()[0], r.box()[2]) for r in rooms if r.box()[3] > BOTTOM - FRONT):
        edges.append((x, x0))
        x = x1
    edges.append((x, RIGHT))
    return sorted((e for e in edges if e[1] - e[0] > 60), key=lambda e: e[0] - e[1])


# --- furniture: light hints, quiet under a label -----------------------------------------------------------------

def rect(x, y, w, h, fill, r=4, more=""):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{r}" fill="{fill}" {more}/>'


def dot(x, y, r, fill, more=""):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" {more}/>'


def desk(x, y, deep, chairs=2, w=58, h=28):
    seats = "".join(dot(x - w / 2 + w * (i + .5) / chairs, y + side * (h / 2 + 11), 8, deep, 'opacity=".75"') for i in range(chairs) for side in (-1, 1))
    return seats + rect(x - w / 2, y - h / 2, w, h, SHADE, 5, f'stroke="{deep}" stroke-width="2"')


def plant(x, y, r=13):
    return dot(x, y, r, "#A9D3A2") + "".join(dot(x + r * .5 * math.cos(a), y + r * .5 * math.sin(a), r * .45, "#7DBB86") for a in (0, 2.1, 4.2))


def furnish(room):
    x0, y0, x1, y1 = (v + d for v, d in zip(room.box(), (26, 26, -26, -26)))
    w, h, deep, kind = x1 - x0, y1 - y0, room.deep, KINDS.get(room.name, "desks")
    cx, cy, parts = (x0 + x1) / 2, (y0 + y1) / 2, []

    def spread(count, low, high):
        return [low + (high - low) * (i + .5) / count for i in range(count)]
    if kind == "rows":
        parts.append(rect(cx - w * .3, y0, w * .6, 34, deep, 6, 'opacity=".8"'))
        for y in spread(max(3, int((h - 60) / 30)), y0 + 58, y1):
            parts += [rect(x - 9, y - 8, 18, 16, SHADE, 6, f'stroke="{deep}" stroke-width="2"') for x in spread(max(6, int(w / 30)), x0, x1) if abs(x - cx) > 18]
    elif kind == "mats":
        for x in spread(max(2, int(w / 120)), x0, x1):
            for y in spread(max(2, int(h / 120)), y0, y1):
                parts += [dot(x, y, 40, SHADE, f'stroke="{deep}" stroke-width="2" stroke-dasharray="7 6"'), dot(x, y, 13, deep), rect(x - 11, y - 18, 22, 9, WALL, 4, 'opacity=".55"')]
    elif kind == "train":
        parts += [rect(x0, cy - h * .32 + k * 16, w, 4, deep, 2, 'opacity=".6"') for k in (-1.3, 1.3)]
        parts += [rect(x0 + 4, cy - h * .32 - 34, w * .94, 68, SHADE, 22, f'stroke="{deep}" stroke-width="3"'), rect(x0 + 12, cy - h * .32 - 24, 26, 48, GLASS, 10)]
        parts += [rect(x, cy - h * .32 - 33, 34, 7, deep, 2) for x in spread(4, x0 + 50, x1)] + [dot(x, y1 - 20, 9, deep, 'opacity=".75"') for x in spread(6, x0, x1)]
    elif kind == "rails":
        for i, tone in enumerate(("#E8896F", "#3FA79B", "#E7B653", "#7FA6D3")):
            y = y0 + h * (i + .5) / 4
            parts.append(f'<path d="M{x0:.0f} {y:.0f}C{cx - w * .2:.0f} {y:.0f} {cx - w * .2:.0f} {cy + (y - cy) * .35 + (i % 2) * 24 - 12:.0f} {cx:.0f} {cy + (y - cy) * .35:.0f}S{cx + w * .2:.0f} {cy - (y - cy):.0f} {x1:.0f} {cy - (y - cy):.0f}" fill="none" stroke="{tone}" stroke-width="6" opacity=".55"/>')
            parts += [dot(x, y if x < cx else cy - (y - cy), 7, SHADE, f'stroke="{tone}" stroke-width="3"') for x in (x0 + 8, x1 - 8)]
    elif kind == "model":
        r = min(w, h) * .4
        parts += [dot(cx, cy, r, SHADE, f'stroke="{deep}" stroke-width="3"'), dot(cx, cy, r * .66, "none", f'stroke="{deep}" stroke-width="2"')]
        parts += [rect(cx + math.cos(a) * r * k - 6, cy + math.sin(a) * r * k - 6, 12, 12, deep, 2, 'opacity=".7"') for k, n in ((.82, 14), (.5, 8)) for a in (2 * math.pi * i / n for i in range(n))]
        parts += [desk(x, y, deep, 1, 40, 22) for x in (x0 + 26, x1 - 26) for y in (y0 + 24, y1 - 24)]
    elif kind == "consoles":
        parts.append(rect(x0, y0 - 14, w, 14, WALL, 3, 'opacity=".45"'))
        for row, y in enumerate(spread(max(2, int(h / 92)), y0 + 24, y1 + 6)):
            for x in spread(max(2, int(w / 118)), x0, x1):
                parts += [rect(x - 44, y - 14, 88, 26, SHADE, 6, f'stroke="{deep}" stroke-width="2"'), rect(x - 34, y - 11, 30, 6, deep, 2), rect(x + 4, y - 11, 30, 6, deep, 2), dot(x, y + 25, 10, deep, 'opacity=".75"')]
    elif kind == "benches":
        for y in spread(max(2, int(h / 105)), y0, y1):
            for x in spread(max(2, int(w / 150)), x0, x1):
                parts += [rect(x - 56, y - 20, 112, 40, SHADE, 5, f'stroke="{deep}" stroke-width="2"'), rect(x - 46, y - 12, 24, 22, deep, 4), dot(x + 4, y, 9, deep, 'opacity=".7"'), rect(x + 24, y - 9, 24, 17, deep, 8, 'opacity=".6"')]
    elif kind == "garden":
        parts += [dot(cx, cy, min(w, h) * .36, SHADE, f'stroke="{deep}" stroke-width="3"'), dot(cx, cy, min(w, h) * .26, "none", f'stroke="{deep}" stroke-width="2" stroke-dasharray="5 7"')]
        parts += [plant(x, y, 20) for x in (x0 + 14, x1 - 14) for y in (y0 + 14, y1 - 14)]
    elif kind == "counter":
        parts += [rect(cx - w * .36, y0 + 12, w * .72, 30, SHADE, 14, f'stroke="{deep}" stroke-width="3"')] + [dot(x, y0 + 2, 9, deep, 'opacity=".75"') for x in spread(3, cx - w * .3, cx + w * .3)]
        parts += [rect(x - 20, y1 - 34, 40, 32, deep, 9, 'opacity=".6"') for x in spread(max(2, int(w / 80)), x0, x1)] + [plant(x0 + 8, y1 - 78), plant(x1 - 8, y1 - 78)]
    elif kind == "lounge":
        for i, x in enumerate(spread(max(2, int(w / 135)), x0, x1)):
            for j, y in enumerate(spread(max(1, int(h / 125)), y0, y1)):
                parts.append(dot(x, y, 22, SHADE, f'stroke="{deep}" stroke-width="2"'))
                parts += [dot(x + 42 * math.cos(a), y + 42 * math.sin(a), 14, deep, 'opacity=".65"') for a in (.5 + i + j, 2.6 + i + j, 4.7 + i + j)]
    elif kind == "council":
        tw, th = w * .62, min(h * .42, 110)
        parts += [dot(x, cy + s * (th / 2 + 20), 12, deep, 'opacity=".75"') for x in spread(max(4, int(tw / 44)), cx - tw / 2, cx + tw / 2) for s in (-1, 1)]
        parts += [dot(cx + s * (tw / 2 + 20), cy, 12, deep, 'opacity=".75"') for s in (-1, 1)] + [rect(cx - tw / 2, cy - th / 2, tw, th, SHADE, 26, f'stroke="{deep}" stroke-width="3"'), plant(x0 + 8, y0 + 8), plant(x1 - 8, y0 + 8)]
    elif kind == "stands":
        for i, x in enumerate(spread(max(2, int(w / 120)), x0, x1)):
            for j, y in enumerate(spread(max(2, int(h / 115)), y0, y1)):
                parts += [rect(x - 34, y - 9, 68, 18, SHADE, 5, f'stroke="{deep}" stroke-width="2"'), rect(x - 26, y - 5, 52, 6, deep, 2), dot(x - 12, y + 26, 9, deep, 'opacity=".7"'), dot(x + 14, y + 28, 9, deep, 'opacity=".7"')]
    else:
        for y in spread(max(2, int(h / 92)), y0, y1):
            parts += [desk(x, y, deep) for x in spread(max(2, int(w / 110)), x0, x1)]
    return f'<g opacity=".8">{"".join(parts)}</g>'


# --- walls, doors, windows ---------------------------------------------------------------------------------------

def door(room, towards):
    """A gap with a swing in the wall that faces `towards`, the free floor, never in an outer wall."""
    x0, y0, x1, y1 = room.box()
    middle_x, middle_y, reach_x, reach_y = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 4, (y1 - y0) / 4
    sides = [(x0 - LEFT, (x0, room.y), "v", -1), (RIGHT - x1, (x1, room.y), "v", 1), (y0 - TOP, (room.x, y0), "h", -1), (BOTTOM - y1, (room.x, y1), "h", 1)]
    _, (mx, my), axis, out = min((s for s in sides if s[0] > 30), key=lambda s: math.dist(s[1], towards))
    size, half = 46, 23
    if axis == "h":
        dx = max(x0 + 50, min(x1 - 50, middle_x + max(-reach_x, min(reach_x, towards[0] - middle_x))))
        gap = rect(dx - half, my - 6, size, 12, room.tint, 0)
        swing = f'<path d="M{dx - half:.1f} {my:.1f}v{-out * size}A{size} {size} 0 0 {1 if out > 0 else 0} {dx + half:.1f} {my:.1f}" fill="#fff" fill-opacity=".55" stroke="{WALL}" stroke-width="2"/>'
    else:
        dy = max(y0 + 50, min(y1 - 50, middle_y + max(-reach_y, min(reach_y, towards[1] - middle_y))))
        gap = rect(mx - 6, dy - half, 12, size, room.tint, 0)
        swing = f'<path d="M{mx:.1f} {dy - half:.1f}h{-out * size}A{size} {size} 0 0 {0 if out > 0 else 1} {mx:.1f} {dy + half:.1f}" fill="#fff" fill-opacity=".55" stroke="{WALL}" stroke-width="2"/>'
    return gap + swing


def windows(rooms, entrance):
    parts = []
    for x in range(LEFT + 60, RIGHT - 60, 92):
        parts.append(rect(x, TOP - 12, 62, 9, GLASS, 1))
        if abs(x + 31 - entrance) > 110:
            parts.append(rect(x, BOTTOM + 3, 62, 9, GLASS, 1))
    for y in range(TOP + 50, BOTTOM - 80, 92):
        parts += [rect(LEFT - 12, y, 9, 62, GLASS, 1), rect(RIGHT + 3, y, 9, 62, GLASS, 1)]
    return "".join(parts)


def service(x0, y0, x1, y1, stairs):
    parts = [rect(x0, y0, x1 - x0, y1 - y0, "#E9ECEA", 0, f'stroke="{WALL}" stroke-width="7"')]
    if stairs:
        n = int((x1 - x0 - 40) / 15)
        parts += [rect(x0 + 20 + i * 15, y0 + 18, 13, y1 - y0 - 36, "#D3DAD8" if i % 2 else "#DDE3E1", 1) for i in range(n)]
        parts.append(f'<path d="M{x0 + 30:.0f} {(y0 + y1) / 2:.0f}H{x1 - 40:.0f}m-14 -10l14 10l-14 10" fill="none" stroke="#8FA3A5" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>')
    else:
        for x in (x0 + (x1 - x0) * .3, x0 + (x1 - x0) * .7):
            parts += [dot(x, y0 + (y1 - y0) * .36, 8, "#B4C2C3"), rect(x - 8, y0 + (y1 - y0) * .36 + 11, 16, 26, "#B4C2C3", 7)]
        parts.append(rect((x0 + x1) / 2 - 1.5, y0 + 14, 3, y1 - y0 - 28, "#C9D2D2", 1))
    return "".join(parts)


def store(x0, y0, x1, y1):
    """A back room: nobody's destination, so grey and without a door."""
    parts, across = [rect(x0, y0, x1 - x0, y1 - y0, "#E9ECEA", 0)], x1 - x0 > y1 - y0
    length = x1 - x0 if across else y1 - y0
    for i in range(int(length / 46)):
        at = 24 + i * 46
        if at + 50 > length or abs(at + 17 - length / 2) < 30:
            continue
        parts.append(rect(x0 + at, y0 + 16, 34, 16, "#D3DAD8", 3) if across else rect(x0 + 16, y0 + at, 16, 34, "#D3DAD8", 3))
    cut = f"M{(x0 + x1) / 2:.0f} {y0:.0f}V{y1:.0f}" if across else f"M{x0:.0f} {(y0 + y1) / 2:.0f}H{x1:.0f}"
    return "".join(parts) + f'<path d="{cut}" stroke="{WALL}" stroke-width="5"/>' + rect(x0, y0, x1 - x0, y1 - y0, "none", 0, f'stroke="{WALL}" stroke-width="7"')


def stores(rooms):
    for room in rooms:
        x0, y0, x1, y1 = room.box()
        corner = LEFT if 0 < x0 - LEFT < 190 else x0
        for back in ((corner, TOP, x1, y0), (LEFT, y0, x0, y1), (x1, y0, RIGHT, y1)):
            if 56 < back[2] - back[0] and 56 < back[3] - back[1] and min(back[2] - back[0], back[3] - back[1]) < 190 and all(o is room or apart(back, o.box(), CORRIDOR) for o in rooms):
                yield store(*back)


def plan(halls):
    rooms = [Room(hall, i) for i, hall in enumerate(halls)]
    lobby = place_lobby(rooms)
    grow(rooms, lobby)
    entrance = (lobby[0] + lobby[2]) / 2
    gaps = sorted(front_gaps(rooms), key=lambda gap: not gap[0] <= entrance <= gap[1])
    spot = (entrance, BOTTOM - 70)
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#E4EFEA"/>', rect(LEFT - 10, TOP - 4, RIGHT - LEFT + 28, BOTTOM - TOP + 26, "#B9CFC9", 8),
             rect(LEFT - 15, TOP - 15, RIGHT - LEFT + 30, BOTTOM - TOP + 30, WALL, 5), rect(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, "#FCFAF4", 0)]
    parts += [f'<path d="M{x} {TOP}V{BOTTOM}" stroke="#F1EDE2" stroke-width="2"/>' for x in range(LEFT + 40, RIGHT, 40)] + [f'<path d="M{LEFT} {y}H{RIGHT}" stroke="#F1EDE2" stroke-width="2"/>' for y in range(TOP + 40, BOTTOM, 40)]
    for x0, x1 in gaps[1:]:
        a, b = (x0 + CORRIDOR if x0 > LEFT else x0), (x1 - CORRIDOR if x1 < RIGHT else x1)
        roof = max([r.box()[3] for r in rooms if r.box()[0] < b and r.box()[2] > a and r.box()[3] <= BOTTOM - FRONT] or [TOP]) + CORRIDOR
        if b - a > 110 and BOTTOM - roof > 70:
            middle = (a + b) / 2
            parts += ([service(a, roof, middle, BOTTOM, True), service(middle, roof, b, BOTTOM, False)] if b - a > 220 else [service(a, roof, b, BOTTOM, True)])
    parts += stores(rooms)
    for room in rooms:
        x0, y0, x1, y1 = room.box()
        parts += [rect(x0, y0, x1 - x0, y1 - y0, room.tint, 0), furnish(room), rect(x0, y0, x1 - x0, y1 - y0, "none", 0, f'stroke="{WALL}" stroke-width="8"'), door(room, spot)]
    left, right = gaps[0]
    parts.append(windows(rooms, entrance))
    parts.append(rect(entrance - 62, BOTTOM - 4, 124, 22, "#FCFAF4", 0) + rect(entrance - 50, BOTTOM - 30, 100, 24, "#CFE3DD", 5))
    parts.append(f'<path d="M{entrance:.0f} {BOTTOM + 14}l-17 24h34Z" fill="#0D766E" stroke="#0D766E" stroke-width="4" stroke-linejoin="round"/>')
    if right - left > 260:
        parts += [plant(max(left, LEFT) + 26, BOTTOM - 24), plant(min(right, RIGHT) - 26, BOTTOM - 24)]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'


def main():
    for venue in sorted((HERE.parent.parent / "venues").glob("*.toml")):
        facts = tomllib.loads(venue.read_text(encoding="utf-8"))
        halls = [hall for hall in facts.get("hall", []) if "x" in hall and "y" in hall]
        if not halls or "plan" not in facts:
            continue
        out = HERE.parent / facts["plan"]
        drawn = subprocess.run(["rsvg-convert", "-w", str(WIDTH), "-h", str(HEIGHT)], input=plan(halls).encode(), capture_output=True, check=True).stdout
        out.write_bytes(subprocess.run(["pngquant", "--quality", "70-98", "--strip", "128", "-"], input=drawn, capture_output=True, check=True).stdout)
        print(f"{out.name}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
