"""The photo of the roster: published sealed, asked for apart, shown on the next scan, taken back with effect."""

import contextlib
import json
import sqlite3
import time
import tomllib
import unittest

import panel
from test_kiosk import KioskCase


@unittest.skipIf(panel.missing_tools(), f"missing: {panel.missing_tools()}")
class Photos(KioskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = tomllib.loads((cls.world.package("pictured") / "people.toml").read_text())["person"]
        cls.pictured = [str(i + 1) for i, person in enumerate(people) if "photo" in person]

    def consents(self, kiosk):
        """Answers to the question about the photo."""
        return [f["payload"].get("agreed", False) for f in kiosk.own("consent") if f["payload"]["subject"] == "PHOTO"]

    def photo(self, door, since):
        """Where it is, once it is seen; its pixels are not the room that was kept for it."""
        return door.wait_for("a photo", "photo", since, shown=True)["at"]

    def shown(self, door, code):
        """Whether a scan shows one, before the verdict goes by itself."""
        before = len(door.trace())
        door.scan(code)
        time.sleep(1.5)
        return any(e["ev"] == "photo" and e["shown"] for e in door.trace()[before:])

    def answer(self, door, button):
        """A second question takes no answer before anybody can have read it."""
        time.sleep(1.2)
        door.press(button)

    def test_who_agrees_is_shown_with_the_photo_and_takes_it_back(self):
        kiosk = self.enrolled("photo")
        self.assertDone(kiosk.once())
        door = self.panel(kiosk).start()
        code = self.badges[self.pictured[0]]
        self.assertFalse(self.shown(door, code))
        door.press("agree")
        self.assertEqual(self.consents(kiosk), [])
        before = len(door.trace())
        self.answer(door, "agree to photo")
        self.photo(door, before)
        self.assertEqual(self.consents(kiosk), [True])
        door.wait_for("the attract screen", "screen", before, name="attract")
        door.wait_for("no photo", "photo", before, shown=False)

        before = len(door.trace())
        door.scan(code)
        left, top, wide, high = self.photo(door, before)
        colours = self.display.colours(left, top, wide, high)
        self.assertGreater(colours, 200, "a face, not a calm area")
        self.assertGreaterEqual(high, 35 * 96 / 25.4)  # what Xvfb claims its pixels are

        door.press("about")
        door.press("tab 4")
        door.press("photo consent")
        door.press("decline photo")
        door.press("photo consent")  # there again: the answer is kept
        door.press("back")
        door.press("back")
        self.assertEqual(self.consents(kiosk), [True, False])
        self.assertFalse(self.shown(door, code))
        door.stop()
        door.start()
        self.assertFalse(self.shown(door, code))
        door.stop()
        self.assertDelivered(kiosk, self.central)

    def test_an_answer_given_at_one_kiosk_holds_at_another_after_the_next_exchange(self):
        here, there = self.enrolled("photo-here"), self.enrolled("photo-there")
        code = self.badges[self.pictured[1]]
        for kiosk in (here, there):
            self.assertDone(kiosk.once())
        door = self.panel(here).start()
        door.scan(code)
        door.press("agree")
        self.answer(door, "agree to photo")
        door.stop()
        for kiosk in (here, there):
            self.assertDone(kiosk.once())
        door = self.panel(there).start()
        self.assertTrue(self.shown(door, code))
        door.stop()

    def test_a_photo_that_left_the_package_leaves_every_disk(self):
        kiosk = self.enrolled("photo-gone")
        self.assertDone(kiosk.once())
        facts = [json.loads(line) for line in self.central.facts("--kind", "person-photo").splitlines()]
        names = {f["person"]: f["payload"]["detached"] for f in facts}
        self.assertEqual(sorted(names), sorted(self.pictured))
        gone, kept = names[self.pictured[-1]], names[self.pictured[0]]
        places = (kiosk.directory / "sync/mirror.db", self.central.directory / "central.db")
        for place in places:
            self.assertTrue({gone, kept} <= self.held(place))
        # Names of blobs may be asked for by anybody; a photo is none.
        self.assertFalse([path for path in self.central.directory.rglob("*") if path.name in names.values()])

        package = self.world.package("without-a-photo")
        people = (package / "people.toml").read_text()
        line = next(line for line in reversed(people.splitlines()) if line.startswith("photo ="))
        (package / "people.toml").write_text(people.replace(line + "\n", ""))
        (package / "photos" / line.split('"')[1]).unlink()
        self.central.load(package, "today")
        self.addCleanup(self.central.load, self.world.package("with-all-photos"), "today")
        self.assertDone(kiosk.once())
        for place in places:
            self.assertNotIn(gone, self.held(place))
            self.assertIn(kept, self.held(place))

    @staticmethod
    def held(place):
        """Names of the texts that a store holds."""
        with contextlib.closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as db:
            return {row[0].hex() for row in db.execute("SELECT hash FROM detached UNION SELECT hash FROM detached_large")}


if __name__ == "__main__":
    unittest.main()
