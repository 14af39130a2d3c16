"""The transport pavilion and its metro simulator."""
from rooms import *  # noqa: F403
from rooms import rng


def train(length=14.0, body="#F5F6F3", band=TEAL):
    """A metro train of our own shape: its nose at the origin looks along -Y, the body runs along +Y."""
    dark = paint("#15303A", 0.08, coat=1.0)
    half, top = 1.35, 3.45
    outline = [(-half, 0.55), (half, 0.55), (half + 0.06, 1.2), (half + 0.02, 2.6), (half - 0.25, 3.2), (half - 0.8, top), (-half + 0.8, top), (-half + 0.25, 3.2), (-half - 0.02, 2.6), (-half - 0.06, 1.2)]

    def section(points, depth, material, y, soft=0.05):
        prism(points, depth, material, (0, y + depth, 0), (90, 0, 0), soft)
    section(outline, length, body, 0.0, 0.14)
    section([(x * 1.006, y) for x, y in ((-half - 0.06, 0.95), (half + 0.06, 0.95), (half + 0.065, 1.25), (-half - 0.065, 1.25))], length - 0.3, band, 0.12, 0.01)
    section([(-half + 0.2, 1.55), (half - 0.2, 1.55), (half - 0.17, 2.5), (half - 0.42, 3.0), (-half + 0.42, 3.0), (-half + 0.17, 2.5)], 0.1, dark, -0.06, 0.045)
    section([(-half + 0.1, 0.7), (half - 0.1, 0.7), (half - 0.1, 1.42), (-half + 0.1, 1.42)], 0.08, band, -0.045, 0.04)
    for side in (-1, 1):
        box((side * 0.92, -0.06, 1.02), (0.42, 0.08, 0.16), paint("#FFF6DC", glow=1.6), soft=0.035)
        box((side * 0.92, -0.055, 0.84), (0.36, 0.07, 0.08), paint("#E0513F", glow=0.7), soft=0.02)
        tube([(side * 0.5, -0.09, 1.62), (side * 0.1, -0.1, 2.1)], 0.015, CHARCOAL, straight=True)
    box((0, -0.05, 0.4), (1.2, 0.25, 0.22), CHARCOAL, soft=0.05)
    box((0, length / 2, 0.28), (2.3, length - 0.3, 0.4), CHARCOAL, soft=0.05)
    for side in (-1, 1):
        y = 0.95
        while y < length - 1.4:
            for k, (w, door) in enumerate(((1.25, False), (0.62, True), (0.62, True))):
                yy = y + (0.62, 1.62, 2.27)[k]
                if door:
                    box((side * (half + 0.045), yy, 0.68), (0.06, 0.6, 2.1), band, soft=0.02)
                    box((side * (half + 0.06), yy, 1.55), (0.06, 0.4, 1.0), dark, soft=0.02)
                else:
                    box((side * (half + 0.035), yy, 1.6), (0.07, w - 0.1, 0.95), dark, soft=0.03)
            y += 2.9
    box((0, 2.2, top), (1.3, 2.0, 0.16), "#DDE2E1", soft=0.06)


def track(length, y0):
    for side in (-0.76, 0.76):
        box((side, y0 + length / 2, 0.08), (0.09, length, 0.11), paint("#AEB7BA", 0.25, 0.9), soft=0.02)
    n = int(length / 0.62)
    for i in range(n):
        box((0, y0 + 0.3 + i * 0.62, 0.0), (2.3, 0.24, 0.09), "#8A6B50", soft=0.02)


def transport(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(47, -40, 2.9)
    floor(34, 24, planks("#EDE4D2", "#E4D9C4", "#D2C5AC", 1.4, 1.4, 0.2))
    outdoors(11, 40, 9, 6)
    wall(-15, 6.4, 15, 6.4, 0.6)
    for i in range(8):
        x = -11.4 + i * 3.3
        box((x, 6.5, 0), (0.42, 0.4, 5.2), WHITE, soft=0.05)
        arch = [(x + 1.65 - 1.65 * math.cos(t * math.pi / 10), 6.5, 4.5 + 1.35 * math.sin(t * math.pi / 10)) for t in range(11)]
        tube(arch, 0.17, WHITE)
        for k in (0.33, 0.66):
            box((x + 3.3 * k, 6.52, 0.6), (0.06, 0.06, 5.0), WHITE, soft=0.01)
        box((x + 1.65, 6.52, 2.9), (3.2, 0.06, 0.06), WHITE, soft=0.01)
    box((0, 6.5, 5.9), (34, 0.3, 3), CREAM, soft=0.01)
    with place(-2.6, 0.2, 0, -28):
        box((0, 6, -0.02), (3.6, 16.5, 0.06), "#C9C3B6", soft=0.02)
        track(16, -2.1)
        with place(0, 0, 0.1):
            train(12.0)
        box((-0.2, -2.3, 0), (2.0, 0.2, 0.5), CORAL, soft=0.05)
    with place(3.9, 3.4, 0, -6):
        box((0, 0, 0), (3.3, 0.35, 3.0), TEAL, soft=0.04)
        picture_wall(0, -0.2, 1.72, 2.9, 1.86, screens + "/routes.png", glow=0.95, frame=WHITE)
    person(3.0, 2.3, 0, 165, "point", shirt=MUSTARD, style="long", pants=NAVY)
    person(4.4, 2.1, 0, 190, "hold", shirt="#F1EDE4", style="short", pants="#5E6B73")
    with place(4.7, -0.6, 0, 14):
        box((0, 0, 0), (2.6, 1.1, 0.8), WHITE, soft=0.05)
        box((0, 0, 0.8), (2.5, 1.0, 0.02), "#CFE6D2", soft=0.005)
        for x, tone, z in ((-0.25, CORAL, -0.22), (-0.1, TEAL_LIGHT, 0.02), (0.1, MUSTARD, 0.26)):
            for k in range(3):
                box((x + (k - 1) * 0.56, z, 0.83), (0.52, 0.13, 0.16), tone, soft=0.035)
                box((x + (k - 1) * 0.56, z, 0.9), (0.44, 0.136, 0.05), "#24414C", soft=0.01)
    person(3.2, -0.9, 0, 95, "reach", shirt=CORAL, style="bun", pants=CHARCOAL)
    person(5.9, 0.5, 0, 5, "point", shirt=NAVY, style="short", pants="#8A7763")
    person(0.6, -1.6, 0, 120, "wave", shirt=TEAL_LIGHT, style="long", pants=NAVY, hair="#5A3A26")
    person(1.35, -2.0, 0, 140, "rest", shirt="#6F8FB8", style="short", pants=CHARCOAL)
    person(-0.1, 1.9, 0, 60, "hold", shirt="#B7566B", style="grey", pants="#5E6B73")
    plant(7.4, 3.6, 0, 1.8)
    plant(-7.0, 2.2, 0, 1.7, pot=MUSTARD)
    for i in range(4):
        pendant(-4.5 + i * 3.2, 3.4, 4.4, 9, 0.28, shade=TEAL)
    rug(4.2, 0.9, 6.6, 6.6, MINT, True)
    camera((2.0, -10.2, 3.4), (0.7, 1.6, 1.75), 32)
    return 0.9


def metro_simulator(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(50, -44, 2.6)
    floor(20, 16, planks("#EDE4D2", "#E4D9C4", "#D2C5AC", 1.4, 1.4, 0.2))
    wall(-10, 4.6, 10, 4.6, 6, TEAL)
    picture_wall(0, 2.7, 2.1, 5.0, 2.5, screens + "/tunnel.png", glow=1.15)
    for side in (-1, 1):
        prism([(0, 0), (3.3, 0), (3.3, 3.4), (2.3, 3.4), (1.5, 1.3), (0, 1.1)], 0.16, WHITE, (side * 2.55 - 0.08, -0.6, 0), (90, 0, 90), 0.05)
        prism([(0.1, 0.7), (1.88, 0.7), (1.88, 0.95), (0.1, 0.95)], 0.02, TEAL, (side * 2.46 - 0.01, -0.6, 0), (90, 0, 90), 0.0)
    box((0, 2.0, 3.3), (5.2, 1.3, 0.16), WHITE, soft=0.05)
    box((0, 1.4, 3.18), (3.0, 0.14, 0.06), paint("#FFF2D6", glow=1.8), soft=0.02)
    box((0, 2.2, 0), (5.0, 0.8, 0.82), TEAL, soft=0.06)
    prism([(0, 0), (0.95, 0.0), (0.95, 0.34), (0.12, 0.12), (0, 0.1)], 4.9, "#E9ECE9", (-2.45, 1.3, 0.78), (90, 0, 90), 0.03)
    for i, (x, picture) in enumerate(((-1.15, "board-1"), (0, "map-dark"), (1.15, "board-3"))):
        with place(x, 1.95, 1.08):
            box((0, 0, 0), (0.95, 0.07, 0.5), CHARCOAL, soft=0.02, tilt=(-22, 0))
            panel((0, 0.055, 0.235), 0.88, 0.44, screen(f"{screens}/{picture}.png", 1.1), tilt=22)
    for i in range(18):
        tone = ("#E8604C", "#35C08A", "#F4C35A", "#F4F4F0")[(i * 7) % 4]
        cylinder((-1.95 + (i % 6) * 0.16 + (2.95 if i > 8 else 0), 1.48 + (i // 6 % 3) * 0.11, 0.9 + (i // 6 % 3) * 0.025), 0.04, 0.05, paint(tone, 0.3, glow=0.5))
    with place(0.62, 1.5, 0.9):
        box((0, 0, 0), (0.22, 0.3, 0.07), CHARCOAL, soft=0.02)
        tube([(0, 0, 0.05), (0, -0.05, 0.26)], 0.022, "#C9CED0")
        ball((0, -0.06, 0.29), 0.065, CORAL, (1.5, 0.9, 0.9))
    with place(-0.15, 0.55, 0, 180):
        box((0, 0, 0.38), (0.62, 0.58, 0.14), NAVY, soft=0.06)
        box((0, 0.3, 0.5), (0.6, 0.15, 0.72), NAVY, soft=0.07, tilt=(-7, 0))
        cylinder((0, 0, 0.02), 0.08, 0.38, "#C9CED0")
        cylinder((0, 0, 0), 0.34, 0.05, CHARCOAL)
        person(0, 0.02, 0.04, 0, "reach", sit=True, shirt=CORAL, style="long", hair="#5A3A26", pants=CHARCOAL)
    person(1.55, 0.35, 0, 205, "side", shirt=TEAL, style="short", hair="#2B211C", pants=NAVY)
    person(-1.75, -0.5, 0, 160, "hold", shirt=MUSTARD, style="bun", hair="#3A2D2A", pants="#3C5A6B", skirt=True)
    person(3.6, 0.2, 0, 40, "rest", shirt="#F1EDE4", style="grey", pants="#5E6B73")
    plant(-3.8, 1.9, 0, 1.7)
    plant(4.4, 2.6, 0, 1.8, pot=MUSTARD)
    camera((0.9, -5.0, 2.45), (0.1, 1.4, 1.55), 33)
    return 0.98


SCENES = {"transport": transport, "transport-metro-simulator": metro_simulator}
