"""Programs of two versions beside each other, in every mixture, and files of an older version in the hands of today's."""

import contextlib
import itertools
import sqlite3
import time
import unittest

import older
import panel
from programs import NETWORKING, PACKAGE, POLL_S, Case, Central, Kiosk, World, files, wait_until

PROGRAMS = ("kiosk", "daemon", "central")


class Kept(Case):
    """What the older version left of a central and its kiosk: five check-ins were recorded, three delivered."""

    def setUp(self):
        self.world = older.world()
        self.addCleanup(self.world.close)
        self.central = Central(self.world, self.world.root / "central")
        self.kiosk = Kiosk(self.world, self.world.root / "kiosk")
        for place in self.central, self.kiosk:
            older.unpack(place.directory.name, place.directory)
        self.badges = older.badges()

    def start_central(self):
        """At the address that the kiosk knows; another run of this test may have it for a while."""
        self.central.host, self.central.port = older.HOST, older.PORT

        def started():
            line = self.central._begin(None, {})
            if not line:
                self.assertRegex(self.central.kill().err, "(?i)in use")
                time.sleep(10 * POLL_S)
            return line
        self.central.url = wait_until("the address is free", started).removeprefix("ready ")

    def tables(self, path):
        with contextlib.closing(sqlite3.connect(path)) as db:
            return {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def test_t10_files_of_an_older_version_hold_what_they_held_and_reading_changes_none(self):
        before = [files(place.directory) for place in (self.central, self.kiosk)]
        self.assertNotIn("erased", self.tables(self.central.directory / "central.db"))
        self.assertEqual(self.kiosk.facts("--own"), older.facts("kiosk"))
        self.assertEqual(self.central.facts(), older.facts("central"))
        for place in self.central, self.kiosk:
            self.assertNoFaults(place)
        self.assertEqual(self.kiosk.status()["waiting"], 2)
        after = [files(place.directory) for place in (self.central, self.kiosk)]
        for old, new in zip(before, after):
            self.assertEqual(old, {path: new[path] for path in old})

    def test_t10_a_kiosk_and_its_central_go_on_with_files_of_an_older_version(self):
        self.assertRegex(self.kiosk.checkin(self.badges["5"]).out, "^green ")
        self.start_central()
        self.assertDelivered(self.kiosk, self.central)
        self.central.ask("badge", "revoke", "--cohort", "small", "--person", "6")
        self.central.ask("staff", "announce", "--en", "The bus waits", "--for", "30")
        self.assertDone(self.kiosk.once())
        self.assertRegex(self.kiosk.checkin(self.badges["6"]).out, "^refused ")
        self.assertDelivered(self.kiosk, self.central)
        people = [fact["person"] for fact in self.kiosk.own("check-in")]
        self.assertEqual(people, ["1", "2", "3", "4", "5"])
        for side in "kiosk", "central":
            now = self.central.facts().splitlines()
            self.assertLessEqual(set(older.facts(side).splitlines()), set(now))
            self.assertEqual(len(now), len(set(now)))
        self.assertEqual((self.central.ask("alarm", "list"), self.kiosk.status()["notices"]), ("", []))
        self.assertDone(self.central.command("doctor"))
        self.assertDone(self.kiosk.command("doctor"))

    def test_t10_a_kiosk_checks_in_beside_an_older_mirror_in_which_a_text_is_missing(self):
        """Its daemon of today has not opened it yet, or is an older one; a name comes after its person."""
        mirror = self.kiosk.directory / "sync/mirror.db"
        with contextlib.closing(sqlite3.connect(mirror)) as db:
            db.execute("DELETE FROM detached WHERE scope = 'small'")
            self.assertGreater(db.total_changes, 0)
            db.commit()
        self.assertRegex(self.assertDone(self.kiosk.checkin(self.badges["5"])).out, "^green ")
        self.assertDone(self.kiosk.command("log", "verify"))
        self.assertNotIn("detached_large", self.tables(mirror))
        self.start_central()
        self.assertDelivered(self.kiosk, self.central)
        self.assertDone(self.kiosk.command("doctor"))


@unittest.skipIf(older.MISSING, older.MISSING)
class Mixed(Case):
    """One central and one kiosk; each program is of the version that the test says."""

    def setUp(self):
        self.worlds = {"older": World(NETWORKING), "today": World(NETWORKING)}
        for world in self.worlds.values():
            self.addCleanup(world.close)
        self.worlds["older"].bin = older.bin_directory()
        root = self.worlds["today"].root
        self.central = Central(self.worlds["older"], root / "central")
        # One directory; whoever looks at it is today's.
        self.door, self.daemon, self.kiosk = (Kiosk(self.worlds["today"], root / "kiosk") for _ in range(3))
        self.seen = Central(self.worlds["today"], self.central.directory)

    def versions(self, **versions):
        for program, version in versions.items():
            place = {"kiosk": self.door, "daemon": self.daemon, "central": self.central}[program]
            if program == "central" and self.central.program and place.world is not self.worlds[version]:
                self.assertDone(self.central.stop())
                place.world = self.worlds[version]
                place.start()
            place.world = self.worlds[version]

    def begin(self, **versions):
        """A central with the sample programme of its version, and a kiosk that it knows."""
        self.versions(**versions)
        self.central.start()
        package = PACKAGE if self.central.world is self.worlds["today"] else older.package()
        self.central.load(package, "today")
        self.badges = self.central.badges()
        self.assertDone(self.daemon.enrol(self.central.enrol_code("university")))
        self.scanned = []

    def scan(self, verdict="green"):
        """The next person."""
        person = str(len(self.scanned) + 1)
        self.scanned.append(person)
        self.assertRegex(self.assertDone(self.door.checkin(self.badges[person])).out, f"^{verdict} ")

    def assertArrived(self):
        """All that was ever scanned is at central once."""
        self.assertDone(self.daemon.once())
        self.assertEqual(self.kiosk.status()["waiting"], 0)
        self.assertEqual([fact["person"] for fact in self.kiosk.own("check-in")], self.scanned)
        self.assertEqual(self.kiosk.facts("--own"), self.seen.facts("--device", self.kiosk.device))

    def assertWell(self, verdict="green"):
        """Updated as a whole: nobody was alarmed, and an independent reader finds the same at both ends."""
        self.versions(kiosk="today", daemon="today", central="today")
        self.scan(verdict)
        self.assertArrived()
        self.assertSame(self.kiosk, self.seen)
        self.assertEqual((self.central.ask("alarm", "list"), self.kiosk.status()["notices"]), ("", []))
        self.assertDone(self.central.command("doctor"))
        self.assertDone(self.kiosk.command("doctor"))

    def test_t10_programs_of_two_versions_work_in_every_mixture(self):
        for versions in itertools.product(("older", "today"), repeat=len(PROGRAMS)):
            mixture = dict(zip(PROGRAMS, versions))
            with self.subTest(**mixture):
                self.setUp()
                self.begin(**mixture)
                for _ in range(2):
                    self.scan()
                    self.assertArrived()
                    self.scan()
                self.assertArrived()
                self.assertWell()
                self.central.stop()

    def test_t10_each_program_is_updated_and_put_back_in_every_mixture_and_no_fact_is_lost_or_doubled(self):
        mixture = dict.fromkeys(PROGRAMS, "older")
        self.begin(**mixture)
        for program in walk():
            self.scan()  # and it waits meanwhile
            mixture[program] = "older" if mixture[program] == "today" else "today"
            with self.subTest(program, **mixture):
                self.versions(**mixture)
                self.assertArrived()
        self.assertEqual(set(mixture.values()), {"older"})
        self.assertWell()

    def test_t10_facts_that_a_running_daemon_has_sent_stay_where_they_are_when_an_end_is_put_back(self):
        """It sends fresh facts of one epoch as they come, and seals them later: the other version may be the one to."""
        for central, other in ("older", "today"), ("today", "older"):
            with self.subTest(central=central):
                self.setUp()
                self.begin(kiosk="today", daemon="today", central=central)
                door = self.door.scanning()
                for daemon in "today", "older", "today":
                    self.versions(daemon=daemon)
                    background = self.daemon.daemon()
                    for _ in range(3):
                        self.scanned.append(str(len(self.scanned) + 1))
                        self.assertRegex(door.ask(self.badges[self.scanned[-1]].encode() + b"\n"), "^green ")
                        wait_until("it is delivered", lambda: self.kiosk.status()["waiting"] == 0)
                    self.assertDone(background.stop())
                self.versions(central=other)
                self.assertDone(door.stop())
                self.assertArrived()
                self.assertWell()
                self.central.stop()

    def test_t10_a_move_that_an_older_central_cannot_read_is_kept_and_counts_after_its_update(self):
        self.begin(kiosk="today", daemon="older", central="older")
        self.assertDone(self.door.command("assign", "--venue", "technograd"))
        self.scan("(green|amber)")
        self.assertArrived()
        self.versions(daemon="today", central="today")
        self.assertDone(self.daemon.once())
        self.assertEqual(self.kiosk.status()["venue"], "technograd")
        self.assertRegex(self.central.ask("device", "list"), f"(?m)^{self.kiosk.device}\ttechnograd\tgood")
        self.assertWell("amber")

    def test_t10_an_older_kiosk_that_cannot_follow_is_told_why_and_delivers_after_its_update(self):
        for reason, acts in {"this box's version cannot follow it: update the box": ["sign"],
                             "its key is not the one this box was enrolled with": ["tls", "tls --now"]}.items():
            with self.subTest(reason):
                self.setUp()
                self.begin(kiosk="older", daemon="older", central="today")
                for act in acts:
                    self.central.ask("key", "rotate", *act.split())
                self.central.stop()
                self.central.start()
                self.scan()
                before = self.kiosk.facts("--own")
                self.assertFails(self.daemon.once(), reason)
                self.assertIn(reason, self.kiosk.status()["reason"])
                self.assertEqual(self.kiosk.facts("--own"), before)
                self.scan()
                self.versions(kiosk="today", daemon="today")
                self.scan()
                self.assertArrived()
                self.assertWell()
                self.central.stop()

    def test_t10_an_older_kiosk_is_named_as_long_as_it_has_not_erased_whom_the_office_has(self):
        self.begin(kiosk="older", daemon="older", central="today")
        self.central.ask("erase", "person", "--cohort", "exchange", "--person", "20", "--reason", "request")
        self.scan()
        self.assertArrived()
        self.assertIn(f"0 of 1\tkiosk={self.kiosk.device}", self.central.ask("erase", "list"))
        self.versions(kiosk="today", daemon="today")
        self.scan()
        self.assertArrived()
        self.scan()  # the kiosk has read of it, and its daemon says so with the next exchange
        self.assertArrived()
        self.assertIn("1 of 1\t-", self.central.ask("erase", "list"))
        self.assertWell()

    @unittest.skipIf(panel.missing_tools(), f"missing: {panel.missing_tools()}")
    def test_t10_the_screens_of_one_version_work_beside_the_daemon_of_the_other(self):
        for kiosk, daemon in ("today", "older"), ("older", "today"):
            with self.subTest(kiosk=kiosk, daemon=daemon):
                self.setUp()
                self.begin(kiosk=kiosk, daemon=daemon, central="today")
                display = panel.Display(self.door.world)
                self.addCleanup(display.close)
                screen = panel.Panel(self.door, display)
                self.addCleanup(screen.close)
                background = self.daemon.daemon()
                screen.start()
                for person in "1", "2", "3":
                    self.assertEqual(screen.scan(self.badges[person])["verdict"], "green")
                wait_until("all is delivered", lambda: self.kiosk.status()["waiting"] == 0)
                self.assertDone(background.stop())
                self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "9")
                self.central.ask("staff", "announce", "--en", "The bus waits", "--for", "30")
                self.assertDone(self.daemon.once())
                wait_until("the kiosk has heard", lambda: screen.scan(self.badges["9"])["verdict"] == "refused")
                self.assertEqual(screen.scan(self.badges["4"])["verdict"], "green")
                self.assertDone(screen.stop())
                self.scanned = [fact["person"] for fact in self.kiosk.own("check-in")]
                self.assertEqual([person for person in self.scanned if person != "9"], ["1", "2", "3", "4"])
                self.assertArrived()
                self.assertWell()
                self.central.stop()


def walk():
    """Which program changes its version, step after step, so that each does it in each mixture of the
    others, up and back, and all end as they began."""
    left = {mixture: set(PROGRAMS) for mixture in itertools.product((False, True), repeat=len(PROGRAMS))}
    stack, steps = [((False,) * len(PROGRAMS), None)], []
    while stack:
        mixture, program = stack[-1]
        if left[mixture]:
            program = min(left[mixture])
            left[mixture].remove(program)
            other = tuple(new != (name == program) for name, new in zip(PROGRAMS, mixture))
            stack.append((other, program))
        else:
            stack.pop()
            steps.append(program)
    return steps[-2::-1]


if __name__ == "__main__":
    unittest.main()
