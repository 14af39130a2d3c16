"""Volunteer centre, skills pavilion, meeting room, council chamber."""
from rooms import *  # noqa: F403
from rooms import rng

HEART = [(0.16 * 16 * math.sin(t) ** 3 / 2.56, 0.16 * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 2.56)
         for t in (2 * math.pi * i / 44 for i in range(44))]


def heart(x, y, z, size, colour, thick=0.06):
    with place(x, y, z, 0, size):
        prism(HEART, thick / size, colour, (0, 0, 0), (90, 0, 0), soft=0.012)


def carton(x, y, z, size=(0.5, 0.4, 0.36), turn=0.0, full=True):
    """A gift box: open, with things in it."""
    with place(x, y, z, turn):
        w, d, h = size
        tone, inner = "#D7AE7B", "#C09563"
        for side in (-1, 1):
            box((side * (w / 2), 0, 0), (0.02, d, h), tone, soft=0)
            box((0, side * (d / 2), 0), (w, 0.02, h), tone, soft=0)
            box((side * (w / 2 + 0.07), 0, h - 0.06), (0.16, d, 0.015), inner, soft=0, tilt=(0, side * 32))
        box((0, 0, 0), (w, d, h * 0.55), inner, soft=0)
        if full:
            for i in range(6):
                px, py = (i % 3 - 1) * w * 0.28, (i // 3 - 0.5) * d * 0.45
                kind = rng.randint(0, 3)
                if kind == 0:
                    cylinder((px, py, h * 0.5), 0.055, 0.2, rng.choice([CORAL, TEAL_LIGHT, MUSTARD]))
                elif kind == 1:
                    ball((px, py, h * 0.85), 0.075, rng.choice(["#E85F4A", "#8CBF5A", "#F2A541"]))
                elif kind == 2:
                    box((px, py, h * 0.5), (0.12, 0.1, 0.26), rng.choice([WHITE, "#6F8FB8", MUSTARD]), soft=0.01)
                else:
                    ball((px, py, h * 0.9), 0.09, rng.choice(["#F4ECDD", "#B7566B", TEAL_LIGHT]), (1, 0.8, 0.7))
        heart(0, -d / 2 - 0.012, h * 0.48, 0.16, TEAL, 0.01)


def volunteer(x, y, z=0.0, turn=0.0, pose="rest", **look):
    person(x, y, z, turn, pose, vest=TEAL, shirt=look.pop("shirt", rng.choice([WHITE, MUSTARD, CORAL, "#F1EDE4"])), **look)


def street_lamp(x, y, height=3.9):
    cylinder((x, y, 0), 0.14, 0.3, CHARCOAL)
    cylinder((x, y, 0.2), 0.05, height, CHARCOAL, top=0.04)
    ball((x, y, height + 0.3), 0.23, paint("#FFEFCB", glow=1.4))
    cylinder((x, y, height + 0.08), 0.12, 0.06, CHARCOAL)


def volunteer_shop(front):
    """The house on its street corner, with what is seen through its windows."""
    sky("#FDEBD3", "#9CCFD9")
    sun(42, -46, 3.1)
    box((0, 0, -0.1), (60, 60, 0.1), planks("#D9CAB0", "#CFBFA3", "#B8A88C", 0.5, 0.9, 0.7), soft=0)
    for x, w in ((-9.3, 6.4), (-1.65, 0.5), (1.85, 0.5), (9.5, 6.6)):
        box((x, front + 0.2, 0), (w, 0.4, 3.4), CREAM, soft=0.01)
    box((0, front + 0.2, 3.3), (40, 0.46, 1.5), CREAM, soft=0.01)
    box((0, front + 0.2, 4.75), (40, 0.42, 6), "#EDBE9A", soft=0.01)
    for x0, x1 in ((-6.1, -1.9), (2.1, 6.2)):
        box(((x0 + x1) / 2, front + 0.2, 0), (x1 - x0, 0.42, 0.55), TEAL, soft=0.02)
        for x in (x0 + 0.05, x1 - 0.05, (x0 + x1) / 2):
            box((x, front + 0.15, 0.55), (0.1, 0.14, 2.75), WHITE, soft=0.02)
        for z in (0.55, 2.45, 3.2):
            box(((x0 + x1) / 2, front + 0.15, z), (x1 - x0, 0.14, 0.1), WHITE, soft=0.02)
        box(((x0 + x1) / 2, front - 0.1, 0.55), (x1 - x0 + 0.2, 0.5, 0.07), WOOD, soft=0.02)
    box((0.1, front + 0.12, 0.0), (1.5, 0.1, 0.08), SAND)
    for x in (-0.95, 1.15):
        box((x - 0.0, front + 0.15, 0), (0.42, 0.2, 3.3), TEAL, soft=0.02)
    box((0.1, front + 0.15, 2.5), (1.8, 0.16, 0.8), TEAL, soft=0.02)
    with place(-0.72, front + 0.1, 0, 62):
        box((0.6, 0, 0.02), (1.2, 0.07, 2.45), TEAL_DARK, soft=0.02)
        box((0.6, -0.01, 0.5), (0.85, 0.08, 1.75), paint("#F5D9A4", glow=0.35), soft=0.02)
        tube([(1.08, -0.1, 0.95), (1.08, -0.1, 1.4)], 0.02, MUSTARD)
    box((0, front + 3.2, -0.05), (13, 6, 0.08), planks(), soft=0)
    wall(-6.4, 7.6, 6.4, 7.6, 3.4, "#F8E5C4")
    for x in (-6.3, 6.3):
        box((x, front + 2.6, 0), (0.2, 4.8, 3.4), "#F8E5C4", soft=0)
    box((0, front + 2.6, 3.32), (12.6, 5, 0.1), "#FBF2DF", soft=0)
    for x in (-4.0, 0.1, 4.1):
        area((x, 5.4, 3.25), (x, 5.4, 0), (2.6, 2.4), 90, "#FFDCA6")
        pendant(x, 4.4, 2.45, 3.3, 0.17)
    shelf(-4.9, 7.3, 0, 1.9, 2.3)
    shelf(4.6, 7.3, 0, 2.2, 2.3)
    table(-3.4, 5.2, (1.9, 0.8))
    laptop(-3.6, 5.2, 0.74, 180)
    volunteer(-3.4, 5.9, 0, 0, "type", sit=True, style="long", hair="#5A3A26")
    person(-3.9, 4.4, 0, 180, "rest", sit=True, shirt=CORAL, style="grey")
    pouf(-3.9, 4.4, MUSTARD, 0.32, 0.45)
    box((4.1, 5.2, 0), (2.2, 0.7, 1.0), WOOD, soft=0.03)
    volunteer(4.3, 5.9, 0, 0, "talk", style="short", shirt=MUSTARD)
    carton(3.5, 5.2, 1.0)
    plant(0.1, 7.0, 0, 1.6)


def dobroe_mesto(screens):
    front = 3.0
    volunteer_shop(front)
    for x in (-4.0, 4.15):
        for i in range(11):
            tone = TEAL if i % 2 == 0 else "#F8F4EA"
            box((x - 2.2 + 0.2 + i * 0.4, front - 0.62, 3.12), (0.4, 1.5, 0.05), tone, soft=0.01, tilt=(24, 0))
            cylinder((x - 2.2 + 0.2 + i * 0.4, front - 1.3, 2.62), 0.2, 0.04, tone, turn=(90, 0, 0))
    with place(0.1, front - 0.05, 4.0):
        cylinder((0, 0, 0), 0.62, 0.12, WHITE, turn=(90, 0, 0))
        heart(0, -0.12, 0.02, 0.42, CORAL, 0.08)
    for x in (-7.2, -4.0, -1.0, 1.25, 4.15, 7.4):
        box((x, front - 0.02, 5.1), (1.25, 0.12, 2.2), "#FFFFFF", soft=0.02)
        box((x, front - 0.05, 5.2), (1.05, 0.12, 2.0), paint("#6FA9AE", 0.08, coat=1.0), soft=0.01)
        box((x, front - 0.1, 5.2), (0.06, 0.12, 2.0), WHITE, soft=0.01)
        box((x, front - 0.15, 5.0), (1.45, 0.32, 0.1), "#FFFFFF", soft=0.03)
    box((0, front - 0.06, 4.72), (40, 0.25, 0.14), "#FBF6EB", soft=0.04)
    for x in (-8.6, 8.8):
        box((x, front - 0.02, 0), (1.7, 0.14, 3.0), SAGE, soft=0.03)
        box((x, front - 0.07, 1.1), (1.35, 0.12, 1.6), paint("#5E9AA2", 0.08, coat=1.0), soft=0.02)
    table(3.6, -0.1, (2.8, 0.8), top="#F6F1E6", legs=WOOD)
    box((3.6, -0.1, 0.3), (2.78, 0.78, 0.4), TEAL_LIGHT, soft=0.01)
    for i, x in enumerate((2.6, 3.5, 4.4)):
        carton(x, -0.1, 0.74, turn=rng.uniform(-8, 8))
    volunteer(3.2, 0.75, 0, 8, "reach", style="bun", shirt=WHITE, hair="#5A3A26", pants=NAVY)
    volunteer(4.4, 0.75, 0, -12, "reach", style="short", shirt=MUSTARD, hair="#2B211C", pants=CHARCOAL)
    person(2.4, -1.35, 0, 160, "hold", shirt="#B7566B", style="grey", pants="#5E6B73", size=0.97)
    volunteer(-1.0, 0.5, 0, -20, "wave", style="long", shirt=CORAL, hair="#8C5B32", pants=NAVY)
    person(-2.3, -0.6, 0, 110, "rest", shirt="#6F8FB8", style="short", pants="#8A7763")
    person(-2.75, -0.1, 0, 95, "hold", shirt=MUSTARD, style="bun", size=0.8, pants=TEAL_DARK)
    with place(-5.2, 1.3, 0, 0):
        for y in (-0.2, 0.0, 0.2):
            box((0, y, 0.42), (1.9, 0.16, 0.05), WOOD, soft=0.015)
        for z in (0.62, 0.82):
            box((0, 0.32, z), (1.9, 0.05, 0.15), WOOD, soft=0.015, tilt=(-8, 0))
        for s in (-1, 1):
            box((s * 0.75, 0.05, 0), (0.07, 0.5, 0.44), CHARCOAL, soft=0.015)
            box((s * 0.75, 0.3, 0.4), (0.06, 0.05, 0.55), CHARCOAL, soft=0.015)
    person(-5.5, 1.25, -0.05, 10, "hold", sit=True, shirt="#F1EDE4", style="scarf", pants=NAVY)
    street_lamp(-7.0, -0.3)
    for x, y in ((6.6, 1.9), (-2.6, 2.3)):
        box((x, y, 0), (1.3, 0.5, 0.5), WOOD, soft=0.03)
        for k in range(5):
            ball((x - 0.5 + k * 0.25, y, 0.58), 0.19, GREENS[k % 5])
            for _ in range(3):
                ball((x - 0.5 + k * 0.25 + rng.uniform(-0.14, 0.14), y - rng.uniform(0.05, 0.18), 0.68 + rng.uniform(0, 0.1)), 0.045, rng.choice([CORAL, MUSTARD, "#F6C9D0", WHITE]))
    tree(-8.6, -1.6, 0, 6.6)
    tree(8.4, -0.4, 0, 6.2)
    camera((1.7, -9.3, 2.7), (0.05, 2.0, 2.15), 34)
    return 0.9


def volunteers(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(44, -44, 2.8)
    floor(20, 16, planks())
    outdoors(9, 32, 8, 5.5)
    window_wall(-9, 3.6, -2.4, 3.6, 5.4, 3, sill=0.8, head=0.8, frame=WHITE, material="#F8E5C4")
    wall(-2.4, 3.6, 9, 3.6, 5.4, "#F8E5C4")
    box((3.3, 3.5, 0), (11.5, 0.06, 1.1), TEAL, soft=0.01)
    with place(0.1, 3.4, 2.35):
        cylinder((0, 0, 0), 0.75, 0.1, WHITE, turn=(90, 0, 0))
        heart(0, -0.12, 0.02, 0.52, CORAL, 0.08)
    shelf(2.8, 3.25, 0, 1.5, 2.6, 4)
    shelf(4.4, 3.25, 0, 1.5, 2.6, 4)
    table(0.2, 0.0, (4.0, 1.15), 0.82, top="#E7C79C", legs=WHITE)
    for i, x in enumerate((-1.3, -0.1, 1.15)):
        carton(x, 0.05, 0.82, (0.62, 0.46, 0.4), rng.uniform(-10, 10))
    for i in range(5):
        cylinder((1.75 + 0.13 * (i % 2), -0.25 + 0.14 * i, 0.82), 0.06, 0.15, (CORAL, MUSTARD, TEAL_LIGHT)[i % 3])
    for i, tone in enumerate(("#E85F4A", "#F2A541", "#8CBF5A", "#E85F4A")):
        ball((-0.72 + 0.1 * (i % 2), -0.35 + 0.13 * i, 0.89), 0.07, tone)
    volunteer(-1.4, 0.95, 0, 6, "reach", style="long", shirt=WHITE, hair="#5A3A26", pants=NAVY)
    volunteer(0.1, 1.0, 0, -4, "reach", style="short", shirt=MUSTARD, hair="#2B211C", pants=CHARCOAL)
    volunteer(1.5, 0.95, 0, -10, "hold", style="bun", shirt=CORAL, hair="#3A2D2A", pants="#5E6B73")
    volunteer(-2.75, -0.35, 0, 70, "hold", style="grey", shirt=WHITE, pants="#8A7763")
    with place(-2.42, -0.45, 1.0, 70):
        carton(0, 0, 0, (0.42, 0.34, 0.3), full=False)
    volunteer(3.05, -0.1, 0, -50, "wave", style="short", shirt="#F1EDE4", hair="#8C5B32", pants=NAVY, size=0.93)
    for x, y, z, turn in ((3.6, -1.1, 0, 12), (4.25, -0.75, 0, -8), (3.9, -0.9, 0.42, 24), (-3.5, 1.9, 0, 10)):
        carton(x, y, z, (0.56, 0.46, 0.4), turn)
    armchair(-4.2, 1.0, 50, MUSTARD)
    plant(-4.6, 2.7, 0, 1.6)
    plant(5.4, 2.6, 0, 1.5, pot=TEAL_LIGHT)
    for i in range(3):
        pendant(-1.6 + i * 1.8, 0.6, 3.1, 8, 0.22, shade=TEAL)
    camera((1.0, -5.9, 2.5), (0.25, 1.2, 1.45), 33)
    return 0.92


def robot_arm(x, y, turn=0.0, size=1.0, z=0.0, body=MUSTARD):
    with place(x, y, z, turn, size):
        cylinder((0, 0, 0), 0.42, 0.12, CHARCOAL, soft=0.03)
        cylinder((0, 0, 0.12), 0.34, 0.4, body, soft=0.06, top=0.3)
        ball((0, 0, 0.72), 0.3, body, (0.9, 0.9, 1))
        cylinder((-0.24, 0, 0.78), 0.2, 0.48, CHARCOAL, turn=(0, 90, 0), soft=0.03)
        shoulder, elbow, wrist = (0, 0, 0.8), (0, 0.42, 2.0), (0, -0.85, 2.25)
        tube([shoulder, elbow], [0.19, 0.15], body, straight=True)
        cylinder((-0.2, elbow[1], elbow[2]), 0.2, 0.4, CHARCOAL, turn=(0, 90, 0), soft=0.03)
        tube([elbow, wrist], [0.15, 0.1], body, straight=True)
        cylinder((-0.13, wrist[1], wrist[2]), 0.13, 0.26, CHARCOAL, turn=(0, 90, 0), soft=0.03)
        tube([wrist, (0, -1.02, 1.86)], [0.085, 0.07], "#E9ECEA", straight=True)
        box((0, -1.03, 1.72), (0.3, 0.12, 0.1), CHARCOAL, soft=0.02)
        for side in (-1, 1):
            box((side * 0.11, -1.03, 1.5), (0.05, 0.09, 0.24), CHARCOAL, soft=0.01)
        box((0, -1.03, 1.4), (0.18, 0.18, 0.18), TEAL_LIGHT, soft=0.02)
        tube([(0.18, 0.1, 0.5), (0.3, 0.45, 1.2), (0.22, 0.5, 2.0), (0.12, -0.3, 2.3), (0.05, -0.85, 2.35)], 0.025, CHARCOAL)


def workbench(x, y, turn=0.0, width=2.2, kind=0, screens=None):
    with place(x, y, 0, turn):
        table(0, 0, (width, 0.85), 0.86, top="#E0B982", legs=TEAL)
        box((0, 0.05, 0.3), (width - 0.4, 0.6, 0.05), TEAL, soft=0.01)
        box((-width * 0.3, 0.05, 0.35), (0.4, 0.4, 0.26), CORAL, soft=0.03)
        if kind == 0:
            box((0.45, 0.1, 0.86), (0.55, 0.5, 0.06), CHARCOAL, soft=0.02)
            for side in (-1, 1):
                box((0.45 + side * 0.25, 0.2, 0.86), (0.05, 0.05, 0.62), WHITE, soft=0.01)
            box((0.45, 0.2, 1.44), (0.58, 0.08, 0.08), WHITE, soft=0.02)
            box((0.42, 0.14, 1.24), (0.14, 0.12, 0.16), CHARCOAL, soft=0.02)
            lathe((0.42, 0.1, 0.92), [(0, 0), (0.13, 0), (0.16, 0.08), (0.1, 0.18), (0.12, 0.28), (0, 0.28)], CORAL)
            laptop(-0.4, 0.05, 0.86, 8)
        elif kind == 1:
            monitor(-0.4, 0.2, 0.86, 8, picture=screens + "/board-3.png")
            for i in range(5):
                cylinder((0.2 + 0.16 * i, 0.1 * (i % 2), 0.86), 0.06, 0.02 + 0.04 * (i % 3), (MUSTARD, "#C9CED0", TEAL_LIGHT)[i % 3])
            box((0.55, -0.2, 0.86), (0.42, 0.22, 0.02), "#2F7D5A", soft=0)
            for i in range(6):
                box((0.4 + 0.06 * i, -0.2, 0.88), (0.035, 0.1, 0.025), (CHARCOAL, MUSTARD)[i % 2], soft=0)
        else:
            box((0, 0, 0.86), (0.9, 0.5, 0.03), "#C68B54", soft=0.005)
            for i in range(4):
                box((-0.3 + 0.2 * i, 0, 0.89), (0.1, 0.42, 0.1), "#D9A66C", soft=0.005, turn=6 * i)
            box((0.8, 0.1, 0.86), (0.18, 0.36, 0.2), SLATE, soft=0.03)


def tool_wall(x, y, z, width, height, turn=0.0):
    with place(x, y, z, turn):
        box((0, 0, 0), (width, 0.06, height), "#E3C08E", soft=0.01)
        columns = int(width / 0.42)
        for i in range(columns):
            for row, level in enumerate((0.25, 0.85, 1.42)):
                if level > height - 0.4:
                    continue
                px, tone = -width / 2 + 0.3 + i * (width - 0.6) / (columns - 1), rng.choice([TEAL, CORAL, MUSTARD, CHARCOAL, SLATE])
                kind = (i + row * 2) % 4
                if kind == 0:
                    tube([(px, -0.06, level), (px, -0.06, level + 0.32)], 0.022, WOOD_DARK, straight=True)
                    box((px, -0.06, level + 0.3), (0.2, 0.06, 0.08), SLATE, soft=0.015)
                elif kind == 1:
                    tube([(px, -0.06, level), (px, -0.06, level + 0.16)], 0.03, tone, straight=True)
                    tube([(px, -0.06, level + 0.16), (px, -0.06, level + 0.4)], 0.011, "#C9CED0", straight=True)
                elif kind == 2:
                    tube([(px, -0.06, level + 0.05), (px, -0.06, level + 0.34)], 0.02, "#B9C0C3", straight=True)
                    tube([(px + 0.06 * math.cos(a * 0.5236), -0.06, level + 0.38 + 0.06 * math.sin(a * 0.5236)) for a in range(-8, 3)], 0.018, "#B9C0C3")
                else:
                    box((px, -0.06, level + 0.18), (0.26, 0.08, 0.14), tone, soft=0.03)
                    box((px + 0.07, -0.06, level + 0.02), (0.08, 0.07, 0.18), tone, soft=0.02)


def technograd(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(46, -42, 2.9)
    floor(34, 24, planks("#E0D6C4", "#D8CDB9", "#C4B79F", 1.3, 1.3, 0.3))
    outdoors(11, 40, 10, 6)
    window_wall(-14, 6.0, 2.0, 6.0, 7.6, 6, sill=0.3, head=1.2, pier=0.25, material=TEAL, frame=WHITE, bars=2)
    wall(2.0, 6.0, 14, 6.0, 7.6, "#F3E6CF")
    tool_wall(6.2, 5.9, 1.3, 6.6, 2.0)
    for x in (-9, -3.5, 2.0, 7.5):
        tube([(x, 5.6, 0), (x, 5.6, 4.6), (x + 1.2, 5.0, 6.6)], 0.13, "#D9A66C", straight=True)
        tube([(x, 5.6, 4.6), (x - 1.2, 5.0, 6.6)], 0.13, "#D9A66C", straight=True)
    cylinder((-1.1, 1.2, 0), 2.1, 0.14, TEAL, soft=0.03)
    tube([(-1.1 + 2.02 * math.cos(t * 0.2618), 1.2 + 2.02 * math.sin(t * 0.2618), 0.15) for t in range(24)], 0.025, paint("#FFE0A0", glow=1.0), closed=True)
    robot_arm(-1.35, 1.95, 38, 1.62, 0.14)
    box((-0.3, 0.55, 0.14), (0.9, 0.9, 0.62), WHITE, turn=35, soft=0.04)
    for i in range(3):
        box((-0.42 + 0.16 * i, 0.67 - 0.18 * i, 0.76), (0.2, 0.2, 0.2), (CORAL, MUSTARD, TEAL_LIGHT)[i], turn=35, soft=0.02)
    for i in range(9):
        a = math.radians(200 + i * 17)
        cylinder((-1.1 + 2.35 * math.cos(a), 1.2 + 2.35 * math.sin(a), 0), 0.03, 0.75, MUSTARD)
    tube([(-1.1 + 2.35 * math.cos(math.radians(200 + i * 17)), 1.2 + 2.35 * math.sin(math.radians(200 + i * 17)), 0.72) for i in range(9)], 0.025, MUSTARD)
    for (x, y, turn, kind), look in zip(((4.1, 3.6, 0, 0), (6.9, 3.4, 0, 1), (4.4, 0.5, 0, 1), (-6.4, 3.2, 0, 2), (-5.6, -0.1, 0, 0)),
                                        (dict(style="short", shirt=TEAL), dict(style="long", shirt=CORAL), dict(style="bun", shirt=MUSTARD), dict(style="short", shirt="#6F8FB8"), dict(style="scarf", shirt="#F1EDE4"))):
        workbench(x, y, turn, 2.2, kind, screens)
        person(x - 0.1, y + 0.8, 0, rng.uniform(-10, 10), "reach", vest=NAVY, pants=NAVY, **look)
    person(1.5, -0.9, 0, 120, "point", shirt=TEAL, style="short", pants=CHARCOAL, hair="#2B211C")
    person(2.2, -1.3, 0, 140, "rest", shirt=MUSTARD, style="long", pants=NAVY)
    person(-3.3, -1.3, 0, 215, "hold", shirt=CORAL, style="bun", pants="#5E6B73", skirt=True)
    person(-2.4, -1.7, 0, 190, "rest", shirt="#F1EDE4", style="grey", pants="#3C5A6B")
    person(4.6, -0.5, 0, 180, "hold", shirt="#B7566B", style="short", pants="#8A7763")
    plant(8.9, 4.6, 0, 1.7)
    plant(-9.3, 4.2, 0, 1.8, pot=MUSTARD)
    for i in range(4):
        pendant(-4.8 + i * 3.4, 2.0, 4.5, 9, 0.3, shade=CORAL)
    camera((1.4, -9.0, 3.3), (0.15, 1.7, 1.9), 33)
    return 0.9


def skills(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(44, -46, 2.8)
    floor(20, 16, planks("#E0D6C4", "#D8CDB9", "#C4B79F", 1.3, 1.3, 0.3))
    outdoors(9, 32, 8, 5.5)
    window_wall(-9, 3.8, -2.6, 3.8, 5.6, 3, sill=0.4, head=0.8, frame=WHITE, material=TEAL, pier=0.25)
    wall(-2.6, 3.8, 9, 3.8, 5.6, TEAL)
    tool_wall(2.2, 3.7, 1.25, 6.0, 2.0)
    workbench(2.6, 2.9, 0, 4.6, 1, screens)
    cylinder((-1.2, 1.0, 0), 1.35, 0.12, WHITE, soft=0.03)
    tube([(-1.2 + 1.28 * math.cos(t * 0.2618), 1.0 + 1.28 * math.sin(t * 0.2618), 0.13) for t in range(24)], 0.02, paint("#FFE0A0", glow=1.0), closed=True)
    robot_arm(-1.2, 1.2, 48, 1.02, 0.12)
    workbench(0.55, -0.1, 0, 2.4, 9)
    person(1.1, 0.75, 0, -5, "hold", shirt=CORAL, vest=NAVY, style="long", hair="#5A3A26", pants=NAVY)
    with place(1.1, 0.42, 1.15, -5):
        box((0, 0, 0), (0.34, 0.03, 0.24), CHARCOAL, soft=0.01, tilt=(35, 0))
    person(2.35, 0.5, 0, -30, "talk", shirt=TEAL_LIGHT, vest=NAVY, style="short", hair="#2B211C", pants=CHARCOAL)
    person(-3.0, 0.2, 0, 75, "point", shirt=MUSTARD, vest=NAVY, style="bun", hair="#3A2D2A", pants=NAVY)
    workbench(3.9, -0.2, -20, 1.7, 0, screens)
    person(4.1, 1.1, 0, -15, "reach", shirt="#F1EDE4", vest=NAVY, style="short", pants="#5E6B73", hair="#8C5B32")
    plant(-4.5, 2.6, 0, 1.7)
    for i in range(3):
        pendant(-2.2 + i * 2.3, 1.0, 3.5, 8, 0.24, shade=CORAL)
    camera((0.7, -6.2, 2.4), (0.3, 1.2, 1.5), 33)
    return 0.92


SCENES = {"dobroe-mesto": dobroe_mesto, "dobroe-mesto-volunteers": volunteers, "technograd": technograd, "technograd-skills": skills}
