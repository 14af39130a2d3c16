"""The kiosk on panels of other shapes: on its side, very large, with larger text."""

import pathlib
import subprocess
import time
import unittest

import panel
import programs
from test_kiosk import KioskCase

SMALL, LARGE = (1280, 800), (1920, 1080)
# What an allocator may keep of one set of fonts, some 20 MiB; twelve sets that leak are ten times that.
GROWTH_BORNE_KIB = 24 * 1024


def on_panel(degrees, size):
    """Where a place of a turned picture is."""
    width, height = size
    return {0: lambda x, y: (x, y), 90: lambda x, y: (width - y, x), 180: lambda x, y: (width - x, height - y),
            270: lambda x, y: (y, height - x)}[degrees]


class Door:
    """A kiosk on a panel of its own."""

    def __init__(self, case, name, size, *arguments, degrees=0):
        self.display = panel.Display(case.world, size)
        case.addCleanup(self.display.close)
        # A sanitizer keeps what was freed, which here is measured.
        self.display.environment["ASAN_OPTIONS"] += ":quarantine_size_mb=1"
        self.panel = panel.Panel(case.enrolled(name), self.display)
        case.addCleanup(self.panel.close)
        self.place = on_panel(degrees, size)
        self.panel.start("--rotate", degrees, *arguments)

    def press(self, name):
        x, y = self.place(*programs.wait_until(f"the button {name}", lambda: self.panel.targets().get(name)))
        self.display.touch(x / self.display.size[0], y / self.display.size[1])

    def looks_like(self, picture, turned_by):
        """The part of the pixels, from 0 to 1, that differ from a picture that was turned."""
        now = picture.with_name("now.png")
        self.display.shot(now)
        done = subprocess.run(["compare", "-metric", "AE", "-fuzz", "2%", str(now), "(", str(picture), "-rotate", str(turned_by), ")",
                               "null:"], capture_output=True, text=True)
        return float(done.stderr.split()[0]) / (self.display.size[0] * self.display.size[1])


class Panels(KioskCase):
    def test_a_picture_is_turned_with_its_touches(self):
        upright = self.world.root / "upright.png"
        # Virtual displays round their millimetres.
        inches = ("--panel", "15.7")
        straight = Door(self, "straight", SMALL, *inches)
        straight.press("about")
        straight.press("tab 3")
        time.sleep(0.5)
        straight.display.shot(upright)
        straight.panel.stop()
        for degrees in (90, 180, 270):
            with self.subTest(degrees=degrees):
                size = SMALL if degrees == 180 else SMALL[::-1]
                door = Door(self, f"turned{degrees}", size, *inches, degrees=degrees)
                door.press("about")
                door.press("tab 3")
                time.sleep(0.5)
                self.assertLess(door.looks_like(upright, degrees), 0.002)
                self.assertGreater(door.looks_like(upright, degrees + 180), 0.05 if degrees == 180 else 0.02)
                self.assertEqual(door.panel.scan(self.badges[str(degrees // 90)])["verdict"], "green")
                self.assertEqual(door.panel.stop().code, 0)

    def test_text_is_larger_while_it_is_wished_and_costs_no_memory(self):
        door = Door(self, "larger", LARGE)
        usual = self.world.root / "usual.png"
        time.sleep(1)
        door.display.shot(usual)

        def memory_kib():
            status = pathlib.Path(f"/proc/{door.panel.program.process.pid}/status")
            return int(status.read_text().split("VmRSS:")[1].split()[0])

        door.press("access")
        sizes = []
        for _ in range(6):
            for _ in range(2):
                door.press("switch larger")
                time.sleep(0.6)
            sizes.append(memory_kib())
        self.assertLess(sizes[-1] - sizes[0], GROWTH_BORNE_KIB, sizes)
        door.press("access done")
        time.sleep(0.6)
        self.assertLess(door.looks_like(usual, 0), 0.005)
        door.press("access")
        door.press("switch larger")
        door.press("access done")
        time.sleep(0.6)
        self.assertGreater(door.looks_like(usual, 0), 0.01)
        self.assertEqual(door.panel.scan(self.badges["5"])["verdict"], "green")
        self.assertEqual(door.panel.stop().code, 0)

    def test_only_a_panel_that_is_high_has_lower_controls(self):
        door = Door(self, "of-24-inches", LARGE)
        door.press("access")
        programs.wait_until("the switches", lambda: "switch contrast" in door.panel.targets())
        self.assertNotIn("switch lower", door.panel.targets())
        door.panel.stop()
        door = Door(self, "of-55-inches", LARGE, "--panel", "55")
        door.press("access")
        door.press("switch lower")
        door.press("access done")
        programs.wait_until("the languages below", lambda: door.panel.targets().get("language ru", (0, 0))[1] > LARGE[1] * 0.45)
        self.assertGreater(min(y for _, y in door.panel.targets().values()), LARGE[1] * 0.45)
        door.press("search")
        programs.wait_until("the keys", lambda: "key Й" in door.panel.targets())
        self.assertGreater(min(y for _, y in door.panel.targets().values()), LARGE[1] * 0.45)
        self.assertEqual(door.panel.stop().code, 0)


if __name__ == "__main__":
    unittest.main()
