"""The staff at the real kiosk: signed in by number or by badge, with real touches, and what is recorded of it."""

import re
import shutil
import subprocess
import time
import unittest

import panel
import programs
from test_kiosk import KioskCase


class Staff(KioskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.hired("Хисамова", "Алсу", "desk,manager,technician")
        cls.desk = cls.hired("Ким", "Олег", "desk")

    @classmethod
    def hired(cls, family, given, duties):
        lines = cls.central.ask("staff", "add", "--family", family, "--given", given, "--duty", duties).splitlines()
        return dict(line.split("\t", 1) for line in lines)

    def door(self, name):
        self.kiosk = self.enrolled(name)
        return self.panel(self.kiosk).start()

    def type_digits(self, door, digits):
        for digit in digits:
            door.press(f"digit {digit}")

    def type_number_and_pin(self, door, number, pin):
        self.type_digits(door, number)
        door.press("sign in")
        self.type_digits(door, pin)

    def sign_in(self, door, who):
        before = len(door.trace())
        door.press("staff")
        self.type_number_and_pin(door, who["sign-in"], who["pin"])
        door.wait_for("the board", "screen", before, name="staff")

    def end_shift(self, door):
        """A scan that comes before the touch was taken would still be the staff's."""
        before = len(door.trace())
        door.press("end shift")
        door.wait_for("the attract screen", "screen", before, name="attract")

    def wait_for_facts(self, kind, count):
        def found():
            facts = self.kiosk.own(kind)
            return facts if len(facts) >= count else None
        facts = programs.wait_until(f"{count} {kind}", found)
        self.assertEqual(len(facts), count)
        return facts

    def number_of(self, who):
        lines = self.central.ask("staff", "list").splitlines()
        return next(line.split("\t")[1] for line in lines if line.startswith(who["sign-in"] + "\t"))

    def test_no_touch_of_quick_fingers_is_lost(self):
        door = self.door("quick")
        door.press("staff")
        self.type_digits(door, self.desk["sign-in"])
        before = len(door.trace())
        with door.program.held_up():
            door.press_at_once(["sign in"] + [f"digit {digit}" for digit in self.desk["pin"]])
        door.wait_for("the board", "screen", before, name="staff")
        door.stop()

    def test_a_delegation_but_one_is_checked_in_by_one_touch_and_taken_back_by_one(self):
        before = self.central.sessions()["networking"]["present"]
        door = self.door("group")
        self.sign_in(door, self.manager)
        door.press("delegation 0")
        door.press("tick 0")
        door.press("check in all")
        facts = self.wait_for_facts("check-in", 12)  # of 13 from Kazan
        self.assertEqual({f["method"] for f in facts}, {"group"})
        self.assertEqual({f["payload"]["actor"] for f in facts}, {self.number_of(self.manager)})
        door.press("undo")
        self.wait_for_facts("correction", 1)
        door.press("excuse 0")
        self.wait_for_facts("correction", 2)
        door.press("back")
        self.end_shift(door)
        self.assertEqual(door.stop().code, 0)
        self.assertDone(self.kiosk.once())
        self.assertDelivered(self.kiosk, self.central)
        self.assertEqual(self.central.sessions()["networking"]["present"], before)
        self.assertNotIn("Хисамова", door.trace_file.read_text())

    def test_an_entry_is_corrected_with_a_reason_by_another_kiosk_than_the_one_that_made_it(self):
        first = self.door("first")
        self.assertEqual(first.scan(self.badges["1"])["verdict"], "green")
        first.stop()
        self.assertDone(self.kiosk.once())
        before = self.central.sessions()["networking"]["present"]
        door = self.door("second")
        self.assertDone(self.kiosk.once())
        self.sign_in(door, self.manager)
        door.press("everybody")
        door.press(f"person {self.first_who_is_here(door)}")
        door.press("absent")
        door.press("reason 1")
        correction, = self.wait_for_facts("correction", 1)
        self.assertEqual(len(correction["payload"]["references"]), 1)
        door.stop()
        self.assertDone(self.kiosk.once())
        self.assertEqual(self.central.sessions()["networking"]["present"], before - 1)

    def first_who_is_here(self, door):
        """The first of the list without a tick; those who are missing stand before."""
        programs.wait_until("people", lambda: "person 0" in door.targets())
        while True:
            page = door.targets()
            people = sorted(int(name.split(" ")[1]) for name in page if name.startswith("person "))
            here = [n for n in people if f"tick {n}" not in page]
            if here:
                return here[0]
            door.press("list down")
            programs.wait_until("the next page", lambda: door.targets() != page)

    def test_a_finger_drags_the_people_on_and_presses_nobody(self):
        door = self.door("drag")
        self.sign_in(door, self.desk)
        door.press("everybody")
        first = programs.wait_until("people", lambda: door.targets() if "person 0" in door.targets() else None)
        rows = [name for name in first if name.startswith("person ")]
        x, top = first[rows[0]]
        _, bottom = first[rows[-1]]

        def drags(from_y, to_y):
            before = door.targets()
            self.display.drag(x, from_y, to_y)
            return programs.wait_until("other people", lambda: door.targets() if door.targets() != before else None)

        later = drags(bottom, top)
        self.assertNotIn("person 0", later)
        self.assertIn("list down", later)
        # Over the ticks too, and faster than any frame.
        tick = next(name for name in later if name.startswith("tick "))
        x = later[tick][0]
        with door.program.held_up():
            self.display.drag(x, bottom, top, steps=2)
        further = programs.wait_until("other people", lambda: door.targets() if door.targets() != later else None)
        self.assertIn("list down", further)
        x = first[rows[0]][0]
        while "person 0" not in door.targets():
            drags(top, bottom)
        group = self.kiosk.own("check-in") + self.kiosk.own("correction")
        self.assertEqual(group, [])
        # A plain touch still opens who lies under it.
        door.press("person 0")
        programs.wait_until("the person", lambda: "excuse" in door.targets())
        door.stop()

    def test_a_kiosk_at_rest_is_at_rest_after_a_list_was_thrown(self):
        door = self.door("rest")
        self.sign_in(door, self.desk)
        door.press("everybody")
        first = programs.wait_until("people", lambda: door.targets() if "person 0" in door.targets() else None)
        x, y = first["person 0"]
        self.display.drag(x, y + 200, y, steps=4)
        programs.wait_until("other people", lambda: door.targets() != first)
        time.sleep(2.5)
        before = door.program.cpu_s()
        time.sleep(5)
        self.assertLess(door.program.cpu_s() - before, 0.02 * 5)
        door.stop()

    def test_a_walk_in_is_registered_by_touches_and_is_at_central_by_name(self):
        door = self.door("walk-in")
        self.sign_in(door, self.desk)
        self.register(door, "СОКОЛОВСКАЯ", "НИНА")
        self.wait_for_facts("walk-in", 1)
        self.wait_for_facts("check-in", 1)
        # The same name again may be the same person.
        self.register(door, "СОКОЛОВСКАЯ", "НИНА")
        door.press("ask yes")
        door.press("back")
        self.assertEqual(len(self.kiosk.own("walk-in")), 1)
        door.press("tab 3")
        door.press("inside 0")
        door.stop()
        self.assertDone(self.kiosk.once())
        self.assertDelivered(self.kiosk, self.central)

    def printing_door(self, name):
        """With a folder in place of a printer."""
        self.kiosk = self.enrolled(name)
        self.folder = self.world.root / f"{name}.prints"
        self.folder.mkdir()
        return self.panel(self.kiosk).start("--printer", f"file:{self.folder}")

    def printed(self, count):
        """The files that were printed, in their order, once there are so many."""
        def found():
            files = sorted(self.folder.glob("*.pdf"), key=lambda file: file.stat().st_mtime_ns)
            return files if len(files) >= count else None
        files = programs.wait_until(f"{count} prints", found)
        self.assertEqual(len(files), count)
        return files

    def code_of(self, label):
        subprocess.run(["pdftoppm", "-gray", "-r", "200", label, label.with_suffix("")], check=True)
        picture, = self.folder.glob(f"{label.stem}-*.pgm")
        codes = subprocess.run([programs.BIN / "read_codes", picture], check=True, capture_output=True, text=True)
        code, = codes.stdout.splitlines()
        return code

    def register(self, door, family, given):
        door.press("tab 4")
        door.types(family)
        door.press("field 1")
        door.types(given)
        door.press("register")

    @unittest.skipIf(not shutil.which("pdftoppm"), "missing: pdftoppm")
    def test_a_walk_in_gets_a_badge_that_is_green_with_their_name_at_another_door(self):
        desk = self.printing_door("label-desk")
        self.sign_in(desk, self.manager)
        self.register(desk, "ИВАНОВА", "АННА")
        walk_in, = self.wait_for_facts("walk-in", 1)
        label, = self.printed(1)
        words = subprocess.run(["pdftotext", label, "-"], check=True, capture_output=True, text=True).stdout
        self.assertIn("Иванова", words)
        code = self.code_of(label)
        self.assertTrue(code.startswith("W1:"), code)
        # The same label again from the walk-in's page: the group stands last on the board.
        desk.press("tab 0")
        programs.wait_until("the board", lambda: "delegation 0" in desk.targets())
        if "delegation 2" not in desk.targets():
            desk.press("list down")
        desk.press("delegation 2")
        desk.press("person 0")
        desk.press("print badge")
        self.assertEqual(self.code_of(self.printed(2)[1]), code)
        desk.press("take back")
        desk.press("reason 0")
        self.wait_for_facts("correction", 1)
        desk.press("check in")
        self.wait_for_facts("check-in", 2)
        desk.stop()

        made_by = f"{walk_in['device']}/{walk_in['scope']}/{walk_in['epoch']}/{walk_in['seq']}"
        first, self.kiosk = self.kiosk, self.enrolled("label-door")
        door = self.panel(self.kiosk).start()
        changed = code[:40] + ("A" if code[40] != "A" else "B") + code[41:]
        self.assertEqual(door.scan(changed)["verdict"], "not_a_badge")
        self.assertEqual(door.scan(code)["verdict"], "guest")  # the news has not come yet
        door.stop()
        self.assertDone(first.once())
        self.assertDone(self.kiosk.once())
        said = self.world.root / "label.said"
        # Another offset is another boot, so the scan of before is no earlier one.
        door.start("--speech-log", said, "--sound-out", self.world.root / "label.wav", offset=self.world.offset + 1)
        door.display.keys("F2")
        programs.wait_until("a voice", lambda: said.exists() and "F2" in said.read_text())
        self.assertEqual(door.scan(code)["verdict"], "green")
        programs.wait_until("the name is said", lambda: "Анна" in said.read_text())
        door.stop()
        self.assertEqual([fact["person"] for fact in self.kiosk.own("check-in")], [made_by] * 2)
        self.assertDone(self.kiosk.once())
        self.assertDelivered(self.kiosk, self.central)

    @unittest.skipIf(not shutil.which("pdftoppm"), "missing: pdftoppm")
    def test_a_registration_that_is_undone_takes_its_badge_with_it(self):
        desk = self.printing_door("undone-desk")
        self.sign_in(desk, self.desk)
        self.register(desk, "ОШИБКИН", "ИВАН")
        label, = self.printed(1)
        desk.press("undo")
        correction, = self.wait_for_facts("correction", 1)
        self.assertEqual(len(correction["payload"]["references"]), 2)
        self.assertEqual(desk.scan(self.code_of(label))["verdict"], "refused")
        desk.stop()

    def test_a_staff_badge_opens_the_sign_in_after_wrong_guesses_have_shut_the_keys(self):
        door = self.door("guesses")
        door.press("staff")
        for _ in range(2):
            self.type_number_and_pin(door, "999", "000000")
            door.press("back")
            door.press("staff")
        before = len(door.trace())
        door.send(self.manager["badge"])
        door.wait_for("the scan", "scan", before)
        self.type_digits(door, self.manager["pin"])
        door.wait_for("the board", "screen", before, name="staff")
        time.sleep(3.5)  # until then it may still be the one that opened it
        door.send(self.manager["badge"])  # the own badge ends the shift
        door.wait_for("the attract screen", "screen", before, name="attract")
        door.stop()
        self.assertEqual(self.kiosk.own("check-in"), [])

    def test_a_rehearsal_counts_nowhere(self):
        before = self.central.sessions()["networking"]["present"]
        door = self.door("rehearsal")
        self.sign_in(door, self.manager)
        door.press("tab 5")
        programs.wait_until("its page", lambda: "rehearsal" in door.targets())
        before_it = door.targets()["back"]
        door.press("rehearsal")
        door.press("ask yes")
        # Its strip moves everything down.
        programs.wait_until("the strip", lambda: door.targets().get("back") not in (None, before_it))
        door.press("back")
        self.end_shift(door)
        self.assertEqual(door.scan(self.badges["3"])["verdict"], "green")
        door.stop()
        fact, = self.kiosk.own("check-in")
        self.assertEqual(fact["payload"]["flags"] & 1, 1)
        self.assertDone(self.kiosk.once())
        self.assertEqual(self.central.sessions()["networking"]["present"], before)

    def test_out_of_service_nothing_is_recorded_and_a_restart_changes_nothing(self):
        door = self.door("service")
        self.sign_in(door, self.manager)
        door.press("tab 5")
        before = len(door.trace())
        door.press("service")
        door.press("ask yes")
        door.wait_for("out of service", "service", before, out=True)
        self.assertEqual(door.stop().code, 0)
        before = len(door.trace())
        door.start()
        door.wait_for("still out of service", "service", before, out=True)
        door.send(self.badges["5"])
        self.sign_in(door, self.manager)
        door.press("tab 5")
        door.press("service")
        door.wait_for("back in service", "service", before, out=False)
        door.press("back")
        self.end_shift(door)
        self.assertEqual(door.scan(self.badges["6"])["verdict"], "green")
        door.stop()
        self.assertEqual([f["person"] for f in self.kiosk.own("check-in")], ["6"])

    @unittest.skipIf(not shutil.which("pdftotext"), "missing: pdftotext")
    def test_a_sheet_is_printed_and_a_row_of_it_is_scanned_back_in_as_paper(self):
        self.kiosk = self.enrolled("paper")
        folder = self.world.root / "prints"
        folder.mkdir()
        door = self.panel(self.kiosk).start("--printer", f"file:{folder}")
        self.sign_in(door, self.manager)
        door.press("tab 5")
        door.press("print sheet")
        sheet = programs.wait_until("the sheet", lambda: next(folder.glob("*.pdf"), None))
        words = subprocess.run(["pdftotext", "-layout", sheet, "-"], check=True, capture_output=True, text=True).stdout
        rows = re.findall(r"P1:[0-9A-Z -]*[0-9A-Z]", words)
        self.assertGreater(len(rows), 20)
        door.send(rows[0])
        fact, = self.wait_for_facts("check-in", 1)
        self.assertEqual(fact["method"], "paper")
        self.assertEqual(fact["payload"]["flags"] & 2, 2)
        door.press("undo")
        self.wait_for_facts("correction", 1)
        door.press("back")
        self.end_shift(door)
        self.assertEqual(door.scan(rows[1])["verdict"], "not_a_badge")
        door.stop()

    def test_a_kiosk_is_moved_to_another_venue_without_a_network_and_gets_what_that_one_shows(self):
        door = self.door("moved")
        manager = self.number_of(self.manager)
        self.central.stop()
        self.sign_in(door, self.manager)
        door.press("tab 5")
        door.press("stands at")
        first = programs.wait_until("venues", lambda: next((t for t in door.targets() if t.startswith("venue ")), None))
        door.press(first)
        door.press("move yes")
        moved, = self.wait_for_facts("assignment", 1)
        venue = moved["payload"]["venue"]
        self.assertEqual(moved["payload"]["actor"], manager)
        self.assertNotEqual(venue, "university")
        self.assertEqual(door.scan(self.badges["3"])["verdict"], "amber")
        self.assertEqual(self.kiosk.status()["venue"], venue)
        self.assertFalse(self.exhibits_of(venue))
        door.stop()
        self.central.start()
        self.assertDone(self.kiosk.once())
        self.assertDelivered(self.kiosk, self.central)
        self.assertTrue(self.exhibits_of(venue))
        done = self.assertDone(self.kiosk.command("assign", "--venue", "university"))
        self.assertRegex(done.out, "^at university")
        self.assertFails(self.kiosk.command("assign", "--venue", "nowhere"), "knows no venue nowhere", "university")

    def exhibits_of(self, venue):
        return [line for line in self.channel("exhibit") if f"venue:{venue}" in line]

    def test_an_emergency_reaches_the_screen_and_goes_when_it_is_withdrawn(self):
        door = self.door("emergency")
        door.press("about")
        before = len(door.trace())
        number = self.central.ask("staff", "announce", "--ru", "Покиньте здание", "--emergency").split("\t")[1].strip()
        self.assertDone(self.kiosk.once())
        door.wait_for("the message", "screen", before, name="attract")
        programs.wait_until("nothing but staff", lambda: "about" not in door.targets())
        self.assertIn("staff", door.targets())
        self.assertEqual(door.scan(self.badges["9"])["verdict"], "green")
        self.central.ask("staff", "withdraw", number)
        self.assertDone(self.kiosk.once())
        programs.wait_until("the usual screen", lambda: "about" in door.targets())
        door.stop()

    def test_who_is_no_longer_staff_does_not_get_in(self):
        left = self.hired("Ли", "Анна", "desk")
        door = self.door("left")
        self.central.ask("staff", "remove", left["sign-in"])
        daemon = self.kiosk.daemon()
        programs.wait_until("the news", lambda: self.kiosk.status()["waiting"] == 0)
        door.press("staff")
        programs.wait_until("the removal is here", lambda: len(self.channel("staff")) >= 4)
        before = len(door.trace())
        self.type_number_and_pin(door, left["sign-in"], left["pin"])
        self.type_digits(door, "1")  # taken only once the answer has come
        self.assertFalse([e for e in door.trace()[before:] if e["ev"] == "screen"])
        daemon.stop()
        door.stop()

    def channel(self, kind):
        return self.kiosk.facts("--kind", kind).splitlines()


if __name__ == "__main__":
    unittest.main()
