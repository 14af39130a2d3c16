"""University, youth space, innovation cluster."""
from rooms import *  # noqa: F403
from rooms import rng

HOLO = "#19A898"


def hologram(x, y, z, kind):
    """What a person in a headset sees, hinted in light."""
    light = paint(HOLO, glow=0.9)
    with place(x, y, z):
        if kind == "car":
            for px, pz, length in ((0, 0.14, 1.1), (0, 0.36, 1.1), (0.02, 0.58, 0.55)):
                for side in (-0.24, 0.24):
                    tube([(px - length / 2, side, pz), (px + length / 2, side, pz)], 0.011, light, straight=True)
                for end in (-1, 1):
                    tube([(px + end * length / 2, -0.24, pz), (px + end * length / 2, 0.24, pz)], 0.011, light, straight=True)
            for a, b in (((-0.55, 0.14), (-0.55, 0.36)), ((0.55, 0.14), (0.55, 0.36)), ((-0.45, 0.36), (-0.255, 0.58)), ((0.45, 0.36), (0.295, 0.58))):
                for side in (-0.24, 0.24):
                    tube([(a[0], side, a[1]), (b[0], side, b[1])], 0.011, light, straight=True)
            for wx in (-0.33, 0.33):
                for side in (-0.25, 0.25):
                    tube([(wx + 0.12 * math.cos(t * 0.785), side, 0.12 + 0.12 * math.sin(t * 0.785)) for t in range(8)], 0.014, light, closed=True)
        elif kind == "globe":
            for i in range(6):
                a = math.pi * i / 6
                tube([(0.3 * math.cos(t * 0.5236) * math.cos(a), 0.3 * math.cos(t * 0.5236) * math.sin(a), 0.3 * math.sin(t * 0.5236)) for t in range(12)], 0.008, light, closed=True)
            for h in (-0.18, 0, 0.18):
                r = math.sqrt(0.09 - h * h)
                tube([(r * math.cos(t * 0.785), r * math.sin(t * 0.785), h) for t in range(8)], 0.008, light, closed=True)
        else:
            for i, h in enumerate((0.25, 0.45, 0.32, 0.6, 0.5)):
                box(((i - 2) * 0.16, 0, 0), (0.1, 0.1, h), paint(HOLO if i != 3 else "#FFC861", glow=1.1), soft=0.01)


def vr_person(x, y, turn, pose, mat, **look):
    cylinder((x, y, 0), 0.85, 0.03, mat, soft=0.012)
    tube([(x + 0.8 * math.cos(t * 0.5236), y + 0.8 * math.sin(t * 0.5236), 0.035) for t in range(12)], 0.012, paint(HOLO, glow=1.0), closed=True)
    person(x, y, 0.03, turn, pose, headset=True, **look)


def university(screens):
    sky("#FDF4E6", "#BFE0E4")
    sun(46, -42, 3.1)
    floor(30, 24, planks())
    outdoors(9.5, 34, 10, 6.5)
    window_wall(-14.4, 5.6, 3.2, 5.6, 7.6, 8, sill=0.4, head=1.6, bars=1)
    wall(3.2, 5.6, 14, 5.6, 7.6)
    slats(3.3, 5.6, 12, 5.6, 7.6)
    picture_wall(6.0, 5.45, 2.75, 4.4, 2.5, screens + "/molecule.png")
    for row in range(4):
        depth, lift = 1.25, 0.34 * row
        y = 1.4 + row * depth
        box((-4.6, y, 0), (6.6, depth, 0.02 + lift), planks("#E7C79C", "#DDBA8B", "#BF9B6C", 0.3), soft=0.012)
        if row:
            box((-4.6, y - depth / 2 - 0.01, lift - 0.03), (6.6, 0.03, 0.035), paint("#FFE6B8", glow=0.9), soft=0)
        for seat in range(7):
            x = -7.15 + seat * 0.84
            with place(x, y + 0.2, 0.02 + lift):
                box((0, 0, 0.2), (0.62, 0.55, 0.22), TEAL, soft=0.06)
                box((0, 0.25, 0.3), (0.62, 0.14, 0.62), TEAL, soft=0.06, tilt=(-8, 0))
                for side in (-1, 1):
                    box((side * 0.35, 0.02, 0.1), (0.06, 0.5, 0.48), WOOD, soft=0.02)
            if (row, seat) in {(0, 1), (0, 2), (0, 5), (1, 0), (1, 3), (1, 4), (2, 2), (2, 5), (2, 6), (3, 1), (3, 4)}:
                person(x, y + 0.12, lift - 0.05, rng.uniform(-12, 30), rng.choice(["rest", "hold", "hold"]), sit=True)
    rug(3.4, 0.4, 6.4, 6.4, MINT, True)
    vr_person(1.6, -0.4, -20, "explore", WHITE, shirt=CORAL, style="long", hair="#5A3A26", pants=NAVY)
    vr_person(4.1, 1.3, -8, "reach", WHITE, shirt=MUSTARD, style="short", pants="#3C5A6B")
    vr_person(5.3, -0.9, 25, "side", WHITE, shirt="#F1EDE4", style="bun", pants=TEAL_DARK)
    hologram(1.25, -1.35, 0.75, "globe")
    hologram(4.1, 0.15, 1.0, "car")
    hologram(4.7, -1.75, 0.85, "bars")
    person(-0.9, -1.0, 0, 60, "point", shirt=TEAL, pants=CHARCOAL, style="short", vest=None)
    plant(7.9, 4.4, 0, 1.7)
    plant(-0.75, 4.7, 0, 1.5)
    plant(8.2, -0.4, 0, 1.3, pot=MUSTARD)
    for i in range(3):
        pendant(1.7 + i * 1.9, 1.6 - i * 0.5, 4.35, 9, 0.26)
    camera((4.2, -9.6, 3.6), (1.3, 1.6, 1.55), 33)
    return 0.9


def trainers(screens):
    sky("#FDF4E6", "#BFE0E4")
    sun(44, -48, 2.9)
    floor(20, 16, planks())
    outdoors(8, 30, 8, 5.5)
    window_wall(-9, 3.6, -1.2, 3.6, 5.4, 4, sill=0.35, head=0.8)
    wall(-1.2, 3.6, 9, 3.6, 5.4, TEAL)
    picture_wall(2.3, 3.5, 2.15, 3.3, 1.85, screens + "/camera-3.png")
    rug(0.7, 0.2, 5.8, 5.8, MINT, True)
    with place(2.2, 0.5, 0, 18):
        box((0, 0.1, 0.02), (1.5, 2.2, 0.12), WHITE, soft=0.05)
        box((0, 0.35, 0.35), (0.62, 0.6, 0.18), NAVY, soft=0.07)
        box((0, 0.68, 0.4), (0.6, 0.18, 0.95), NAVY, soft=0.07, tilt=(-12, 0))
        box((0, 0.85, 0.1), (0.3, 0.3, 0.35), CHARCOAL)
        person(0, 0.36, 0.05, 0, "reach", sit=True, shirt=MUSTARD, headset=True, style="long", hair="#3A2D2A", pants=CHARCOAL)
        tube([(0.24 * math.cos(t * 0.5236), -0.34 - 0.08 * math.sin(t * 0.5236), 0.98 + 0.23 * math.sin(t * 0.5236)) for t in range(12)], 0.026, CHARCOAL, closed=True)
        tube([(0, -0.42, 0.95), (0, -0.75, 0.8), (0, -0.85, 0.14)], 0.04, "#D9DAD6")
        box((0, -0.85, 0.1), (0.7, 0.4, 0.08), CHARCOAL)
    vr_person(-0.55, -0.5, -6, "explore", WHITE, shirt=CORAL, style="bun", hair="#5A3A26", pants=NAVY)
    hologram(-1.05, -1.4, 0.8, "car")
    person(-2.3, 0.7, 0, 62, "hold", shirt=TEAL, style="short", pants="#5E6B73")
    with place(-3.4, 2.4, 0, 0):
        box((0, 0, 0), (2.4, 0.6, 0.85), WOOD, soft=0.02)
        for i in range(4):
            with place(-0.85 + i * 0.56, 0, 0.85, -10 + 7 * i):
                lathe((0, 0, 0), [(0, 0), (0.1, 0), (0.1, 0.012), (0.02, 0.02), (0.02, 0.2), (0, 0.2)], "#C9CCCA")
                box((0, -0.05, 0.18), (0.25, 0.14, 0.13), WHITE, soft=0.04)
                box((0, -0.12, 0.195), (0.21, 0.02, 0.09), paint("#1D2B33", 0.15), soft=0.01)
    plant(-5.3, 2.4, 0, 1.6)
    plant(4.9, 2.6, 0, 1.7, pot=MUSTARD)
    for i in range(2):
        pendant(-2.6 + i * 1.9, 1.4, 3.3, 8, 0.2)
    camera((0.8, -6.2, 2.3), (0.1, 1.2, 1.35), 34)
    return 0.92


def molodezh(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(45, -40, 2.9)
    floor(30, 24, planks("#DDB78A", "#CFA675", "#AE865A", 0.26))
    outdoors(10, 40, 10, 6)
    window_wall(-14.5, 5.8, -3.6, 5.8, 7.4, 5, sill=0.4, head=1.2, pier=0.5, material="#E9B79B", bars=2, frame=CHARCOAL)
    wall(-3.6, 5.8, 14, 5.8, 7.4, TEAL)
    box((3.0, 4.0, 0), (8.4, 3.4, 0.5), planks("#C98F58", "#BD8350", "#9A6A42", 0.2), soft=0.03)
    box((3.0, 2.29, 0.42), (8.2, 0.03, 0.05), paint("#FFE2A8", glow=1.2), soft=0)
    for i in range(2):
        box((-0.1, 2.12 - i * 0.3, 0), (1.6, 0.3, 0.32 - i * 0.16), "#C98F58", soft=0.02)
    picture_wall(3.0, 5.65, 3.0, 7.0, 3.1, screens + "/stage.png", glow=0.9)
    truss_y = 2.6
    for z in (5.25, 5.6):
        tube([(-2.2, truss_y, z), (8.4, truss_y, z)], 0.04, "#C9CED0", straight=True)
    for i in range(16):
        x = -2.2 + i * 0.68
        tube([(x, truss_y, 5.25), (x + 0.34, truss_y, 5.6), (x + 0.68, truss_y, 5.25)], 0.022, "#C9CED0", straight=True)
    for i, tone in enumerate(("#FFE2A8", "#FFC9A8", "#FFF3D6", "#A8F0E2", "#FFE2A8", "#FFC9A8")):
        with place(-1.4 + i * 1.75, truss_y - 0.05, 4.85):
            cylinder((0, 0, 0.05), 0.15, 0.34, CHARCOAL, turn=(28, 0, 0), top=0.1)
            ball((0, 0.02, 0.05), 0.11, paint(tone, glow=2.0))
    person(2.2, 3.1, 0.5, 10, "talk", shirt=CORAL, pants=NAVY, style="long", hair="#5A3A26")
    person(3.7, 3.3, 0.5, -12, "side", shirt=MUSTARD, pants=CHARCOAL, style="short")
    cylinder((4.9, 3.2, 0.5), 0.24, 1.05, WOOD, top=0.28)
    plant(6.5, 3.6, 0.5, 1.3)
    plant(-0.7, 4.6, 0.5, 1.4, pot=CORAL)
    seats = [(-1.3, -0.2), (0.2, 0.3), (1.7, -0.1), (3.3, 0.35), (4.9, 0.0), (6.2, 0.5), (-0.5, -1.9), (1.1, -1.5), (2.7, -1.9), (4.3, -1.5), (5.8, -1.7)]
    for i, (x, y) in enumerate(seats):
        pouf(x, y, [MUSTARD, CORAL, TEAL_LIGHT, "#6F8FB8", "#F1EDE4", TEAL][i % 6], 0.42, 0.42)
        if i not in (2, 9):
            person(x, y + 0.02, -0.06, 180 + rng.uniform(-22, 22), rng.choice(["hold", "rest", "rest"]), sit=True)
    for step in range(3):
        box((-6.2, 3.8 + step * 0.9, 0), (4.0, 0.95, 0.45 * (step + 1)), "#E7C79C", soft=0.02)
    for x, step, turn in ((-7.2, 0, 30), (-5.4, 1, 20), (-6.6, 2, 35)):
        person(x, 3.75 + step * 0.9, 0.45 * (step + 1) - 0.5, turn, "hold", sit=True)
        box((x + 0.9, 3.75 + step * 0.9, 0.45 * (step + 1)), (0.5, 0.45, 0.12), rng.choice([MUSTARD, TEAL_LIGHT]), soft=0.05)
    person(-3.0, 0.6, 0, 150, "wave", shirt=TEAL, pants="#8A7763", style="short")
    person(-3.9, 0.1, 0, 115, "rest", shirt="#F1EDE4", pants=NAVY, style="bun", skirt=True)
    for k in range(3):
        points = [(-11 + 22 * t / 8, 0.6 + k * 1.1, 5.3 - 0.55 * math.sin(math.pi * (t % 4) / 4) + k * 0.15) for t in range(9)]
        tube(points, 0.01, CHARCOAL)
        for px, py, pz in points[1:-1]:
            ball((px, py, pz - 0.1), 0.075, paint("#FFE0A0", glow=2.5))
    plant(-8.4, 1.6, 0, 1.8)
    camera((1.9, -9.2, 3.5), (0.7, 2.0, 1.95), 34)
    return 0.92


def note_board(width, height, picture=None):
    """A board of ideas: sticky notes round a picture."""
    box((0, 0, 0), (width, 0.08, height), "#F3EEE3", soft=0.02)
    box((0, 0.01, -0.05), (width + 0.12, 0.06, height + 0.1), WOOD, soft=0.02)
    if picture:
        panel((0, -0.045, height / 2), height * 0.8 * 4 / 3, height * 0.8, screen(picture, 0.9))
    columns, rows = int(width / 0.27), int(height / 0.27)
    for c in range(columns):
        for r in range(rows):
            x, z = -width / 2 + 0.16 + c * (width - 0.32) / (columns - 1), 0.16 + r * (height - 0.32) / (rows - 1)
            if (picture and abs(x) < height * 0.8 * 2 / 3 + 0.13) or rng.random() < 0.2:
                continue
            box((x, -0.05, z - 0.09), (0.19, 0.008, 0.19), rng.choice(["#F6CE63", "#F3A183", "#9AD6C8", "#BFE08F", "#A9C9EA", "#F6CE63"]), soft=0, tilt=(rng.uniform(2, 9), rng.uniform(-5, 5)))


def ideas(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(42, -44, 2.8)
    floor(20, 16, planks("#DDB78A", "#CFA675", "#AE865A", 0.26))
    outdoors(8, 30, 8, 5)
    window_wall(-9, 3.4, -3.3, 3.4, 5.4, 3, sill=0.4, head=0.8, material="#E9B79B", frame=CHARCOAL, bars=2)
    wall(-3.3, 3.4, 9, 3.4, 5.4, TEAL)
    with place(1.0, 3.3, 0.85):
        note_board(6.0, 2.1, screens + "/bulb.png")
    person(-1.0, 2.55, 0, 175, "point", shirt=MUSTARD, pants=NAVY, style="short", hair="#2B211C")
    person(3.4, 2.5, 0, 165, "wave", shirt=CORAL, pants=CHARCOAL, style="long", hair="#8C5B32")
    person(2.3, 1.5, 0, -35, "talk", shirt="#F1EDE4", pants=TEAL_DARK, style="bun", hair="#3A2D2A", skirt=True)
    person(0.9, 1.3, 0, 40, "hold", shirt=TEAL_LIGHT, pants="#8A7763", style="short", hair="#5A3A26")
    rug(0.6, -0.4, 5.6, 3.6, "#E9D9BC")
    round_table(0.9, -0.6, 0.75, 0.45, "#F1E4CC")
    for i in range(5):
        box((0.5 + i * 0.18, -0.75 + 0.13 * (i % 3), 0.45), (0.13, 0.13, 0.02), ["#F6CE63", "#9AD6C8", "#F3A183", "#A9C9EA", "#BFE08F"][i], turn=i * 17, soft=0)
    laptop(1.2, -0.5, 0.45, 25)
    cup(0.55, -0.3, 0.45, CORAL)
    for x, y, tone, turn in ((-0.55, -0.75, MUSTARD, 70), (2.35, -0.6, CORAL, -70), (0.9, 0.55, TEAL_LIGHT, 0)):
        pouf(x, y, tone, 0.4, 0.42)
        if tone != TEAL_LIGHT:
            person(x, y, -0.06, turn, "reach" if tone == CORAL else "talk", sit=True)
    armchair(-3.2, 0.6, 55, "#6F8FB8")
    person(-3.2, 0.6, -0.04, 55, "type", sit=True, shirt=TEAL, style="long", pants=CHARCOAL)
    plant(-4.6, 2.2, 0, 1.7)
    plant(5.0, 2.2, 0, 1.8, pot=MUSTARD)
    for i in range(3):
        pendant(-1.0 + i * 2.0, 1.2, 3.35, 8, 0.2, shade=[CORAL, MUSTARD, TEAL_LIGHT][i])
    camera((1.7, -6.6, 2.4), (0.5, 1.2, 1.45), 34)
    return 0.92


SCENES = {"university": university, "university-vr-trainers": trainers, "molodezh": molodezh, "molodezh-ideas": ideas}
