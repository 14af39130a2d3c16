#!/usr/bin/env python3
"""The real kiosk with 20,000 people on its roster: how soon its first frame is there, and what it costs while nobody comes. Prints
one line of JSON, which `otmetka-bench kiosk` reads."""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import panel  # noqa: E402
import programs  # noqa: E402

PEOPLE, STARTS, IDLE_S, SETTLE_S = 20_000, 7, 60, 8


def crowd(package):
    """The people of the sample again and again, with other numbers at the end of their names, each with a photo."""
    faces = small_faces(package / "photos")
    file = package / "people.toml"
    head, *people = file.read_text().split("[[person]]")
    out = [head]
    for number in range(PEOPLE):
        lines = people[number % len(people)].rstrip().split("\n")
        out.append("\n".join(line.replace('family = "', f'family = "{letters(number)}', 1).replace(
            'name = "', f'name = "n{number}-', 1) if line.startswith(("family", "name")) else line for line in lines
            if not line.startswith(("photo", "pair"))) + f'\nphoto = "p{number}.jpg"\n\n')
        os.link(faces[number % len(faces)], package / f"photos/p{number}.jpg")
    file.write_text("[[person]]".join(out))


def small_faces(folder):
    """Those of the sample as phones send them on, out of the package."""
    out = []
    for photo in sorted(folder.glob("*.jpg")):
        out.append(folder.parent.parent / f"face-{photo.name}")
        subprocess.run(["convert", photo, "-resize", "240x320", "-quality", "85", out[-1]], check=True)
        photo.unlink()
    return out


def letters(number):
    return "".join("АБВГДЕЖЗИК"[int(digit)] for digit in f"{number:05}").capitalize()


def first_frame_ms(door, offset):
    start = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    before = len(door.trace())
    door.start(offset=offset)
    return (door.wait_for("attract", "screen", before, name="attract")["t"] - start) / 1e6


def measure():
    today = datetime.datetime.now(datetime.timezone.utc).date()
    world = programs.World(programs.seconds_to(today, "09:35"))
    try:
        central = world.central().start()
        package = world.package()
        crowd(package)
        central.load(package, "today")
        display = panel.Display(world, (1920, 1080))
        kiosk = world.kiosk(central)
        if kiosk.once().code != 0:
            raise AssertionError("the roster did not come")
        door = panel.Panel(kiosk, display)
        starts = []
        for number in range(STARTS):
            starts.append(first_frame_ms(door, world.offset + number))
            if number + 1 < STARTS:
                door.stop()
        time.sleep(SETTLE_S)
        before = door.program.cpu_s()
        time.sleep(IDLE_S)
        out = {"first_frame_ms": starts, "idle_percent": 100 * (door.program.cpu_s() - before) / IDLE_S,
               "resident_mib": door.program.memory() / 2**20, "people": PEOPLE}
        door.stop()
        display.close()
        return out
    finally:
        world.close()


def main():
    missing = panel.missing_tools()
    if missing:
        print(f"missing: {', '.join(missing)}", file=sys.stderr)
        return 1
    print(json.dumps(measure()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
