"""People, furniture, greenery: what stands in more than one picture."""
import math

from studio import *  # noqa: F403 - the vocabulary of every scene
from studio import rng


# --- people ------------------------------------------------------------------------------------------------------

def _head(skin, hair, style, top, headset):
    with place(0, 0, top):
        cylinder((0, 0.005, -0.1), 0.05, 0.12, skin)
        ball((0, 0, 0.13), 0.135, skin, (0.92, 0.98, 1.08))
        ball((0, -0.135, 0.115), 0.017, skin)
        for side in (-1, 1):
            ball((side * 0.048, -0.121, 0.142), 0.013, "#2A2422", (1, 0.6, 1.25))
            ball((side * 0.125, 0.005, 0.125), 0.026, skin, (0.6, 1, 1.2))
        ball((0, 0.022, 0.172), 0.141, hair, (0.98, 0.98, 0.90))
        if style == "long":
            ball((0, 0.065, 0.07), 0.135, hair, (1.02, 0.7, 1.35))
        elif style == "bun":
            ball((0, 0.11, 0.27), 0.06, hair)
        elif style == "scarf":
            ball((0, 0.03, 0.14), 0.15, TEAL_LIGHT, (1.0, 0.95, 1.12))
            ball((0, 0.03, -0.02), 0.12, TEAL_LIGHT, (1.05, 0.9, 0.6))
        elif style == "grey":
            ball((0, 0.03, 0.18), 0.143, "#B9B5AE", (0.98, 0.98, 0.88))
        if headset:
            box((0, -0.125, 0.095), (0.225, 0.11, 0.115), "#F4F4F0", soft=0.035)
            box((0, -0.178, 0.108), (0.19, 0.02, 0.085), paint("#1D2B33", 0.15), soft=0.01)
            lathe((0, 0.01, 0.13), [(0.142, 0), (0.15, 0.01), (0.15, 0.035), (0.142, 0.045)], CHARCOAL)


ARMS = {  # elbow and hand of the right arm, of the left arm, as (out, forward, height over the hip)
    "rest": ((0.045, 0.0, 0.24), (0.02, 0.07, 0.02), (0.045, 0.0, 0.24), (0.02, 0.07, 0.02)),
    "wave": ((0.16, 0.04, 0.42), (0.2, 0.1, 0.72), (0.045, 0.0, 0.24), (0.02, 0.07, 0.02)),
    "point": ((0.1, 0.16, 0.36), (0.12, 0.42, 0.48), (0.045, 0.0, 0.24), (0.02, 0.07, 0.02)),
    "side": ((0.17, 0.05, 0.36), (0.42, 0.12, 0.48), (0.045, 0.0, 0.24), (0.02, 0.07, 0.02)),
    "reach": ((0.05, 0.17, 0.3), (0.0, 0.42, 0.36), (0.05, 0.17, 0.3), (0.0, 0.42, 0.36)),
    "type": ((0.06, 0.08, 0.22), (-0.03, 0.34, 0.22), (0.06, 0.08, 0.22), (-0.03, 0.34, 0.22)),
    "hold": ((0.05, 0.06, 0.24), (-0.07, 0.27, 0.3), (0.05, 0.06, 0.24), (-0.07, 0.27, 0.3)),
    "talk": ((0.08, 0.08, 0.26), (0.08, 0.3, 0.42), (0.05, 0.0, 0.24), (0.02, 0.12, 0.1)),
    "explore": ((0.12, 0.12, 0.36), (0.16, 0.4, 0.52), (0.1, 0.14, 0.28), (0.1, 0.4, 0.28)),
    "cheer": ((0.14, 0.04, 0.52), (0.12, 0.06, 0.84), (0.14, 0.04, 0.52), (0.12, 0.06, 0.84)),
}


def person(x, y, z=0.0, turn=0.0, pose="rest", sit=False, shirt=None, pants=None, skin=None, hair=None, style=None,
           headset=False, vest=None, skirt=False, size=1.0, lean=0.0):
    shirt, pants = shirt or rng.choice(CLOTHES), pants or rng.choice([NAVY, CHARCOAL, "#5E6B73", "#8A7763", "#3C5A6B"])
    skin, hair = skin or rng.choice(SKINS), hair or rng.choice(HAIRS)
    style = style or rng.choice(["short", "short", "long", "bun", "short", "long"])
    with place(x, y, z, turn, size):
        hip = 0.5 if sit else 0.84
        for side in (-1, 1):
            if sit:
                tube([(side * 0.085, 0.0, 0.52), (side * 0.095, -0.24, 0.545), (side * 0.1, -0.42, 0.5), (side * 0.1, -0.44, 0.26), (side * 0.1, -0.43, 0.1)],
                     [0.088, 0.085, 0.074, 0.062, 0.055], pants)
                ball((side * 0.1, -0.5, 0.045), 0.06, "#33302E", (0.85, 1.7, 0.75))
            else:
                tube([(side * 0.075, 0, 0.82), (side * 0.09, -0.01, 0.48), (side * 0.095, 0.01, 0.1)], [0.078, 0.072, 0.056], pants)
                ball((side * 0.097, -0.05, 0.045), 0.06, "#33302E", (0.85, 1.75, 0.75))
        if skirt and not sit:
            lathe((0, 0, 0.5), [(0.2, 0), (0.205, 0.01), (0.17, 0.36), (0, 0.4)], pants, scale=(1, 0.8, 1))
        with place(0, 0, hip):
            body = [(0, -0.1), (0.14, -0.095), (0.176, -0.06), (0.172, 0.1), (0.166, 0.2), (0.19, 0.36), (0.2, 0.46), (0.185, 0.53), (0.13, 0.585), (0.06, 0.61), (0, 0.615)]
            lathe((0, 0, 0), body, shirt, scale=(1, 0.7, 1), turn=(lean, 0, 0))
            if vest:
                lathe((0, 0, 0.02), [(0.178, 0), (0.18, 0.1), (0.176, 0.2), (0.2, 0.34), (0.208, 0.44), (0.19, 0.52), (0.14, 0.575)], vest, scale=(1, 0.71, 1), turn=(lean, 0, 0))
            drop = 0.55 * math.sin(math.radians(lean))
            re, rh, le, lh = ARMS[pose]
            for side, elbow, hand in ((-1, re, rh), (1, le, lh)):
                pts = [(side * 0.185, -drop, 0.5), (side * (0.195 + elbow[0]), -elbow[1] - drop * 0.6, elbow[2]), (side * (0.195 + hand[0]), -hand[1] - drop * 0.5, hand[2])]
                tube(pts, [0.062, 0.053, 0.045], shirt)
                ball(pts[2], 0.055, skin)
            with place(0, -drop, 0):
                _head(skin, hair, style, 0.64, headset)


# --- furniture ---------------------------------------------------------------------------------------------------

def chair(x, y, turn=0.0, z=0.0, colour=TEAL, legs="#D8D5CE"):
    with place(x, y, z, turn):
        box((0, 0, 0.42), (0.46, 0.45, 0.06), colour, soft=0.03)
        box((0, 0.22, 0.5), (0.44, 0.05, 0.4), colour, soft=0.025, tilt=(-8, 0))
        for sx in (-1, 1):
            tube([(sx * 0.19, -0.18, 0.43), (sx * 0.22, -0.21, 0.02)], 0.018, paint(legs, 0.3, 0.6), straight=True)
            tube([(sx * 0.19, 0.19, 0.43), (sx * 0.22, 0.23, 0.02)], 0.018, paint(legs, 0.3, 0.6), straight=True)
            tube([(sx * 0.16, 0.21, 0.43), (sx * 0.16, 0.245, 0.6)], 0.018, paint(legs, 0.3, 0.6), straight=True)


def office_chair(x, y, turn=0.0, colour=TEAL, z=0.0):
    with place(x, y, z, turn):
        box((0, 0, 0.43), (0.5, 0.48, 0.09), colour, soft=0.04)
        box((0, 0.25, 0.55), (0.46, 0.07, 0.52), colour, soft=0.035, tilt=(-8, 0))
        box((0, 0.26, 0.46), (0.08, 0.04, 0.25), CHARCOAL)
        cylinder((0, 0, 0.1), 0.03, 0.34, paint("#C9C9C6", 0.3, 0.8))
        for i in range(5):
            a = math.radians(72 * i + 20)
            tube([(0, 0, 0.12), (0.27 * math.cos(a), 0.27 * math.sin(a), 0.07)], 0.022, CHARCOAL, straight=True)
            ball((0.28 * math.cos(a), 0.28 * math.sin(a), 0.035), 0.035, CHARCOAL)


def armchair(x, y, turn=0.0, colour=MUSTARD, width=0.8, z=0.0):
    with place(x, y, z, turn):
        box((0, 0, 0.16), (width, 0.75, 0.26), colour, soft=0.07)
        box((0, 0.32, 0.2), (width, 0.2, 0.62), colour, soft=0.08)
        for s in (-1, 1):
            box((s * (width / 2), 0, 0.16), (0.16, 0.78, 0.42), colour, soft=0.07)
            for q in (-1, 1):
                cylinder((s * (width / 2 - 0.05), q * 0.28, 0), 0.025, 0.18, WOOD_DARK)


def pouf(x, y, colour=CORAL, radius=0.3, height=0.4, z=0.0):
    lathe((x, y, z), [(0, 0), (radius * 0.85, 0), (radius, height * 0.2), (radius * 1.03, height * 0.5), (radius, height * 0.82), (radius * 0.8, height * 0.98), (0, height)], colour)


def table(x, y, size=(1.6, 0.75), height=0.74, top=WOOD, legs="#E9E6DF", turn=0.0, z=0.0):
    with place(x, y, z, turn):
        box((0, 0, height - 0.045), (size[0], size[1], 0.045), top, soft=0.012)
        for sx in (-1, 1):
            for sy in (-1, 1):
                tube([(sx * (size[0] / 2 - 0.12), sy * (size[1] / 2 - 0.1), height - 0.04), (sx * (size[0] / 2 - 0.07), sy * (size[1] / 2 - 0.06), 0.01)], 0.024, legs, straight=True)


def round_table(x, y, radius=0.5, height=0.72, top=WOOD, z=0.0):
    cylinder((x, y, z + height - 0.04), radius, 0.04, top)
    cylinder((x, y, z), 0.04, height - 0.03, "#EDEAE4")
    cylinder((x, y, z), radius * 0.55, 0.025, "#EDEAE4")


def laptop(x, y, z, turn=0.0, picture=None):
    with place(x, y, z, turn):
        box((0, 0, 0), (0.34, 0.24, 0.018), "#D6D8D8", soft=0.006)
        box((0, 0.12, 0.015), (0.34, 0.012, 0.22), "#C5C9CA", soft=0.005, tilt=(-14, 0))
        panel((0, 0.138, 0.125), 0.31, 0.19, screen(picture) if picture else paint("#BDE3DE", glow=0.6), tilt=14)


def monitor(x, y, z, turn=0.0, size=(0.62, 0.36), picture=None, stand=True, frame="#20282D"):
    with place(x, y, z, turn):
        lift = 0.14 if stand else 0.0
        if stand:
            cylinder((0, 0.05, 0), 0.1, 0.015, "#B9BEC0")
            box((0, 0.06, 0), (0.05, 0.03, 0.26), "#B9BEC0")
        box((0, 0.02, lift), (size[0], 0.035, size[1]), frame, soft=0.01)
        panel((0, -0.001, lift + size[1] / 2), size[0] - 0.03, size[1] - 0.03, screen(picture) if picture else paint("#BDE3DE", glow=0.6))


def cup(x, y, z, colour=WHITE):
    cylinder((x, y, z), 0.038, 0.09, colour, top=0.042)


def paper(x, y, z, turn=0.0):
    box((x, y, z), (0.21, 0.29, 0.004), "#FBFAF6", turn=turn, soft=0)


def books(x, y, z, count=6, turn=0.0):
    with place(x, y, z, turn):
        step = 0.0
        for _ in range(count):
            thick, tall = rng.uniform(0.025, 0.05), rng.uniform(0.2, 0.29)
            box((step + thick / 2, 0, 0), (thick, 0.17, tall), rng.choice(CLOTHES + [WHITE, SAND]), soft=0.004)
            step += thick + 0.003


def shelf(x, y, turn=0.0, width=1.6, height=2.0, rows=4, z=0.0, wood="#E5C79B"):
    with place(x, y, z, turn):
        for side in (-1, 1):
            box((side * width / 2, 0, 0), (0.04, 0.34, height), wood, soft=0.008)
        box((0, 0.16, 0), (width, 0.02, height), "#F1E4CC", soft=0)
        for i in range(rows + 1):
            level = 0.06 + (height - 0.1) * i / rows
            box((0, 0, level), (width, 0.34, 0.035), wood, soft=0.008)
            if i < rows:
                kind = rng.random()
                books(-width / 2 + 0.08 + rng.uniform(0, width * 0.25), 0, level + 0.035, rng.randint(4, 9))
                if kind < 0.5:
                    plant(width * 0.28, 0, level + 0.035, 0.3, leaves=9)
                else:
                    box((width * 0.28, 0, level + 0.035), (0.3, 0.26, 0.2), rng.choice([TEAL_LIGHT, SAND, MUSTARD]), soft=0.015)


def pendant(x, y, drop, top=6.0, radius=0.22, colour="#FFF0D2", shade=None, glow=2.2):
    tube([(x, y, drop + radius), (x, y, top)], 0.008, CHARCOAL, straight=True)
    if shade:
        lathe((x, y, drop), [(radius, 0), (radius * 0.96, 0.06), (radius * 0.5, radius * 0.9), (0.05, radius * 1.15), (0.0, radius * 1.2)], shade)
        ball((x, y, drop + 0.07), radius * 0.5, paint(colour, glow=glow))
    else:
        ball((x, y, drop), radius, paint(colour, glow=glow))


def kiosk(x, y, turn=0.0, picture=None):
    """The product itself: a touch kiosk on a slim foot."""
    with place(x, y, 0, turn):
        box((0, 0, 0), (0.5, 0.4, 0.03), WHITE, soft=0.012)
        box((0, 0.04, 0), (0.22, 0.1, 1.0), WHITE, soft=0.03)
        with place(0, -0.02, 1.0):
            box((0, 0, 0), (0.66, 0.06, 0.46), "#20282D", soft=0.02, tilt=(-28, 0))
            panel((0, 0.075, 0.216), 0.61, 0.41, screen(picture) if picture else paint(TEAL_LIGHT, glow=0.8), tilt=28)


# --- greenery ----------------------------------------------------------------------------------------------------

def plant(x, y, z=0.0, height=1.0, leaves=22, pot=WHITE, green=("#4E8F63", "#6FAE74", "#3C7A5B")):
    with place(x, y, z, rng.uniform(0, 360), height):
        lathe((0, 0, 0), [(0, 0), (0.15, 0), (0.165, 0.02), (0.2, 0.3), (0.19, 0.32), (0.17, 0.31), (0.16, 0.27), (0, 0.27)], pot)
        for i in range(leaves):
            a, up = i * 2.39996, 0.35 + 0.75 * (i / leaves)
            reach, size = 0.34 * (1.15 - i / leaves), rng.uniform(0.8, 1.15)
            px, py = math.cos(a) * reach, math.sin(a) * reach
            tube([(0, 0, 0.27), (px * 0.45, py * 0.45, up * 0.75), (px, py, up * 0.92)], 0.008, green[2])
            ball((px * 1.2, py * 1.2, up * 0.95), 0.16 * size, green[i % 3], (0.95, 0.5, 0.14), (0, 28, math.degrees(a)))


GREENS = ["#7DB56A", "#69A866", "#92C274", "#5A9A66", "#A9CC7A"]


def tree(x, y, z=0.0, height=6.0, tone=None, turn=None):
    tone = tone or rng.choice(GREENS)
    with place(x, y, z, rng.uniform(0, 360), height / 6):
        tube([(0, 0, 0), (0.05, 0.02, 1.4), (0, 0.1, 3.2)], [0.16, 0.11, 0.07], "#8A6A4C")
        for dx, dy, up, r in ((0, 0, 3.6, 1.35), (0.85, 0.2, 3.1, 0.95), (-0.8, 0.3, 3.2, 1.0), (0.1, -0.8, 3.0, 0.95), (0.2, 0.7, 3.3, 1.0), (0.1, 0.05, 4.7, 0.95), (-0.4, -0.4, 4.2, 0.9)):
            foliage((dx, dy, up), r, tone)


def foliage(at, radius, tone):
    """A bumpy ball of leaves."""
    key = ("foliage", rng.randint(0, 2))

    def build(shape):
        import bmesh
        from mathutils import Vector, noise
        bmesh.ops.create_icosphere(shape, subdivisions=5, radius=1.0)
        for v in shape.verts:
            v.co *= 1 + 0.16 * noise.noise(v.co * 3.1 + Vector((key[1] * 7, 0, 0))) + 0.09 * noise.noise(v.co * 8.0)
    from studio import _mesh
    put(_mesh(key, build), mottled(tone, _lighter(tone), 1.2, 0.85), at, (rng.uniform(0, 360), 0, rng.uniform(0, 360)), (radius,) * 3)


def _lighter(colour):
    return "#" + "".join(f"{min(255, int(int(colour[i:i + 2], 16) * 1.14 + 6)):02X}" for i in (1, 3, 5))


def fir(x, y, z=0.0, height=5.0, tone="#4B8A6C"):
    with place(x, y, z, 0, height / 5):
        cylinder((0, 0, 0), 0.14, 1.0, "#80624A")
        for i, (low, r) in enumerate(((0.6, 1.25), (1.6, 1.02), (2.6, 0.78), (3.5, 0.52))):
            lathe((0, 0, low), [(0, 0.12), (r * 0.9, 0), (r, 0.04), (r * 0.96, 0.12), (0.09, 1.5), (0, 1.55)], tone)


def bush(x, y, z=0.0, radius=0.6, tone=None):
    tone = tone or rng.choice(GREENS)
    for dx, dy, r in ((0, 0, 1), (0.7, 0.1, 0.72), (-0.65, 0.2, 0.78)):
        foliage((x + dx * radius, y + dy * radius, z + radius * r * 0.55), radius * r, tone)


def cloud(x, y, z, size=1.0):
    for dx, up, r in ((0, 0, 1.0), (1.1, -0.12, 0.75), (-1.15, -0.15, 0.8), (0.45, 0.4, 0.72), (-0.5, 0.32, 0.7), (1.9, -0.3, 0.45), (-1.95, -0.3, 0.48)):
        ball((x + dx * size, y, z + up * size), r * size, paint("#FFFFFF", 1.0, glow=0.35), (1.1, 0.8, 0.62))
