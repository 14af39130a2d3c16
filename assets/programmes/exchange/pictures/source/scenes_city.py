"""Control wall, city model, metro: what a city runs on."""
from rooms import *  # noqa: F403
from rooms import rng


def operator_desk(x, y, turn, screens, pictures, who=True, width=2.3, look=None):
    """A desk seen from behind its operator, who looks along +Y when turn is 0."""
    with place(x, y, 0, turn):
        prism([(-width / 2, -0.35), (width / 2, -0.35), (width / 2 - 0.1, 0.42), (-width / 2 + 0.1, 0.42)], 0.05, WHITE, (0, 0, 0.7), soft=0.015)
        for side in (-1, 1):
            box((side * (width / 2 - 0.22), 0.05, 0), (0.08, 0.6, 0.7), WOOD, soft=0.02)
        box((0, 0.36, 0.25), (width - 0.5, 0.03, 0.45), TEAL_LIGHT, soft=0.01)
        for i, picture in enumerate(pictures):
            offset = (i - (len(pictures) - 1) / 2)
            monitor(offset * 0.66, 0.16 - 0.06 * abs(offset), 0.75, -offset * 14, picture=f"{screens}/{picture}.png")
        box((0, -0.18, 0.75), (0.42, 0.14, 0.018), "#E4E6E5", soft=0.006)
        cup(0.62, -0.12, 0.75, MUSTARD)
        office_chair(0, -0.62, 180, NAVY)
        if who:
            person(0, -0.6, 0.02, 180, "type", sit=True, **(look or {}))


def camera_pole(x, y, turn=0.0, height=4.2):
    with place(x, y, 0, turn):
        cylinder((0, 0, 0), 0.32, 0.12, "#C9CED0", soft=0.03)
        cylinder((0, 0, 0.1), 0.075, height, "#DFE2E1", top=0.06)
        tube([(0, 0, height - 0.1), (0, -0.1, height + 0.15), (0, -0.9, height + 0.2), (0, -1.9, height + 0.2)], 0.045, "#DFE2E1")
        for along, size in ((0.85, 1.0), (1.7, 1.0)):
            with place(0, -along, height - 0.08, 0, size):
                box((0, 0, 0.1), (0.06, 0.06, 0.16), CHARCOAL)
                box((0, -0.06, -0.12), (0.22, 0.46, 0.2), WHITE, soft=0.04, tilt=(14, 0))
                lathe((0, -0.3, -0.06), [(0, 0), (0.085, 0), (0.085, 0.06), (0, 0.06)], CHARCOAL, turn=(104, 0, 0))
                ball((0, -0.345, -0.075), 0.06, paint("#173642", 0.08, coat=1.0))
        for side, z in ((-1, height - 1.0), (1, height - 1.35)):
            box((side * 0.12, 0, z), (0.12, 0.06, 0.06), CHARCOAL)
            ball((side * 0.26, 0, z + 0.02), 0.15, WHITE)
            ball((side * 0.27, -0.06, z - 0.03), 0.11, paint("#173642", 0.08, coat=1.0))
        with place(0, -0.1, height - 2.55):
            box((0, 0, 0), (0.3, 0.2, 0.86), CHARCOAL, soft=0.05)
            for i, tone in enumerate(("#35C08A", "#5B4A1E", "#5A211C")):
                ball((0, -0.1, 0.16 + 0.27 * i), 0.1, paint(tone, 0.3, glow=1.3 if i == 0 else 0.0), (1, 0.5, 1))


def toy_car(x, y, turn, colour, size=1.0, z=0.0):
    with place(x, y, z, turn, size):
        box((0, 0, 0.16), (1.75, 4.0, 0.62), colour, soft=0.22)
        box((0, 0.15, 0.62), (1.55, 2.2, 0.62), colour, soft=0.28)
        box((0, 0.15, 0.74), (1.58, 1.9, 0.36), paint("#24414C", 0.1, coat=1.0), soft=0.12)
        box((0, 0.15, 0.74), (1.2, 2.24, 0.36), paint("#24414C", 0.1, coat=1.0), soft=0.12)
        for sx in (-1, 1):
            for sy in (-1.2, 1.25):
                cylinder((sx * 0.72 - 0.1, sy, 0.34), 0.34, 0.2, "#2A2D2F", turn=(0, 90, 0), soft=0.05)
            ball((sx * 0.6, -1.96, 0.5), 0.13, paint("#FFF2CF", glow=0.8), (1.3, 0.4, 0.8))
            ball((sx * 0.6, 1.97, 0.52), 0.11, paint("#D94B3A", glow=0.4), (1.4, 0.4, 0.7))


def newtech(screens):
    sky("#FDF4E6", "#BFE0E4")
    sun(50, -38, 2.7)
    floor(30, 24, mottled("#C9D3D2", "#D3DCDA", 12, 0.7))
    wall(-14, 5.6, 14, 5.6, 8, TEAL_DARK, base="#083B40")
    for i, x in enumerate((-6.6, -1.0, 4.6)):
        picture_wall(x, (4.9, 5.35, 4.9)[i], 3.05, 5.3, 2.4, f"{screens}/{('map-dark', 'wall', 'board-1')[i]}.png", (12, 0, -12)[i], 1.05)
    slats(-14, 5.58, 14, 5.58, 1.5, WOOD, 0.14)
    box((-2.2, -0.2, -0.09), (9.6, 9.0, 0.12), planks(), soft=0.02)
    for x, y, pictures in ((-4.9, 1.9, ("camera-2", "board-2")), (-2.0, 2.2, ("wall-small", "map-light")), (0.9, 1.9, ("board-3", "camera-1")), (-4.1, -1.3, ("camera-3", "wall-small")), (-0.9, -1.2, ("board-2", "camera-2"))):
        operator_desk(x, y, (x + 2) * -3, screens, pictures, who=(x, y) != (-4.9, 1.9))
    camera_pole(5.9, 2.9, 30, 3.5)
    cylinder((5.0, 1.5, 0), 1.9, 0.06, "#F1EEE6", soft=0.02)
    box((4.6, 1.3, 0.05), (1.5, 2.6, 0.03), SLATE, turn=25, soft=0.01)
    toy_car(4.6, 1.3, 25, CORAL, 0.5, 0.07)
    person(2.75, 1.0, 0, -45, "side", shirt=TEAL, pants=NAVY, style="short", hair="#5A3A26")
    person(2.6, -1.3, 0, 150, "rest", shirt=MUSTARD, pants=CHARCOAL, style="long")
    person(3.5, -1.5, 0, 175, "hold", shirt="#F1EDE4", pants="#3C5A6B", style="grey")
    person(4.4, -1.1, 0, 185, "rest", shirt="#B7566B", pants=NAVY, style="bun", skirt=True)
    plant(7.4, 4.0, 0, 1.8)
    for i in range(4):
        box((-5.4 + i * 3.6, 1.0, 5.6), (2.6, 0.22, 0.08), paint("#FFF4DF", glow=2.0), soft=0.02)
    camera((2.4, -8.8, 3.5), (0.95, 1.7, 1.75), 31)
    return 0.98


def recording_centre(screens):
    sky("#FDF4E6", "#BFE0E4")
    sun(48, -40, 2.5)
    floor(20, 16, planks())
    wall(-10, 3.8, 10, 3.8, 6, TEAL_DARK, base="#083B40")
    picture_wall(0.2, 3.55, 2.55, 6.6, 2.97, screens + "/wall.png", glow=1.1)
    slats(-10, 3.78, 10, 3.78, 0.95, WOOD, 0.14)
    operator_desk(-1.9, 0.6, 8, screens, ("camera-1", "board-2"), look=dict(shirt=TEAL_LIGHT, style="long", hair="#5A3A26"))
    operator_desk(1.15, 0.75, -4, screens, ("wall-small", "map-light"), look=dict(shirt=CORAL, style="short", hair="#2B211C"))
    person(3.0, 0.9, 0, 140, "point", shirt=NAVY, pants="#5E6B73", style="short", hair="#6E6A66")
    person(3.9, 0.2, 0, 160, "hold", shirt="#F1EDE4", pants=TEAL_DARK, style="bun", hair="#3A2D2A", skirt=True)
    camera_pole(-4.2, 2.6, 35, 2.7)
    plant(5.0, 2.6, 0, 1.7)
    camera((1.1, -5.5, 2.7), (0.4, 1.4, 1.5), 33)
    return 0.98


def model_city(radius, seed, spread=0.42, glow=TEAL_LIGHT):
    """A round table model: blocks in rings, one river, lit streets; stands on the table's top at z=0."""
    dice = random.Random(seed)
    cylinder((0, 0, 0), radius, 0.03, "#8CC5B8", soft=0.01)
    for r in [radius * k for k in (0.22, 0.42, 0.64, 0.86)]:
        tube([(r * math.cos(t * 0.2618), r * math.sin(t * 0.2618), 0.035) for t in range(24)], 0.013, paint("#FFE3A6", glow=0.9), closed=True)
    tube([(-radius * 0.95, -radius * 0.2, 0.03), (-radius * 0.3, radius * 0.32, 0.03), (radius * 0.25, -radius * 0.32, 0.03), (radius * 0.92, radius * 0.25, 0.03)], 0.07, paint("#58B7C9", 0.15, coat=1.0))

    def river(x):
        t = (x / radius + 0.95) / 1.87
        return radius * (-0.2 * (1 - t) ** 3 + 3 * 0.45 * t * (1 - t) ** 2 - 3 * 0.45 * t * t * (1 - t) + 0.25 * t ** 3)
    for ring_, count in ((0.11, 5), (0.32, 13), (0.53, 21), (0.75, 29)):
        for i in range(count):
            a, r = 2 * math.pi * (i + dice.uniform(-0.15, 0.15)) / count, ring_ * radius + dice.uniform(-0.03, 0.03)
            x, y = r * math.cos(a), r * math.sin(a)
            if abs(y - river(x)) < 0.17:
                continue
            if dice.random() < 0.2:
                for k in range(3):
                    ball((x + dice.uniform(-0.08, 0.08), y + dice.uniform(-0.08, 0.08), 0.08), 0.055, dice.choice(GREENS))
                continue
            tall = spread * radius * (1.15 - ring_) * dice.choice((0.25, 0.35, 0.5, 0.8)) + 0.05
            tone = paint(glow, glow=0.25) if dice.random() < 0.22 else dice.choice(["#FBFAF5", "#F6F1E6", "#EFE7D6", "#F9D9A8"])
            box((x, y, 0.02), (dice.uniform(0.1, 0.17), dice.uniform(0.1, 0.17), tall), tone, turn=math.degrees(a), soft=0.008)
            if tall > 0.3 * radius * spread + 0.2:
                box((x, y, 0.02 + tall), (0.06, 0.06, 0.08), tone, turn=math.degrees(a), soft=0.006)
                tube([(x, y, tall), (x, y, tall + 0.24)], 0.006, "#DCE0DE", straight=True)


def column(x, y, height, radius=0.34, z=0.0, stone="#FAF5EA"):
    with place(x, y, z):
        box((0, 0, 0), (radius * 2.7, radius * 2.7, 0.16), stone, soft=0.03)
        flutes = []
        for level, r in ((0.16, 1.2), (0.24, 1.24), (0.32, 1.12), (0.38, 1.02), (0.5, 1.0), (height * 0.4, 0.98), (height - 0.62, 0.84), (height - 0.55, 0.95), (height - 0.5, 0.86), (height - 0.42, 0.9), (height - 0.26, 1.18), (height - 0.18, 1.22)):
            flutes.append((radius * r, level))
        lathe((0, 0, 0), [(0, 0.16)] + flutes + [(0, height - 0.18)], stone, sides=48)
        box((0, 0, height - 0.18), (radius * 2.7, radius * 2.7, 0.18), stone, soft=0.03)
        for k in range(16):
            a = math.pi * k / 8
            tube([(radius * 0.99 * math.cos(a), radius * 0.99 * math.sin(a), 0.55), (radius * 0.86 * math.cos(a), radius * 0.86 * math.sin(a), height - 0.66)], 0.022 * radius / 0.34, stone, straight=True)


def smart_city(screens):
    sky("#FDEFDB", "#9CCFD9")
    sun(40, -46, 3.0)
    floor(40, 18, planks("#EDE4D2", "#E4D9C4", "#D2C5AC", 1.2, 1.2, 0.25))
    box((0, 40, -0.3), (120, 60, 0.1), mottled("#A9CF8E", "#BEDC9E", 0.3), soft=0)
    box((1.3, 22, -0.24), (5, 26, 0.1), "#EBDCC2", soft=0)
    stone = "#FAF5EA"
    for i in range(9):
        x = -11.6 + i * 2.9
        column(x, 6.0, 5.6)
        if i % 2 == 0 and i != 4:
            column(x + 1.45, 8.2, 5.6, 0.28)
    box((0, 6.0, 5.6), (28, 1.2, 0.5), stone, soft=0.03)
    box((0, 5.85, 6.1), (28, 1.5, 0.18), stone, soft=0.04)
    for i in range(60):
        box((-13 + i * 0.44, 5.32, 5.84), (0.2, 0.1, 0.2), stone, soft=0.015)
    box((0, 6.0, 6.28), (28, 1.2, 0.9), stone, soft=0.03)
    for i in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        (fir if i % 3 == 0 else tree)(-20 + i * 3.6 + rng.uniform(-0.5, 0.5), 16 + rng.uniform(0, 7), -0.3, rng.uniform(5, 7.5))
    lathe((1.3, 26, -0.2), [(0, 0), (3.0, 0), (3.0, 0.5), (2.7, 0.5), (2.6, 0.35), (0.6, 0.35), (0.5, 1.6), (1.3, 1.8), (1.2, 1.9), (0.3, 1.9), (0.2, 2.8), (0, 2.9)], "#E9C874")
    for k in range(14):
        a = 2 * math.pi * k / 14
        tube([(1.3, 26, 2.6), (1.3 + 1.2 * math.cos(a), 26 + 1.2 * math.sin(a), 3.8), (1.3 + 2.4 * math.cos(a), 26 + 2.4 * math.sin(a), 0.4)], [0.05, 0.04, 0.06], paint("#CFEFF2", glow=0.4))
    rug(0, 0.6, 8.4, 8.4, MINT, True)
    lathe((0, 0.6, 0), [(0, 0), (1.7, 0), (1.75, 0.06), (1.5, 0.12), (1.6, 0.55), (2.5, 0.72), (2.58, 0.8), (2.5, 0.86), (0, 0.86)], WHITE, sides=72)
    tube([(2.56 * math.cos(t * 0.2618), 0.6 + 2.56 * math.sin(t * 0.2618), 0.76) for t in range(24)], 0.025, paint("#19A898", glow=1.2), closed=True)
    with place(0, 0.6, 0.86):
        model_city(2.4, 4, 0.5)
    for a, pose, look in ((197, "point", dict(shirt=MUSTARD, style="long", pants=NAVY)), (155, "hold", dict(shirt="#F1EDE4", style="short")), (118, "rest", dict(shirt=CORAL, style="bun", skirt=True)), (62, "point", dict(shirt=TEAL, style="short")),
                          (28, "talk", dict(shirt=NAVY, style="grey")), (-14, "side", dict(shirt="#B7566B", style="long", pants=CHARCOAL))):
        person(3.25 * math.cos(math.radians(a)), 0.6 + 3.25 * math.sin(math.radians(a)), 0, a - 90, pose, **look)
    person(-5.8, 3.3, 0, 30, "rest", shirt=TEAL_LIGHT, style="short")
    person(-5.0, 3.6, 0, -20, "talk", shirt="#F1EDE4", style="bun", skirt=True)
    kiosk(5.6, 2.2, 20, screens + "/kiosk.png")
    person(5.86, 1.45, 0, 198, "reach", shirt=SAGE, style="scarf", pants=CHARCOAL)
    plant(-7.6, 4.2, 0, 1.7)
    plant(7.8, 4.2, 0, 1.7)
    camera((1.7, -9.2, 3.9), (0.15, 1.6, 1.95), 33)
    return 0.88


def city_centre(screens):
    sky("#FDF4E6", "#BFE0E4")
    sun(46, -40, 2.6)
    floor(24, 18, planks("#EDE4D2", "#E4D9C4", "#D2C5AC", 1.2, 1.2, 0.25))
    wall(-11, 4.6, 11, 4.6, 6.5, TEAL)
    picture_wall(0.6, 4.4, 2.6, 5.0, 2.8, screens + "/map-dark.png", glow=1.15)
    picture_wall(-4.1, 4.3, 2.6, 2.7, 2.4, screens + "/board-2.png", 6, glow=1.0)
    picture_wall(5.3, 4.3, 2.6, 2.7, 2.4, screens + "/board-1.png", -6, glow=1.0)
    lathe((0.2, 0.4, 0), [(0, 0), (1.5, 0), (1.55, 0.06), (1.3, 0.12), (1.4, 0.5), (2.1, 0.66), (2.18, 0.74), (2.1, 0.8), (0, 0.8)], WHITE, sides=72)
    tube([(0.2 + 2.16 * math.cos(t * 0.2618), 0.4 + 2.16 * math.sin(t * 0.2618), 0.7) for t in range(24)], 0.022, paint("#19A898", glow=1.2), closed=True)
    with place(0.2, 0.4, 0.8):
        model_city(2.02, 9, 0.55)
    person(-2.5, 0.8, 0, 85, "point", shirt=CORAL, style="short", pants=NAVY, hair="#2B211C")
    person(-1.5, 2.6, 0, 45, "hold", shirt=MUSTARD, style="long", pants=CHARCOAL)
    person(1.8, 2.6, 0, -35, "talk", shirt="#F1EDE4", style="bun", skirt=True, pants=TEAL_DARK)
    person(2.95, 0.9, 0, -75, "reach", shirt=NAVY, style="short", pants="#8A7763", hair="#8C5B32")
    plant(-5.2, 2.6, 0, 1.7)
    plant(5.3, 2.2, 0, 1.7, pot=MUSTARD)
    camera((0.9, -6.4, 3.1), (0.3, 1.3, 1.55), 33)
    return 0.95


SCENES = {"newtech": newtech, "newtech-recording-centre": recording_centre, "smart-city": smart_city, "smart-city-centre": city_centre}
