"""Shells of rooms and buildings: floors, walls with windows, roofs left open so that daylight falls in."""
from studio import *  # noqa: F403
from props import *   # noqa: F403


def floor(width, depth, material, at=(0, 0)):
    box((at[0], at[1], -0.1), (width, depth, 0.1), material, soft=0)


def wall(x0, y0, x1, y1, height, material=CREAM, thick=0.18, base="#E9DFCC", low=0.0):
    """A wall whose inner face runs from (x0, y0) to (x1, y1); the room is on the right-hand side of that way."""
    length, angle = math.hypot(x1 - x0, y1 - y0), math.degrees(math.atan2(y1 - y0, x1 - x0))
    with place(x0, y0, low, angle):
        box((length / 2, thick / 2, 0), (length, thick, height), material, soft=0.005)
        if base and not low:
            box((length / 2, -0.01, 0), (length, 0.025, 0.1), base, soft=0.004)


def window_wall(x0, y0, x1, y1, height, count, sill=0.5, head=0.5, pier=0.35, material=CREAM, frame="#FFFFFF", bars=1, thick=0.22, pane=None):
    length, angle = math.hypot(x1 - x0, y1 - y0), math.degrees(math.atan2(y1 - y0, x1 - x0))
    with place(x0, y0, 0, angle):
        if sill:
            box((length / 2, thick / 2, 0), (length, thick, sill), material, soft=0.004)
            box((length / 2, -0.03, sill), (length, thick * 0.9, 0.04), frame, soft=0.01)
        box((length / 2, thick / 2, height - head), (length, thick, head), material, soft=0.004)
        span, tall = (length - pier * (count + 1)) / count, height - head - sill
        for i in range(count + 1):
            box((pier / 2 + i * (span + pier), thick / 2, sill), (pier, thick, tall), material, soft=0.004)
        for i in range(count):
            left = pier + i * (span + pier)
            for x in (left + 0.03, left + span - 0.03):
                box((x, thick * 0.6, sill), (0.06, 0.08, tall), frame, soft=0.01)
            for z in (sill, sill + tall - 0.06, sill + tall * 0.72):
                box((left + span / 2, thick * 0.6, z), (span, 0.08, 0.06), frame, soft=0.01)
            for k in range(bars):
                box((left + span * (k + 1) / (bars + 1), thick * 0.6, sill), (0.05, 0.07, tall), frame, soft=0.01)
            if pane:
                box((left + span / 2, thick * 0.62, sill), (span, 0.01, tall), pane, soft=0)


def slats(x0, y0, x1, y1, height, material=WOOD, step=0.16, low=0.0, depth=0.06, wide=0.07):
    """Wooden slats along a wall."""
    length, angle = math.hypot(x1 - x0, y1 - y0), math.degrees(math.atan2(y1 - y0, x1 - x0))
    with place(x0, y0, low, angle):
        x = step / 2
        while x < length:
            box((x, -depth / 2, 0), (wide, depth, height), material, soft=0.01)
            x += step


def rug(x, y, width, depth, colour, round_=False):
    if round_:
        cylinder((x, y, 0), width / 2, 0.02, mottled(colour, colour_mix(colour, "#FFFFFF", 0.12), 30), soft=0.008)
    else:
        box((x, y, 0), (width, depth, 0.02), mottled(colour, colour_mix(colour, "#FFFFFF", 0.12), 30), soft=0.008)


def colour_mix(a, b, share):
    return "#" + "".join(f"{round(int(a[i:i + 2], 16) * (1 - share) + int(b[i:i + 2], 16) * share):02X}" for i in (1, 3, 5))


def outdoors(y=12, width=40, trees=9, height=5.0, spread=3.0):
    """Lawn and trees beyond the windows."""
    box((0, y + 20, -0.3), (width * 3, 44, 0.1), mottled("#A9CF8E", "#BEDC9E", 0.3), soft=0)
    for i in range(trees):
        tree(-width / 2 + width * (i + 0.5) / trees + rng.uniform(-0.6, 0.6), y + rng.uniform(0, spread), -0.3, height * rng.uniform(0.8, 1.2))


def picture_wall(x, y, z, width, height, picture, turn=0.0, glow=1.0, frame="#20282D"):
    with place(x, y, z, turn):
        box((0, 0.04, -height / 2 - 0.05), (width + 0.1, 0.08, height + 0.1), frame, soft=0.02)
        panel((0, -0.005, 0), width, height, screen(picture, glow))


def stairs_tier(x, y, width, depth, height, material):
    box((x, y, 0), (width, depth, height), material, soft=0.015)
