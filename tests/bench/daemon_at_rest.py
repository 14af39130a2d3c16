#!/usr/bin/env python3
"""The real daemon: what it costs while nothing is new, and how much memory it takes when many facts wait. Prints one line of
JSON, which `otmetka-bench daemon` reads.

OTMETKA_BENCH_FACTS  how many wait at the most, in place of three million"""

import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import programs  # noqa: E402

# The few fill one request already: from there on it is to be flat.
FEW, MANY = 1_000_000, int(os.environ.get("OTMETKA_BENCH_FACTS", 3_000_000))
IDLE_S, SETTLE_S = 60, 10


def fill(kiosk, count):
    subprocess.run([programs.BIN / "otmetka-bench", "fill", kiosk.directory, str(count)], check=True)


def delivers(kiosk, facts):
    """Memory at the most of a daemon that starts with so many facts before it, until central has them; and the seconds."""
    daemon, begun = kiosk.daemon(), time.monotonic()
    while kiosk.status()["waiting"]:
        if time.monotonic() > begun + 60 + facts / 2_000:
            raise AssertionError(f"{facts} facts were not delivered: {kiosk.status()}")
        time.sleep(0.5)
    taken, most = time.monotonic() - begun, daemon.memory("VmHWM") / 2**20
    daemon.stop()
    return most, taken


def measure():
    world = programs.World(0)
    try:
        central = world.central().start(room_mib=(FEW + MANY) // 900)  # people record no millions
        central.load(world.package(), "today")
        kiosk = world.kiosk(central)
        daemon = kiosk.daemon()
        time.sleep(SETTLE_S)
        before = daemon.cpu_s()
        time.sleep(IDLE_S)
        out = {"idle_percent": 100 * (daemon.cpu_s() - before) / IDLE_S, "idle_mib": daemon.memory() / 2**20}
        daemon.stop()
        fill(kiosk, FEW)
        few, _ = delivers(kiosk, FEW)
        fill(kiosk, MANY)
        many, taken = delivers(kiosk, MANY)
        return out | {"few": FEW, "few_mib": few, "many": MANY, "many_mib": many, "delivered_per_s": MANY / taken}
    finally:
        world.close()


if __name__ == "__main__":
    print(json.dumps(measure()))
