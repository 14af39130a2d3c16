#!/usr/bin/env python3
"""Scan to green with the real kiosk under Xvfb, beside what it cannot be quicker than: one frame of this machine and one flush of
this disk, both measured in the same run. 40 codes in 60 seconds, as a group comes through a door. Prints one line of JSON, which
`otmetka-bench kiosk` reads."""

import datetime
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import panel  # noqa: E402
import programs  # noqa: E402

SCANS, SECONDS = 40, 60
WARM_UP_S = 2  # its first pictures are being read; nobody stands before a kiosk that has just started


def flush_ms(count=200):
    """One append of 200 bytes and fdatasync, on the disk that the journal was on."""
    with tempfile.TemporaryFile() as file:
        times = []
        for _ in range(count):
            start = time.monotonic()
            os.write(file.fileno(), b"\0" * 200)
            os.fdatasync(file.fileno())
            times.append(1000 * (time.monotonic() - start))
    return statistics.median(times)


def measure():
    today = datetime.datetime.now(datetime.timezone.utc).date()
    world = programs.World(programs.seconds_to(today, "09:35"))
    try:
        central = world.central().start()
        central.load(world.package(), "today")
        codes = list(central.badges().values())
        display = panel.Display(world, (1920, 1080))
        door = panel.Panel(world.kiosk(central), display).start()
        os.sync()  # what setting up wrote, and the measurement before: a flush waits for it, too
        time.sleep(WARM_UP_S)
        for number in range(SCANS):
            if number == len(codes):  # the same people come again, as after another start of the machine
                door.stop()
                door.start(offset=world.offset + 1)
                time.sleep(WARM_UP_S)
            start = time.monotonic()
            door.scan(codes[number % len(codes)])
            time.sleep(max(0, SECONDS / SCANS - (time.monotonic() - start)))
        door.stop()
        display.close()
        return door.trace()
    finally:
        world.close()


def times(lines):
    """Milliseconds of each scan: to the disk, and from there to the verdict on the screen."""
    to_durable, to_green, frames, scan, durable = [], [], [], None, None
    for line in lines:
        if line["ev"] == "scan":
            scan = line["t"]
        elif line["ev"] == "durable" and scan:
            durable = line["t"]
        elif line["ev"] == "verdict" and scan and durable:
            to_durable.append((durable - scan) / 1e6)
            to_green.append((line["t"] - scan) / 1e6)
            frames.append((line["t"] - durable) / 1e6)
            scan = durable = None
    return {"to_durable_ms": to_durable, "to_green_ms": to_green, "frame_ms": frames}


def main():
    missing = panel.missing_tools()
    if missing:
        print(f"missing: {', '.join(missing)}", file=sys.stderr)
        return 1
    lines = measure()
    greens = sum(line["ev"] == "verdict" and line["verdict"] == "green" for line in lines)
    print(json.dumps({**times(lines), "flush_ms": flush_ms(), "scans": SCANS, "seconds": SECONDS, "greens": greens}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
