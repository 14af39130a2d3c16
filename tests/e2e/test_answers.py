"""What visitors tell a kiosk with their fingers once they are checked in: consent, and what could work for them."""

import time
import unittest

import panel
from test_kiosk import KioskCase


@unittest.skipIf(panel.missing_tools(), f"missing: {panel.missing_tools()}")
class Answers(KioskCase):
    def answers(self, kiosk):
        return [(f["person"], f["payload"].get("agreed", False)) for f in kiosk.own("consent")]

    def test_a_visitor_agrees_with_a_finger_after_the_green_and_is_not_asked_again(self):
        kiosk = self.enrolled("agrees")
        door = self.panel(kiosk).start()
        self.assertEqual(door.scan(self.badges["4"])["verdict"], "green")
        self.assertEqual(self.answers(kiosk), [])
        door.press("agree")
        before = len(door.trace())
        door.press("about")
        door.wait_for("the venue", "screen", before, name="venue")
        self.assertEqual(self.answers(kiosk), [("4", True)])
        before = len(door.trace())
        self.assertEqual(door.scan(self.badges["4"])["verdict"], "already")
        door.wait_for("the attract screen", "screen", before, name="attract")
        self.assertNotIn("agree", str(door.trace()[before:]))
        door.stop()
        self.assertDelivered(kiosk, self.central)

    def test_who_declines_is_no_longer_found_by_name_until_they_agree(self):
        kiosk = self.enrolled("declines")
        door = self.panel(kiosk).start()
        self.assertEqual(door.scan(self.badges["1"])["verdict"], "green")
        door.press("decline")
        door.press("done")
        self.assertEqual(self.answers(kiosk), [("1", False)])
        self.assertFalse(self.is_found(door))
        door.stop()
        self.assertDone(kiosk.once())
        self.assertEqual(self.names_at_the_office("1"), [None])
        door.start()
        self.assertFalse(self.is_found(door))
        door.scan(self.badges["1"])
        door.press("about")
        door.press("tab 4")
        door.press("consent")
        door.press("agree")
        door.press("consent")  # there again: the answer is kept
        door.press("back")
        door.press("back")
        self.assertTrue(self.is_found(door))
        door.stop()
        self.assertEqual(self.answers(kiosk), [("1", False), ("1", True)])
        self.assertDone(kiosk.once())
        self.assertRegex(self.names_at_the_office("1")[0], "Шәрәфетдинова")

    def names_at_the_office(self, person):
        arrivals = self.central.sessions()["networking"]["arrivals"]
        return [each["name"] for each in arrivals if each["person"] == person]

    @staticmethod
    def is_found(door):
        door.press("search")
        door.types("ШАРАФЕТД")  # of Шәрәфетдинова, on the Russian keys of the first screen
        time.sleep(0.5)
        found = "found 0" in door.targets()
        door.press("back")
        return found

    def test_nobody_waits_for_a_question_that_was_left_unanswered(self):
        kiosk = self.enrolled("crowd")
        door = self.panel(kiosk).start()
        door.scan(self.badges["15"])
        time.sleep(3)  # it is on the screen now
        verdicts = [door.scan(self.badges[str(number)])["verdict"] for number in range(16, 26)]
        self.assertEqual(verdicts, ["green"] * 10)
        door.stop()
        self.assertEqual(self.answers(kiosk), [])

    def test_an_idea_is_written_with_fingers_and_its_words_are_in_no_trace(self):
        kiosk = self.enrolled("idea")
        door = self.panel(kiosk).start()
        self.open_idea(door)  # the badge is asked for
        door.press("find")
        door.press("back")
        door.scan(self.badges["3"])
        door.press("agree")
        self.open_idea(door)
        door.types("УМНЫЙ")
        door.press("key space")
        door.press("key signs")
        door.types("5-")
        door.press("save")
        door.press("done")
        door.press("tab 2")
        door.stop()
        ideas = kiosk.own("idea")
        self.assertEqual([f["person"] for f in ideas], ["3"])
        self.assertTrue(ideas[0]["payload"]["exhibit"])
        self.assertNotIn("мный", door.trace_file.read_text())
        self.assertDelivered(kiosk, self.central)


if __name__ == "__main__":
    unittest.main()
