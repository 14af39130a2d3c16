"""Badges on NFC cards, at the real kiosk and the real card service."""

import unittest

import cards
import programs
from test_kiosk import KioskCase

MISSING = cards.missing_tools()


@unittest.skipIf(MISSING, f"missing: {MISSING}")
class Cards(KioskCase):
    def setUp(self):
        super().setUp()
        self.reader = cards.Reader(self.world)
        self.addCleanup(self.reader.kill)

    def start(self, kiosk, source="nfc:"):
        environment = self.display.environment | self.reader.environment
        return self.panel(kiosk).start("--scanner", source, env=environment)

    def hold(self, door, message):
        """The verdict that a visitor sees who holds up such a card."""
        before = len(door.trace())
        with self.reader.held(message):
            return door.wait_for("a verdict", "verdict", before)["verdict"]

    def test_a_badge_on_a_card_checks_in_and_one_that_is_none_is_told(self):
        kiosk = self.enrolled("card")
        self.reader.start()
        door = self.start(kiosk)
        self.assertEqual(self.hold(door, cards.text_message(self.badges["1"])), "green")
        self.assertEqual(self.hold(door, b"\xd1\1\4U\4a.b"), "not_a_badge")
        self.assertEqual(self.hold(door, cards.text_message("hello")), "not_a_badge")
        self.assertEqual(self.hold(door, cards.text_message(self.badges["1"])), "already")
        self.assertEqual(door.scan(self.badges["2"])["verdict"], "green")
        self.assertEqual(door.stop().code, 0)
        facts = [(f["person"], f["method"]) for f in kiosk.own("check-in")]
        self.assertEqual(facts, [("1", "nfc"), ("2", "qr")])

    def test_the_reader_may_be_plugged_in_later_and_come_back(self):
        kiosk = self.enrolled("later")
        door = self.start(kiosk, "nfc:Test * 00")
        for number in ("1", "2"):
            self.reader.start()
            self.assertEqual(self.hold(door, cards.text_message(self.badges[number])), "green")
            self.reader.kill()
            programs.wait_until("it is missed", lambda: door.program.err.count("Test 00 00: gone") == int(number))
        self.assertEqual(door.stop().code, 0)
        self.assertEqual([f["person"] for f in kiosk.own("check-in")], ["1", "2"])

    def test_a_kiosk_without_the_card_service_works_and_ends(self):
        kiosk = self.enrolled("without")
        door = self.start(kiosk)
        programs.wait_until("it is said", lambda: "scanner nfc: " in door.program.err)
        self.assertEqual(door.scan(self.badges["3"])["verdict"], "green")
        self.assertEqual(door.stop().code, 0)


if __name__ == "__main__":
    unittest.main()
