"""Disks and directories that are full, read-only, in use, or not there. Each program says which it is
and why, records or delivers nothing it could not keep, and works again when it is put right."""

import contextlib
import shutil
import unittest

import mounts
from programs import NETWORKING, Kiosk, Programme, World, files, wait_until


class FullDisk(Programme):
    @classmethod
    def setUpClass(cls):
        mounts.need_mounts()
        super().setUpClass()

    def on_a_small_disk(self, size=4 << 20):
        mounts.small_disk(self.path(), size)
        self.addCleanup(mounts.unmount, self.path())
        return self.used_kiosk()

    def test_a_scan_that_finds_no_room_says_so_and_the_next_one_works_without_a_restart(self):
        kiosk = self.on_a_small_disk()
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.codes[4].encode() + b"\n"), "^green ")
        filler = mounts.fill(kiosk.directory)
        saved = self.scan_until_full(scanning)
        wait_until("the reason is told", lambda: "the disk is full" in scanning.err)
        for _ in range(3):
            self.assertEqual(scanning.ask(self.codes[30].encode() + b"\n"), "not_saved")
        filler.unlink()
        line = scanning.ask(self.codes[30].encode() + b"\n")
        self.assertRegex(line, "^green ")
        self.assertEqual(self.assertFails(scanning.stop(), "the disk is full").out, "")
        self.assertPrinted(kiosk, [*saved, line])
        self.assertWorks(kiosk)

    def scan_until_full(self, scanning):
        """Some scans still find a place inside the file; then one does not."""
        saved = []
        for code in self.codes[5:30] * 40:
            line = scanning.ask(code.encode() + b"\n")
            if line == "not_saved":
                return saved
            saved.append(line)
        self.fail("a full disk took everything")

    def assertPrinted(self, kiosk, lines):
        """What was printed is what is recorded, and nothing that was called not saved is there."""
        places = {tuple(line.split(" ")[1:]) for line in lines}
        recorded = [(f["scope"], f["epoch"], str(f["seq"])) for f in kiosk.own("check-in")]
        self.assertLessEqual(places, set(recorded))
        self.assertEqual(len(recorded), len(set(recorded)))
        self.assertLessEqual(len(recorded), len(places) + 4)  # four were there before

    def test_a_check_in_that_starts_on_a_full_disk_records_nothing_and_says_why(self):
        kiosk = self.on_a_small_disk()
        filler = mounts.fill(kiosk.directory)
        before = kiosk.facts("--own")
        done = self.assertFails(kiosk.checkin(*self.codes[4:30]), "the disk is full")
        self.assertEqual(set(line.split(" ")[0] for line in done.lines[-5:]), {"not_saved"}, str(done))
        self.assertEqual(len(done.lines), 26)
        recorded = [line for line in done.lines if line != "not_saved"]
        self.assertLessEqual(len(kiosk.facts("--own").splitlines()), before.count("\n") + len(recorded) + 1)
        filler.unlink()
        self.assertWorks(kiosk)

    def test_a_daemon_without_room_says_so_and_delivers_later(self):
        kiosk = self.on_a_small_disk()
        filler = mounts.fill(kiosk.directory)
        before = kiosk.facts("--own")
        self.assertFails(kiosk.once(), "the disk is full")
        self.assertEqual(kiosk.facts("--own"), before)
        filler.unlink()
        self.assertWorks(kiosk)

    def test_an_enrolment_without_room_says_so_and_works_later(self):
        mounts.small_disk(self.path(), 300 << 10)
        self.addCleanup(mounts.unmount, self.path())
        kiosk = Kiosk(self.world, self.path())
        code = self.central.enrol_code("university")
        filler = mounts.fill(kiosk.directory)
        self.assertFails(kiosk.enrol(code), "no space left|the disk is full")
        filler.unlink()
        self.assertFails(kiosk.enrol(code), "no space left|the disk is full")  # the roster does not fit
        shutil.copytree(kiosk.directory, self.world.root / "larger")
        larger = Kiosk(self.world, self.world.root / "larger")
        self.assertDone(larger.enrol(code))
        self.assertDone(larger.checkin(*self.codes))
        self.assertDelivered(larger, self.central)

    def test_pictures_that_do_not_fit_leave_the_room_to_facts(self):
        mounts.small_disk(self.path(), 1 << 20)
        self.addCleanup(mounts.unmount, self.path())
        kiosk = Kiosk(self.world, self.path())
        done = self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.assertRegex(done.err, "picture .*no room for it: .* kept for facts; it is asked for again")
        self.assertEqual(list(kiosk.directory.glob("sync/blobs/*")), [])
        self.assertDone(kiosk.checkin(*self.codes[:10]))
        self.assertDelivered(kiosk, self.central)

    def test_a_central_without_room_acknowledges_nothing_that_it_could_not_keep(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        mounts.small_disk(world.root / "central", 12 << 20)
        self.addCleanup(mounts.unmount, world.root / "central")
        central = world.central().start()
        self.addCleanup(central.kill)
        central.load(world.package(), "today")
        kiosk = world.kiosk(central)
        self.assertDone(kiosk.checkin(*central.badges().values()))
        filler = mounts.fill(central.directory)
        self.assertFails(kiosk.once(), "central")
        self.assertGreater(kiosk.status()["waiting"], 0)
        filler.unlink()
        self.assertDelivered(kiosk, central)


class ReadOnly(Programme):
    @classmethod
    def setUpClass(cls):
        mounts.need_mounts()
        super().setUpClass()

    def test_a_kiosk_on_a_read_only_disk_tells_which_file_and_can_still_be_read(self):
        kiosk = self.used_kiosk()
        facts, before = kiosk.facts("--own"), files(kiosk.directory)
        mounts.read_only(kiosk.directory)
        cleanup = contextlib.ExitStack()
        self.addCleanup(cleanup.close)
        cleanup.callback(mounts.unmount, kiosk.directory)
        for done in kiosk.checkin(self.codes[3]), kiosk.once():
            self.assertFails(done, str(kiosk.directory), "read-only")
        self.assertEqual(kiosk.facts("--own"), facts)
        self.assertDone(kiosk.command("log", "verify"))
        self.assertEqual(kiosk.status()["waiting"], 3)
        self.assertEqual(files(kiosk.directory), before)
        cleanup.close()
        self.assertWorks(kiosk)

    def test_a_central_on_a_read_only_disk_can_still_be_read(self):
        kiosk = self.used_kiosk()
        self.assertDone(kiosk.once())
        self.central.stop()
        self.addCleanup(self.central.start)
        facts = self.central.facts()
        mounts.read_only(self.central.directory)
        self.addCleanup(mounts.unmount, self.central.directory)
        self.assertEqual(self.central.facts(), facts)
        self.assertNoFaults(self.central)
        self.assertFails(self.central.command("badge", "make", "--cohort", "exchange"), "read-only")


class InUse(Programme):
    def test_a_journal_has_one_writer_and_the_second_is_told_to_wait(self):
        kiosk = self.used_kiosk()
        scanning = kiosk.scanning()
        first = scanning.ask(self.codes[4].encode() + b"\n")
        self.assertRegex(first, "^green ")
        facts = kiosk.facts("--own")
        done = self.assertFails(kiosk.checkin(self.codes[5]), "journal", "in use by another program")
        self.assertEqual((done.out, kiosk.facts("--own")), ("", facts))
        self.assertRegex(scanning.ask(self.codes[6].encode() + b"\n"), "^green ")
        self.assertDone(scanning.stop())
        self.assertWorks(kiosk)

    def test_a_writer_that_was_killed_leaves_the_journal_free(self):
        kiosk = self.used_kiosk()
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.codes[4].encode() + b"\n"), "^green ")
        scanning.kill()
        self.assertWorks(kiosk)

    def test_a_mirror_has_one_daemon_and_a_store_one_central(self):
        kiosk = self.used_kiosk()
        daemon = kiosk.daemon()
        self.addCleanup(daemon.kill)
        wait_until("the daemon delivers", lambda: kiosk.status()["waiting"] == 0)
        self.assertFails(kiosk.once(), "in use by another program")
        second = self.world.central()
        self.assertEqual(second.directory, self.central.directory)
        self.assertFails(second.fails_to_start(), "in use by another program")
        self.assertDone(daemon.stop())
        self.assertWorks(kiosk)

    def test_scans_go_on_while_the_daemon_delivers_and_tools_read(self):
        kiosk = self.used_kiosk()
        daemon, scanning = kiosk.daemon(), kiosk.scanning()
        for code in self.codes[4:]:
            self.assertRegex(scanning.ask(code.encode() + b"\n"), "^green ")
            self.assertDone(kiosk.command("log", "verify"))
        self.assertDone(scanning.stop())
        self.assertDone(daemon.stop())
        self.assertWorks(kiosk)


class FullOutput(Programme):
    """The disk that is full is the one the words go to."""

    def setUp(self):
        self.full = self.enterContext(open("/dev/full", "wb"))

    def test_results_that_could_not_be_written_are_a_failure(self):
        kiosk = self.used_kiosk()
        acts = [(self.central, "facts"), (self.central, "badge", "make", "--cohort", "exchange"),
                (self.central, "enrol-code", "--venue", "university"), (kiosk, "facts", "--own"),
                (kiosk, "status", "--json"), (kiosk, "log", "verify"), (self.central, "log", "verify"),
                (kiosk, "checkin", "--badge", self.codes[3])]
        for place, *words in acts:
            with self.subTest(words=words):
                self.assertFails(place.command(*words, stdout=self.full), "could be written")
        self.assertWorks(kiosk)

    def test_reasons_that_could_not_be_written_end_no_program(self):
        kiosk = self.used_kiosk()
        self.central.stop()
        self.assertEqual(kiosk.once(stderr=self.full).code, 1)
        daemon = kiosk.daemon(stderr=self.full)
        wait_until("the daemon has a reason", lambda: "nobody answers" in kiosk.status()["reason"])
        self.central.start(stderr=self.full)
        wait_until("the daemon delivers", lambda: kiosk.status()["waiting"] == 0)
        self.assertIsNone(daemon.process.poll())
        self.assertDone(daemon.stop())
        self.assertEqual(kiosk.checkin("no badge", stderr=self.full).lines, ["not_a_badge"])
        self.assertWorks(kiosk)


class Absent(Programme):
    def test_a_directory_that_is_not_there_is_named_and_not_made(self):
        nowhere = Kiosk(self.world, self.path())
        for words in ("facts",), ("facts", "--own"), ("log", "verify"), ("status", "--json"), \
                ("badge", "make", "--cohort", "exchange"), ("enrol-code", "--venue", "university"):
            with self.subTest(words=words):
                self.assertFails(nowhere.command(*words), str(nowhere.directory))
        self.assertFails(nowhere.checkin(self.codes[0]), "not enrolled", "otmetka enrol")
        self.assertFalse(nowhere.directory.exists())

    def test_a_daemon_that_nobody_enrolled_says_how_to(self):
        self.assertFails(Kiosk(self.world, self.path()).once(), "not enrolled", "otmetka enrol")

    def test_a_package_that_is_not_there_is_named(self):
        for words in (("package", "check", self.path()),
                      ("programme", "load", self.path(), "--data", self.central.directory)):
            self.assertFails(self.world.run("otmetka", *words), str(self.path()))


if __name__ == "__main__":
    unittest.main()
