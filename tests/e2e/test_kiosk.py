"""The kiosk program itself: visitors, staff in a hurry, power switches, full disks."""

import datetime
import json
import os
import random
import subprocess
import time
import unittest

import panel
import programs

ROUNDS = 200 if os.environ.get("OTMETKA_LONG") else 20
SHOWN = ("green", "amber", "guest")


@unittest.skipIf(panel.missing_tools(), f"missing: {panel.missing_tools()}")
class KioskCase(programs.Case):
    @classmethod
    def setUpClass(cls):
        # Five minutes into the first session at the university.
        cls.today = datetime.datetime.now(datetime.timezone.utc).date()
        cls.world = programs.World(programs.seconds_to(cls.today, "09:35"))
        cls.addClassCleanup(cls.world.close)
        cls.central = cls.world.central().start()
        cls.central.load(cls.world.package(), "today")
        cls.badges = cls.central.badges()
        cls.display = panel.Display(cls.world)
        cls.addClassCleanup(cls.display.close)

    def setUp(self):
        if self.central.program.process.poll() is not None:
            self.central.start()

    def enrolled(self, name):
        return self.world.kiosk(self.central, name=name)

    def panel(self, kiosk):
        found = panel.Panel(kiosk, self.display)
        self.addCleanup(found.close)
        return found

    def open_idea(self, door):
        """From the first screen or a verdict to an idea of the first exhibit."""
        for button in ("about", "tab 2", "idea"):
            door.press(button)


class Visitors(KioskCase):
    def test_everybody_is_checked_in_without_a_network_and_arrives_when_there_is_one(self):
        kiosk = self.enrolled("offline")
        self.central.stop()
        door = self.panel(kiosk).start()
        codes = list(self.badges.values())[:28]
        verdicts = [door.scan(code)["verdict"] for code in codes]
        self.assertEqual(verdicts, ["green"] * 28)
        self.assertEqual(door.scan(codes[-1])["verdict"], "already")
        # A while later it is another fact, and the verdict tells of the first.
        self.assertEqual(door.stop().code, 0)
        door.start(offset=self.world.offset + 600)
        back = door.scan(codes[0])
        self.assertEqual((back["verdict"], "came" in back), ("green", True))
        self.assertEqual(door.stop().code, 0)
        self.assertFails(kiosk.once(), "refused|reach|connect")
        self.central.start()
        self.assertDelivered(kiosk, self.central)
        self.assertEqual(self.central.sessions()["networking"]["present"], 28)

    def test_a_scanner_that_is_a_keyboard_checks_in_too(self):
        kiosk = self.enrolled("wedge")
        door = self.panel(kiosk).start()
        before = len(door.trace())
        self.display.type_code(self.badges["1"])
        self.assertEqual(door.wait_for("a verdict", "verdict", before)["verdict"], "green")
        door.stop()
        self.assertEqual([f["person"] for f in kiosk.own("check-in")], ["1"])

    def test_a_visitor_without_a_badge_finds_their_name_by_touching_letters(self):
        kiosk = self.enrolled("name")
        door = self.panel(kiosk).start()
        before = len(door.trace())
        door.press("search")
        door.types("ШАРАФЕТД")  # of Шәрәфетдинова, on the Russian keys of the first screen
        door.press("found 0")
        door.press("yes")
        self.assertEqual(door.wait_for("a verdict", "verdict", before)["verdict"], "green")
        door.stop()
        self.assertEqual([(f["person"], f["method"]) for f in kiosk.own("check-in")], [("1", "search")])
        self.assertNotIn("Ш.", door.trace_file.read_text())

    def test_a_scanner_that_is_a_keyboard_is_read_by_its_key_codes_and_may_be_plugged_in_later(self):
        kiosk = self.enrolled("evdev")
        door = self.panel(kiosk)
        node = self.world.root / "usb-scanner-event-kbd"
        door.start("--scanner", f"evdev:{self.world.root}/usb-*-event-kbd")
        for number in ("1", "2"):
            os.mkfifo(node)
            before = len(door.trace())
            with open(node, "wb", buffering=0) as keys:
                keys.write(panel.key_events(self.badges[number]))
                self.assertEqual(door.wait_for("a verdict", "verdict", before)["verdict"], "green")
            node.unlink()
            programs.wait_until("it is missed", lambda: door.program.err.count(f"{node}: gone") == int(number))
        self.assertEqual(door.scan(self.badges["3"])["verdict"], "green")
        door.stop()
        self.assertEqual([f["person"] for f in kiosk.own("check-in")], ["1", "2", "3"])

    def test_the_office_is_told_how_the_printer_stands(self):
        kiosk = self.enrolled("printer")
        paper = self.world.root / "paper"
        paper.mkdir()
        door = self.panel(kiosk).start("--printer", f"file:{paper}")
        programs.wait_until("it is told", lambda: kiosk.own("health"))
        door.stop()
        self.assertEqual([f["payload"]["printer"] for f in kiosk.own("health")], ["ready"])
        for wrong in ("printer", "ipp://", "lpd://localhost/queue", "file:"):
            done = self.world.run("otmetka-kiosk", "--data", kiosk.directory, "--printer", wrong)
            self.assertEqual(done.code, 2, done)

    def test_the_code_of_a_paper_sheet_is_no_badge_to_a_visitor(self):
        kiosk = self.enrolled("sheet")
        door = self.panel(kiosk).start()
        self.assertEqual(door.scan("P1:04D0795V")["verdict"], "not_a_badge")
        self.assertEqual(door.scan(self.badges["1"])["verdict"], "green")
        door.stop()
        self.assertEqual([f["person"] for f in kiosk.own("check-in")], ["1"])

    def test_t22_the_next_badge_works_after_whatever_was_scanned_before(self):
        kiosk = self.enrolled("garbage")
        door = self.panel(kiosk).start()
        rubbish = ["", "K1:", "K1:" + "A" * 5000, "\x00\x01\xfe", "HTTPS://EXAMPLE.ORG/T/1", self.badges["2"][:-3]]
        for number, text in enumerate(rubbish, 3):
            door.send(text)
            verdict = door.scan(self.badges[str(number)])
            if verdict["verdict"] == "not_a_badge":  # the rubbish's own answer came first
                verdict = door.wait_for("green", "verdict", 0, verdict="green", seq=number - 1)
            self.assertEqual(verdict["verdict"], "green", text[:20])
        self.assertEqual(door.stop().code, 0)
        self.assertEqual(len(kiosk.own("check-in")), len(rubbish))

    def test_t22_after_any_mix_of_scans_twenty_a_second_the_next_valid_badge_works(self):
        seed = int(os.environ.get("OTMETKA_SEED", random.getrandbits(32)))
        chance, kiosk = random.Random(seed), self.enrolled("twenty-a-second")
        print(f"seed {seed}", flush=True)
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "32")
        self.assertDone(kiosk.once())
        rubbish = ["", "K1:", "K1:" + "A" * 1200, "\x00\x01\xfe", "HTTPS://EXAMPLE.ORG/T/1", "P1:04D0795V", "W1:" + "0" * 152,
                   self.central.enrol_code("university"), self.badges["32"], self.badges["31"][:-3], "Ж" * 40]
        door, held_up = self.panel(kiosk).start(), set()
        for person in map(str, range(1, 13)):
            for _ in range(chance.randrange(5, 25)):
                known = chance.choice([person for person in map(str, range(13, 31))])
                valid = chance.random() < 0.5
                held_up |= {known} if valid else set()
                door.send(self.badges[known] if valid else chance.choice(rubbish))
                time.sleep(panel.NEXT_CODE_S)
            before = len(door.trace())
            door.send(self.badges[person])
            programs.wait_until(f"{person} is checked in", lambda: person in
                                [fact["person"] for fact in kiosk.own("check-in")])
            door.wait_for("green", "verdict", before, verdict="green")
            held_up.add(person)
        self.assertEqual(door.stop().code, 0)
        people = [fact["person"] for fact in kiosk.own("check-in")]
        self.assertEqual(sorted(people), sorted(held_up))
        self.assertDelivered(kiosk, self.central)

    def test_t12_a_kiosk_that_hears_the_time_after_its_last_scan_records_it_by_itself(self):
        kiosk, boot_1970 = self.enrolled("last-scan"), -int(time.time())
        door = self.panel(kiosk).start(offset=boot_1970)
        self.assertEqual(door.scan(self.badges["30"])["verdict"], "green")
        before = kiosk.own("anchor")
        self.assertDone(kiosk.once(offset=boot_1970))
        programs.wait_until("the time is recorded", lambda: kiosk.own("anchor") != before)
        door.stop()
        self.assertDone(kiosk.once(offset=boot_1970))
        told = json.loads(self.central.get("/api/v1/attendance")[2])
        outside = next(cohort["outside"] for cohort in told["cohorts"] if cohort["name"] == "exchange")
        arrival = next(arrival for arrival in outside if arrival["person"] == "30")
        self.assertGreater(arrival["earliest"], arrival["wall"])

    def test_a_box_is_enrolled_by_scanning_a_code_on_its_screen(self):
        kiosk = programs.Kiosk(self.world, self.world.root / "screen")
        door = self.panel(kiosk).start()
        daemon = kiosk.daemon()
        door.send(self.central.enrol_code("university"))
        door.wait_for("the attract screen", "screen", 0, name="attract")
        self.assertEqual(door.scan(self.badges["5"])["verdict"], "green")
        programs.wait_until("central has it", lambda: kiosk.status()["waiting"] == 0)
        door.stop()
        daemon.stop()
        self.assertDelivered(kiosk, self.central)

    def test_the_trace_holds_no_badge(self):
        kiosk = self.enrolled("secret")
        door = self.panel(kiosk).start()
        door.scan(self.badges["7"])
        door.stop()
        self.assertNotIn(self.badges["7"][3:20], door.trace_file.read_text())


class Staff(KioskCase):
    def test_a_second_program_is_told_who_holds_the_journal(self):
        kiosk = self.enrolled("twice")
        door = self.panel(kiosk).start()
        self.assertFails(kiosk.checkin(self.badges["1"]), "in use")
        second = self.world.start("otmetka-kiosk", "--data", kiosk.directory, env=self.display.environment)
        self.assertEqual(second.process.wait(programs.PATIENCE_S), 1)
        self.assertIn("in use", second.err)
        self.assertEqual(door.scan(self.badges["1"])["verdict"], "green")
        door.stop()

    @unittest.skipIf(os.geteuid() != 0, "only root can mount a small disk")
    def test_a_full_disk_is_shown_red_and_works_again_once_there_is_room(self):
        place = self.world.root / "small"
        place.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], check=False)
        if mounted.returncode != 0:
            self.skipTest("mount is not allowed here")
        self.addCleanup(subprocess.run, ["umount", "-l", place], check=True)
        kiosk = programs.Kiosk(self.world, place)
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        door = self.panel(kiosk).start()
        self.assertEqual(door.scan(self.badges["1"])["verdict"], "green")
        self.fill(place / "filler")
        before = len(door.trace())
        verdicts = {}
        for person in list(self.badges)[1:20]:
            verdicts[person] = door.scan(self.badges[person])["verdict"]
            if verdicts[person] == "not_saved":
                break
        self.assertIn("not_saved", verdicts.values())
        door.wait_for("being out of service", "service", before, out=True)
        (place / "filler").unlink()
        self.assertEqual(door.scan(self.badges["25"])["verdict"], "green")
        door.wait_for("being in service again", "service", before, out=False)
        self.assertEqual(door.stop().code, 0)
        shown = [p for p, verdict in {"1": "green", **verdicts, "25": "green"}.items() if verdict == "green"]
        self.assertEqual(sorted(f["person"] for f in kiosk.own("check-in")), sorted(shown))
        self.assertDelivered(kiosk, self.central)

    @staticmethod
    def fill(path):
        with open(path, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 4096)
            except OSError:
                return


class PowerSwitch(KioskCase):
    def test_every_green_of_a_kiosk_that_is_killed_at_random_is_at_central_once(self):
        seed = int(os.environ.get("OTMETKA_SEED", random.getrandbits(32)))
        chance = random.Random(seed)
        print(f"seed {seed}, {ROUNDS} rounds", flush=True)
        kiosk = self.enrolled("killed")
        door = self.panel(kiosk)
        daemon = kiosk.daemon()
        codes = list(self.badges.values())
        for number in range(ROUNDS):
            # Another offset is another boot, so the same people are new again.
            door.start(offset=self.world.offset + number)
            self.scan_until(door, codes, time.monotonic() + chance.uniform(0, 1.2), chance)
            door.kill()
            if chance.random() < 0.5:
                daemon.kill()
                daemon = kiosk.daemon(offset=self.world.offset + number)
        daemon.kill()
        self.assertDone(kiosk.once())
        shown = [(e["scope"], e["epoch"], e["seq"]) for e in door.trace()
                 if e["ev"] == "verdict" and e["verdict"] in SHOWN]
        print(f"{len(shown)} shown", flush=True)
        self.assertGreater(len(shown), ROUNDS // 2)
        self.assertEqual(len(shown), len(set(shown)))
        held = [(f["scope"], f["epoch"], f["seq"]) for f in map(programs.json.loads, self.central.facts(
            "--device", kiosk.device, "--kind", "check-in").splitlines())]
        self.assertEqual(len(held), len(set(held)))
        self.assertEqual(set(shown) - set(held), set())
        self.assertSame(kiosk, self.central)

    @staticmethod
    def scan_until(door, codes, end, chance):
        while time.monotonic() < end:
            door.send(chance.choice(codes))
            time.sleep(chance.uniform(0, 3 * panel.NEXT_CODE_S))


if __name__ == "__main__":
    unittest.main()
