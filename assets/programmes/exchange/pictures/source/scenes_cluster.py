"""The innovation cluster: a large glass building, and one of its laboratories."""
from rooms import *  # noqa: F403
from rooms import rng


def rounded(x0, y0, x1, y1, r, steps=7):
    points = []
    for cx, cy, start in ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180)):
        points += [(cx + r * math.cos(math.radians(start + 90 * i / steps)), cy + r * math.sin(math.radians(start + 90 * i / steps))) for i in range(steps + 1)]
    return points


def storey_block(x0, y0, x1, y1, floors, r, z=0.0, floor_height=3.6, fin=1.4):
    """Storeys of glass between white slabs with soft corners, and fins all round."""
    panes = [paint(c, 0.06, 0.35, coat=1.0) for c in ("#2E7F86", "#3E949A", "#28727C")]
    for i in range(floors):
        level = z + i * floor_height
        prism(rounded(x0, y0, x1, y1, r), floor_height - 0.55, panes[i % 3], (0, 0, level), soft=0)
        prism(rounded(x0 - 0.55, y0 - 0.55, x1 + 0.55, y1 + 0.55, r + 0.5), 0.55, "#F8F5EC", (0, 0, level + floor_height - 0.55), soft=0.08)
        edge = rounded(x0 - 0.12, y0 - 0.12, x1 + 0.12, y1 + 0.12, r)
        for a, b in zip(edge, edge[1:] + edge[:1]):
            length = math.dist(a, b)
            count = max(1, round(length / fin))
            for k in range(count):
                t = k / count
                x, y = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
                if y > (y0 + y1) / 2 and x < x1 - r:
                    continue
                box((x, y, level), (0.14, 0.14, floor_height - 0.55), "#F2EEE3", soft=0)
        for _ in range(int((x1 - x0) / 9)):
            x = rng.uniform(x0 + r, x1 - r - 2)
            box((x, y0 - 0.02, level + 0.15), (fin * rng.choice((1, 2)) - 0.2, 0.08, floor_height - 0.85), paint("#D9B878", 0.3, glow=0.2), soft=0)


def lomonosov(screens):
    sky("#FCEBD6", "#7FBFD0", 0.9, "#BFE0EC")
    sun(38, -44, 3.3)
    box((0, 20, -0.4), (400, 300, 0.3), mottled("#A4CC8A", "#B8D99A", 0.08), soft=0)
    prism(rounded(-34, -34, 40, 6, 9), 0.16, planks("#EFE6D6", "#E6DCC8", "#D9CDB6", 2.4, 2.4, 0.6), (0, 0, -0.12), soft=0)
    storey_block(-30, 8, -4, 26, 6, 4.5)
    storey_block(3, 6, 34, 24, 4, 5.0)
    prism(rounded(3.5, 6.5, 33.5, 23.5, 5), 0.3, mottled("#8FBF77", "#A5CE88", 0.4), (0, 0, 14.4), soft=0)
    for x in range(6, 33, 4):
        bush(x, 8.2 + rng.uniform(0, 3), 14.6, 0.9)
        if x % 3 == 0:
            tree(x, 15, 14.6, 3.6)
    box((0, 15, 0), (9, 13, 19), paint("#5FB5B5", 0.05, 0.3, coat=1.0), soft=0)
    for i in range(7):
        for side in (-1, 1):
            tube([(side * 4.4, 8.3, i * 2.8), (0, 8.3, i * 2.8 + 1.4)], 0.11, "#FBF8F0", straight=True)
            tube([(0, 8.3, i * 2.8 + 1.4), (side * 4.4, 8.3, i * 2.8 + 2.8)], 0.11, "#FBF8F0", straight=True)
        tube([(-4.4, 8.3, i * 2.8), (4.4, 8.3, i * 2.8)], 0.09, "#FBF8F0", straight=True)
    box((0, 14.8, 19), (10, 14, 0.6), "#F8F5EC", soft=0.1)
    prism(rounded(-30, 9, -5, 25, 4), 0.3, mottled("#8FBF77", "#A5CE88", 0.4), (0, 0, 21.6), soft=0)
    for x in range(-27, -7, 5):
        bush(x, 10.6, 21.8, 1.0)
    box((0, 6.2, 3.4), (9.5, 5.0, 0.35), TEAL, soft=0.1)
    for side in (-1, 1):
        cylinder((side * 4.2, 4.3, 0), 0.16, 3.5, WHITE)
    box((0, 8.2, 0.1), (4.2, 0.2, 3.0), paint("#FFE3B0", glow=0.9), soft=0.02)
    for x in (-2.1, -0.7, 0.7, 2.1):
        box((x, 8.05, 0.05), (0.1, 0.12, 3.1), CHARCOAL, soft=0.01)
    lathe((13, -10.5, 0), [(0, 0), (4.2, 0), (4.2, 0.5), (3.9, 0.55), (3.8, 0.4), (0, 0.4)], "#F8F5EC", sides=64)
    cylinder((13, -10.5, 0.4), 3.78, 0.03, paint("#6FC3CC", 0.05, coat=1.0))
    for spin, radius, tone in ((20, 2.3, CORAL), (80, 1.75, MUSTARD), (140, 1.2, WHITE)):
        with place(13, -10.5, 0.5 + radius, spin):
            tube([(radius * math.cos(t * 0.2618), 0, radius * math.sin(t * 0.2618)) for t in range(24)], 0.16, paint(tone, 0.25, coat=1.0), closed=True)
    for x, y, h in ((-25, -6, 8), (-19, -2, 7), (-30, 1, 9), (-14, -13, 6.4), (-21, -15, 7.6), (20, -3, 7), (26, -8, 8), (33, -2, 9), (21, -17, 6.6), (-36, 14, 10), (39, 10, 10), (45, 24, 11), (-45, 30, 12)):
        tree(x, y, 0, h)
    for x, y, w, d in ((-21, -6, 16, 11), (25, -6, 15, 10), (-17, -15, 11, 6)):
        prism(rounded(x - w / 2, y - d / 2, x + w / 2, y + d / 2, 3), 0.3, mottled("#97C67F", "#AAD28F", 0.3), (0, 0, 0.02), soft=0.05)
    for i in range(8):
        fir(-60 + i * 17, 60 + rng.uniform(-6, 6), 0, rng.uniform(9, 14))
    for x, y, turn in ((-10, -8, 90), (-10, -4.5, 90), (3.2, -13.5, 20)):
        with place(x, y, 0, turn):
            box((0, 0, 0.4), (2.0, 0.55, 0.1), WOOD, soft=0.03)
            for s in (-1, 1):
                box((s * 0.75, 0, 0), (0.12, 0.45, 0.4), "#E9E4D8", soft=0.02)
    for x, y, turn, pose in ((-1.2, -4, 10, "rest"), (-0.2, -4.3, -15, "talk"), (1.4, 1.6, 180, "rest"), (-2.4, 2.4, 175, "rest"), (-5.5, -11, 40, "rest"), (-4.6, -10.6, -30, "side"), (4.2, -6.0, 110, "hold"), (13.5, -4, 60, "rest"), (-13, 2.5, 100, "rest"), (2.4, -15.5, 160, "wave"), (5.3, 0.5, 140, "rest"), (-7.6, -2.0, 200, "rest")):
        person(x, y, 0, turn, pose, size=1.25)
    with place(-3.6, -14.5, 0, 70, 1.25):
        for y in (-0.52, 0.52):
            tube([(0.02, y + 0.33 * math.cos(t * 0.5236), 0.34 + 0.33 * math.sin(t * 0.5236)) for t in range(12)], 0.024, CHARCOAL, closed=True)
        tube([(0, -0.52, 0.34), (0, -0.38, 0.85), (0, 0.2, 0.8), (0, 0.52, 0.34), (0, 0.0, 0.34), (0, -0.36, 0.78)], 0.022, CORAL, straight=True)
        tube([(0, 0.2, 0.8), (0, 0.0, 0.34)], 0.022, CORAL, straight=True)
        box((0, 0.22, 0.86), (0.14, 0.26, 0.06), CHARCOAL, soft=0.02)
        tube([(-0.25, -0.42, 0.98), (0.25, -0.42, 0.98)], 0.02, CHARCOAL)
    cloud(-38, 130, 52, 8)
    cloud(34, 140, 62, 9)
    cloud(80, 150, 44, 7)
    camera((19, -36, 6.2), (1.2, 8, 8.3), 30)
    return 0.92


def flask(x, y, z, tone, size=1.0):
    lathe((x, y, z), [(0, 0), (0.1 * size, 0), (0.11 * size, 0.015), (0.035 * size, 0.15 * size), (0.035 * size, 0.24 * size), (0.045 * size, 0.25 * size), (0.03 * size, 0.25 * size), (0, 0.2 * size)], paint("#DFF1EF", 0.05, coat=1.0))
    lathe((x, y, z + 0.002), [(0, 0), (0.104 * size, 0.004), (0.112 * size, 0.02), (0.066 * size, 0.1 * size), (0, 0.1 * size)], paint(tone, 0.1, glow=0.3, coat=1.0))


def microscope(x, y, z, turn):
    with place(x, y, z, turn, 1.15):
        box((0, 0, 0), (0.22, 0.3, 0.05), WHITE, soft=0.02)
        tube([(0, 0.1, 0.04), (0, 0.15, 0.22), (0, 0.09, 0.38)], 0.035, WHITE)
        cylinder((0, -0.02, 0.16), 0.08, 0.02, CHARCOAL)
        cylinder((0, -0.02, 0.23), 0.022, 0.12, TEAL)
        cylinder((0, -0.02, 0.34), 0.04, 0.08, WHITE)
        tube([(0, 0.0, 0.4), (0, 0.12, 0.53)], 0.03, CHARCOAL, straight=True)


def laboratory(screens):
    sky("#FDF4E6", "#BFE0E4")
    sun(44, -46, 2.7)
    floor(20, 16, planks("#E2C9A4", "#D9BE96", "#C2A57C", 0.24))
    outdoors(9, 34, 9, 5.5)
    window_wall(-10, 3.8, 0.0, 3.8, 5.8, 5, sill=1.0, head=0.9, pier=0.4, material=WHITE)
    wall(0, 3.8, 9, 3.8, 5.8, "#5FAFA3")
    with place(2.7, 3.55):
        for level in (1.45, 2.1):
            box((0, 0, level), (4.0, 0.36, 0.05), WOOD, soft=0.01)
            for i in range(11):
                x = -1.8 + i * 0.36
                if rng.random() < 0.6:
                    flask(x, 0, level + 0.05, rng.choice([CORAL, MUSTARD, TEAL_LIGHT, "#6F8FB8"]), 1.1)
                else:
                    box((x, 0, level + 0.05), (0.2, 0.2, rng.uniform(0.2, 0.36)), rng.choice([TEAL, WHITE, SAND]), soft=0.02)
    for x, y, width in ((-1.3, 0.3, 3.6), (2.7, 3.2, 4.4)):
        box((x, y, 0), (width - 0.1, 0.8, 0.86), WHITE if y > 1 else TEAL, soft=0.02)
        box((x, y, 0.86), (width, 0.95, 0.05), "#F6F5F0", soft=0.015)
        for i in range(int(width / 0.6)):
            box((x - width / 2 + 0.42 + i * 0.6, y - 0.41, 0.12), (0.54, 0.03, 0.68), "#F1F3EF", soft=0.01)
            tube([(x - width / 2 + 0.3 + i * 0.6, y - 0.45, 0.7), (x - width / 2 + 0.54 + i * 0.6, y - 0.45, 0.7)], 0.012, "#AEB7BA")
    microscope(-2.4, 0.2, 0.91, 200)
    microscope(-0.35, 0.25, 0.91, 170)
    for i, tone in enumerate((TEAL_LIGHT, MUSTARD, CORAL, "#6F8FB8")):
        flask(-1.72 + i * 0.26, 0.05 + 0.08 * (i % 2), 0.91, tone, 1.25)
    monitor(-1.3, 0.5, 0.91, 0, (0.7, 0.42), screens + "/molecule.png")
    white = "#FAFAF7"
    person(-2.45, 1.25, 0, 5, "reach", shirt=white, pants=NAVY, style="bun", hair="#5A3A26")
    person(-0.4, 1.25, 0, -8, "reach", shirt=white, pants=CHARCOAL, style="short", hair="#2B211C")
    box((2.7, 0.2, 0), (1.5, 1.5, 0.7), WHITE, soft=0.05)
    with place(2.7, 0.2, 0.7):
        for sx in (-1, 1):
            for sy in (-1, 1):
                box((sx * 0.6, sy * 0.6, 0), (0.07, 0.07, 1.25), TEAL, soft=0.01)
            box((sx * 0.6, 0, 1.2), (0.09, 1.28, 0.09), TEAL, soft=0.02)
            box((0, sx * 0.6, 1.2), (1.28, 0.09, 0.09), TEAL, soft=0.02)
        box((0, 0, 0.85), (1.2, 0.07, 0.07), "#C9CED0", soft=0.01)
        box((0.1, -0.03, 0.66), (0.22, 0.2, 0.28), CHARCOAL, soft=0.03)
        cylinder((0.1, -0.03, 0.58), 0.02, 0.1, MUSTARD)
        box((0, 0, 0.02), (1.0, 1.0, 0.05), CHARCOAL, soft=0.01)
        lathe((0.0, 0.0, 0.07), [(0, 0), (0.3, 0), (0.34, 0.08), (0.24, 0.26), (0.3, 0.42), (0.26, 0.5), (0.2, 0.5), (0, 0.42)], CORAL)
    person(4.2, 0.5, 0, 75, "hold", shirt=white, pants=TEAL_DARK, style="long", hair="#3A2D2A")
    person(1.1, 1.6, 0, 150, "hold", shirt=white, pants="#5E6B73", style="grey")
    plant(-4.3, 2.6, 0, 1.6)
    plant(5.4, 2.4, 0, 1.7, pot=TEAL_LIGHT)
    for i in range(3):
        pendant(-2.4 + i * 2.0, 0.6, 3.2, 8, 0.2, shade=WHITE)
    camera((0.9, -6.0, 2.6), (0.2, 1.2, 1.35), 34)
    return 0.9


SCENES = {"lomonosov": lomonosov, "lomonosov-laboratory": laboratory}
