"""An ordinary institution's meeting room and a town hall's council chamber."""
from rooms import *  # noqa: F403
from rooms import rng


def office_a(screens):
    sky("#FDF4E6", "#BFE0E4")
    sun(42, -56, 2.9)
    floor(24, 18, planks())
    outdoors(9.5, 36, 10, 6)
    window_wall(-11, 4.6, 2.6, 4.6, 6.8, 6, sill=0.85, head=1.3, pier=0.5)
    wall(2.6, 4.6, 12, 4.6, 6.8, TEAL)
    picture_wall(4.6, 4.5, 2.35, 3.2, 1.8, screens + "/board-1.png")
    rug(-0.6, 0.7, 8.6, 5.0, "#BFDAD4")
    prism([(-3.6, -0.75), (3.6, -0.75), (3.9, 0), (3.6, 0.75), (-3.6, 0.75), (-3.9, 0)], 0.07, "#DDAE76", (-0.6, 0.7, 0.7), soft=0.03)
    for x in (-2.8, -0.6, 1.6):
        box((x, 0.7, 0.02), (0.7, 0.6, 0.68), "#F2EEE4", soft=0.04)
    sits = [dict(shirt=CORAL, style="long"), dict(shirt=NAVY, style="short"), None, dict(shirt=MUSTARD, style="bun"), dict(shirt="#6F8FB8", style="grey")]
    for i, look in enumerate(sits):
        x = -3.5 + i * 1.45
        office_chair(x, 1.85, 0, TEAL)
        if look:
            person(x, 1.8, 0.02, rng.uniform(-14, 24), rng.choice(["type", "talk", "hold"]), sit=True, **look)
        paper(x, 1.15, 0.775, rng.uniform(-12, 12))
        if i % 2:
            laptop(x, 1.05, 0.77, 180)
        else:
            cup(x + 0.25, 1.0, 0.77, (CORAL, MUSTARD, WHITE)[i % 3])
    for i, look in enumerate([dict(shirt=TEAL_LIGHT, style="short"), None, dict(shirt="#F1EDE4", style="bun"), dict(shirt="#B7566B", style="short")]):
        x = -2.8 + i * 1.45
        office_chair(x, -0.5, 180, TEAL)
        if look:
            person(x, -0.46, 0.02, 180 + rng.uniform(-24, 6), rng.choice(["type", "hold"]), sit=True, **look)
        paper(x, 0.25, 0.775, rng.uniform(-12, 12))
    for x in (-1.9, 0.4):
        lathe((x, 0.7, 0.77), [(0, 0), (0.06, 0), (0.075, 0.1), (0.05, 0.2), (0.03, 0.24), (0, 0.24)], paint("#D6EEEA", 0.05, coat=1.0))
    with place(-0.75, 0.7, 0.77, 0, 0.5):
        plant(0, 0, 0, 0.7)
    person(3.15, 3.1, 0, -5, "side", shirt=TEAL_DARK, style="short", pants=CHARCOAL, hair="#5A3A26")
    kiosk(6.0, 1.2, 10, screens + "/kiosk.png")
    box((-6.4, 4.1, 0), (3.4, 0.5, 0.8), WOOD, soft=0.02)
    books(-7.6, 4.1, 0.8, 9)
    plant(-5.4, 4.1, 0.8, 0.6)
    plant(-7.2, 1.8, 0, 1.8, pot=MUSTARD)
    plant(7.2, 3.4, 0, 1.8)
    for i in range(4):
        pendant(-3.6 + i * 2.0, 0.7, 3.35, 9, 0.3, shade=(TEAL, MUSTARD)[i % 2])
    camera((2.6, -7.6, 3.4), (0.5, 1.5, 1.5), 33)
    return 0.92


def flag(x, y, tone, stripe):
    """A flag of no country: three bands of the picture's own colours."""
    cylinder((x, y, 0), 0.2, 0.06, MUSTARD)
    cylinder((x, y, 0.05), 0.025, 2.75, MUSTARD)
    ball((x, y, 2.85), 0.06, MUSTARD)
    for k, colour in enumerate((tone, stripe, tone)):
        tube([(x + 0.1 + k * 0.13, y - 0.05, 2.66), (x + 0.13 + k * 0.12, y - 0.07, 2.0), (x + 0.06 + k * 0.13, y - 0.05, 1.25)], [0.07, 0.085, 0.1], colour)


def home_hall(screens):
    sky("#FDF1E0", "#BFE0E4")
    sun(47, -46, 2.9)
    floor(30, 24, planks("#C98F58", "#BD8350", "#9A6A42", 0.2, 1.0))
    outdoors(11, 40, 10, 6)
    for x0, x1 in ((-14, -3.8), (4.4, 14.6)):
        window_wall(x0, 6.0, x1, 6.0, 8, 4, sill=0.9, head=1.5, pier=0.7, material="#F3E8D2")
    wall(-3.8, 6.0, 4.4, 6.0, 8, "#F3E8D2")
    box((0.3, 5.9, 0), (6.6, 0.2, 5.2), planks("#D9A66C", "#CF9A60", "#B07E4A", 0.6, 8.0), soft=0.03)
    slats(-2.9, 5.82, 3.5, 5.82, 5.2, "#C98F58", 0.26, 0, 0.08, 0.08)
    picture_wall(0.3, 5.62, 3.2, 3.4, 1.9, screens + "/map-light.png", frame=WOOD_DARK)
    for x in (-3.5, 4.1):
        with place(x, 5.6, 0):
            lathe((0, 0, 0), [(0, 0), (0.36, 0), (0.36, 0.3), (0.3, 0.36), (0.27, 0.5), (0.23, 6.2), (0.3, 6.4), (0.36, 6.6), (0, 6.6)], "#FBF5E8")
    flag(-2.75, 4.7, TEAL, WHITE)
    flag(3.1, 4.7, MUSTARD, WHITE)
    box((0.3, 4.3, 0), (7.6, 2.3, 0.3), "#B97E4B", soft=0.03)
    rug(0.3, 0.0, 2.4, 8.6, TEAL)
    box((0.3, 3.9, 0.3), (4.6, 0.75, 0.78), "#C98F58", soft=0.03)
    box((0.3, 3.85, 1.08), (4.9, 0.95, 0.06), "#E0B47E", soft=0.02)
    for x in (-1.2, 0.3, 1.8):
        box((x, 3.5, 0.42), (1.1, 0.04, 0.52), TEAL, soft=0.01)
    for x, look in ((-1.2, dict(shirt=NAVY, style="short", hair="#6E6A66")), (0.3, dict(shirt=TEAL_DARK, style="bun", hair="#5A3A26")), (1.8, dict(shirt="#5E6B73", style="grey"))):
        box((x, 4.75, 0.6), (0.7, 0.14, 1.15), TEAL, soft=0.06)
        person(x, 4.5, 0.22, 0, "hold", sit=True, **look)
        tube([(x + 0.25, 3.85, 1.14), (x + 0.25, 3.95, 1.3), (x + 0.2, 4.05, 1.42)], 0.012, CHARCOAL)
        paper(x - 0.1, 3.9, 1.142, 8)
    with place(3.2, 2.6, 0, -14):
        box((0, 0, 0), (0.8, 0.6, 0.08), "#B97E4B", soft=0.02)
        box((0, 0, 0.05), (0.62, 0.42, 1.0), "#C98F58", soft=0.03)
        box((0, 0, 1.04), (0.78, 0.55, 0.06), "#E0B47E", soft=0.02, tilt=(12, 0))
        box((0, -0.225, 0.3), (0.4, 0.03, 0.5), TEAL, soft=0.01)
        tube([(0.1, -0.05, 1.1), (0.1, -0.02, 1.3), (0.08, 0.1, 1.38)], 0.012, CHARCOAL)
    person(3.3, 3.2, 0, -10, "talk", shirt=CORAL, style="long", hair="#3A2D2A", pants=NAVY)
    rows = ((4.1, 7, 30), (6.0, 9, 34))
    taken = 0
    for radius, count, half in rows:
        for i in range(count):
            share = i / (count - 1) * 2 - 1
            if abs(share) < 0.12:
                continue
            a = share * 1.06
            x, y = 0.3 + radius * math.sin(a) * 1.05, 3.6 - radius * math.cos(a)
            with place(x, y, 0, math.degrees(a) + 180):
                lift = 0.16 if radius > 5 else 0.0
                if lift:
                    box((0, 0.3, 0), (1.6, 2.0, lift), "#B97E4B", soft=0.02)
                box((0, -0.35, lift), (1.24, 0.06, 0.72), "#C98F58", soft=0.02)
                box((0, -0.15, lift + 0.7), (1.3, 0.5, 0.05), "#E0B47E", soft=0.015)
                for s in (-1, 1):
                    box((s * 0.6, -0.12, lift), (0.05, 0.45, 0.7), "#C98F58", soft=0.01)
                box((0, 0.42, lift + 0.3), (0.56, 0.5, 0.16), TEAL, soft=0.05)
                box((0, 0.68, lift + 0.4), (0.56, 0.13, 0.62), TEAL, soft=0.05, tilt=(-6, 0))
                box((0, 0.45, lift), (0.3, 0.3, 0.3), "#B97E4B", soft=0.02)
                paper(0.1, -0.12, lift + 0.75, rng.uniform(-10, 10))
                tube([(-0.35, -0.2, lift + 0.74), (-0.35, -0.14, lift + 0.92), (-0.3, -0.05, lift + 0.98)], 0.01, CHARCOAL)
                if (taken := taken + 1) % 5:
                    person(0, 0.42, lift - 0.05, 0, rng.choice(["hold", "type", "rest"]), sit=True)
    lathe((0.3, 2.4, 5.0), [(1.5, 0), (1.56, 0.04), (1.56, 0.16), (1.5, 0.2), (1.44, 0.16), (1.44, 0.04), (1.5, 0)], paint("#FFEBC4", glow=1.6), sides=64)
    for a in (0, 2.09, 4.19):
        tube([(0.3 + 1.5 * math.cos(a), 2.4 + 1.5 * math.sin(a), 5.1), (0.3, 2.4, 9)], 0.01, CHARCOAL, straight=True)
    plant(-5.6, 4.8, 0, 1.9)
    plant(6.2, 4.8, 0, 1.9)
    camera((1.9, -9.4, 5.0), (0.35, 1.6, 1.6), 33)
    return 0.95


SCENES = {"office-a": office_a, "home-hall": home_hall}
