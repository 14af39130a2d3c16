"""Disks and files as bad as they come: full, read-only, in use, of a later version, damaged, readable
by all. Each program says which file and why, leaves it as it is, and works again when it is put right."""

import contextlib
import datetime
import os
import pathlib
import random
import shutil
import sqlite3
import unittest

import mounts
from programs import Case, Kiosk, World, files, seconds_to

TODAY = datetime.datetime.now(datetime.timezone.utc).date()
NETWORKING = seconds_to(TODAY, "09:45")


class Disks(Case):
    @classmethod
    def setUpClass(cls):
        cls.world = World(NETWORKING)
        cls.addClassCleanup(cls.world.close)
        cls.central = cls.world.central().start()
        cls.central.load(cls.world.package(), "today")
        cls.codes = list(cls.central.badges().values())

    def path(self):
        return self.world.root / self.id().rsplit(".", 1)[1]

    def kiosk(self):
        """A kiosk that delivered a fact and has two more that wait."""
        kiosk = Kiosk(self.world, self.path())
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.assertDone(kiosk.checkin(self.codes[0]))
        self.assertDone(kiosk.once())
        self.assertDone(kiosk.checkin(self.codes[1], self.codes[2]))
        return kiosk

    def assertWorks(self, kiosk):
        self.assertDone(kiosk.checkin(self.codes[3]))
        people = [fact["person"] for fact in kiosk.own("check-in")]
        self.assertLessEqual({"1", "2", "3", "4"}, set(people))
        self.assertDelivered(kiosk, self.central)


class FullDisk(Disks):
    @classmethod
    def setUpClass(cls):
        mounts.need_mounts()
        super().setUpClass()

    def on_a_small_disk(self, size=4 << 20):
        mounts.small_disk(self.path(), size)
        self.addCleanup(mounts.unmount, self.path())
        return self.kiosk()

    def test_a_scan_that_finds_no_room_says_so_and_the_next_one_works_without_a_restart(self):
        kiosk = self.on_a_small_disk()
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.codes[4].encode() + b"\n"), "^green ")
        filler = mounts.fill(kiosk.directory)
        saved = self.scan_until_full(scanning)
        self.assertRegex(scanning.err, "the disk is full")
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
        self.assertFails(kiosk.enrol(code), "no space left|the disk is full")  # the pictures do not fit
        shutil.copytree(kiosk.directory, self.world.root / "larger")
        larger = Kiosk(self.world, self.world.root / "larger")
        self.assertDone(larger.once())
        self.assertDone(larger.checkin(*self.codes))
        self.assertDelivered(larger, self.central)

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


class ReadOnly(Disks):
    @classmethod
    def setUpClass(cls):
        mounts.need_mounts()
        super().setUpClass()

    def test_a_kiosk_on_a_read_only_disk_tells_which_file_and_can_still_be_read(self):
        kiosk = self.kiosk()
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
        kiosk = self.kiosk()
        self.assertDone(kiosk.once())
        self.central.stop()
        self.addCleanup(self.central.start)
        facts = self.central.facts()
        mounts.read_only(self.central.directory)
        self.addCleanup(mounts.unmount, self.central.directory)
        self.assertEqual(self.central.facts(), facts)
        self.assertNoFaults(self.central)
        self.assertFails(self.central.command("badge", "make", "--cohort", "exchange"), "read-only")


class InUse(Disks):
    def test_a_journal_has_one_writer_and_the_second_is_told_to_wait(self):
        kiosk = self.kiosk()
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
        kiosk = self.kiosk()
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.codes[4].encode() + b"\n"), "^green ")
        scanning.kill()
        self.assertWorks(kiosk)

    def test_a_mirror_has_one_daemon_and_a_store_one_central(self):
        kiosk = self.kiosk()
        daemon = kiosk.daemon()
        self.addCleanup(daemon.kill)
        while kiosk.status()["waiting"]:
            pass
        self.assertFails(kiosk.once(), "in use by another program")
        second = self.world.run("otmetka-central", "--data", self.central.directory, "--listen", "127.0.0.1:0")
        self.assertFails(second, "in use by another program")
        self.assertEqual(second.out, "")
        self.assertDone(daemon.stop())
        self.assertWorks(kiosk)

    def test_scans_go_on_while_the_daemon_delivers_and_tools_read(self):
        kiosk = self.kiosk()
        daemon, scanning = kiosk.daemon(), kiosk.scanning()
        for code in self.codes[4:]:
            self.assertRegex(scanning.ask(code.encode() + b"\n"), "^green ")
            self.assertDone(kiosk.command("log", "verify"))
        self.assertDone(scanning.stop())
        self.assertDone(daemon.stop())
        self.assertWorks(kiosk)


class Absent(Disks):
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


class Databases(Disks):
    """journal.db and mirror.db in states that no program of ours leaves behind."""

    PROGRAMS = ("checkin", "once", "facts", "verify", "status")

    def run_program(self, name, kiosk):
        return {"checkin": lambda: kiosk.checkin(self.codes[3]), "once": kiosk.once,
                "facts": lambda: kiosk.command("facts"), "verify": lambda: kiosk.command("log", "verify"),
                "status": lambda: kiosk.command("status", "--json")}[name]()

    def version(self, path, number):
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute(f"PRAGMA user_version={number}")
            db.commit()

    def assertUntouched(self, kiosk, path, *words, programs=PROGRAMS):
        """Each program fails, says these words, and leaves the file and its log as they are."""
        logs = [path, path.with_name(path.name + "-wal")]
        before = [log.read_bytes() for log in logs if log.exists()]
        for name in programs:
            with self.subTest(path.name, program=name):
                self.assertFails(self.run_program(name, kiosk), *words)
                self.assertEqual([log.read_bytes() for log in logs if log.exists()], before)

    def test_a_database_of_a_later_version_is_not_touched(self):
        kiosk = self.kiosk()
        for name in "kiosk/journal.db", "sync/mirror.db":
            path = kiosk.directory / name
            self.version(path, 2)
            self.assertUntouched(kiosk, path, "later version")
            self.version(path, 1)
        self.assertWorks(kiosk)

    def test_a_later_version_whose_last_words_are_in_the_log_only_is_not_touched_either(self):
        """As a later version that was killed leaves it: not a page has been copied back yet."""
        kiosk = self.kiosk()
        path, saved = kiosk.directory / "kiosk/journal.db", self.world.root / "saved"
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_autocheckpoint=0")
            db.execute("PRAGMA user_version=2")
            db.execute("CREATE TABLE of_a_later_version(x)")
            db.commit()
            shutil.copytree(path.parent, saved)
        shutil.rmtree(path.parent)
        saved.rename(path.parent)
        self.assertUntouched(kiosk, path, "later version")

    def test_a_central_of_a_later_version_is_not_touched(self):
        world, central = self.stopped_central()
        self.version(central.directory / "central.db", 2)
        self.assertCentralUntouched(world, central, "central.db", "later version")
        self.version(central.directory / "central.db", 1)
        central.start()
        self.assertEqual(len(central.badges()), 32)

    def stopped_central(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(world.package(), "today")
        central.stop()
        return world, central

    def assertCentralUntouched(self, world, central, name, *words):
        before = (central.directory / name).read_bytes()
        for done in (world.run("otmetka-central", "--data", central.directory, "--listen", "127.0.0.1:0"),
                     central.command("badge", "make", "--cohort", "exchange"),
                     central.command("enrol-code", "--venue", "university")):
            self.assertFails(done, *words)
            self.assertEqual((done.out, (central.directory / name).read_bytes()), ("", before))

    def damages(self, data):
        chance = random.Random(5)
        return {"noise": chance.randbytes(len(data)), "a text": b"not a database\n" * 400,
                "zeros": bytes(len(data)), "its first half": data[:len(data) // 2],
                "a few bytes": data[:50], "nothing": b"",
                "the database of another program": self.stranger()}

    def stranger(self):
        path = self.world.root / "stranger.db"
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE IF NOT EXISTS shopping(item)")
            db.commit()
        return path.read_bytes()

    def test_a_damaged_database_is_named_and_kept_as_it_is(self):
        kiosk = self.kiosk()
        kept = self.world.root / "kept"
        shutil.copytree(kiosk.directory, kept)
        for name in "kiosk/journal.db", "sync/mirror.db":
            for damage, data in self.damages((kept / name).read_bytes()).items():
                with self.subTest(name, damage=damage):
                    path = kiosk.directory / name
                    path.write_bytes(data)
                    self.assertUntouched(kiosk, path, path.name)
                shutil.rmtree(kiosk.directory)
                shutil.copytree(kept, kiosk.directory)
        self.assertWorks(kiosk)

    def test_a_journal_that_is_gone_while_its_log_is_there_is_not_begun_anew(self):
        """SQLite throws such a log away; it may hold the only copy of a day."""
        kiosk = self.kiosk()
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.codes[4].encode() + b"\n"), "^green ")
        scanning.kill()
        path = kiosk.directory / "kiosk/journal.db"
        log = path.with_name("journal.db-wal")
        self.assertGreater(len(log.read_bytes()), 0)
        data, rest = path.read_bytes(), log.read_bytes()
        path.unlink()
        self.assertFails(kiosk.checkin(self.codes[5]), "journal.db")
        self.assertEqual(log.read_bytes(), rest)
        path.write_bytes(data)
        self.assertWorks(kiosk)
        self.assertIn("5", [fact["person"] for fact in kiosk.own("check-in")])

    def test_a_damaged_store_of_central_is_named_and_kept_as_it_is(self):
        world, central = self.stopped_central()
        path = central.directory / "central.db"
        good = path.read_bytes()
        for damage, data in self.damages(good).items():
            with self.subTest(damage):
                path.write_bytes(data)
                self.assertCentralUntouched(world, central, "central.db", "central.db")
        path.write_bytes(good)
        central.start()
        self.assertEqual(len(central.badges()), 32)


class Keys(Databases):
    def key_damages(self, data):
        return {"noise": random.Random(6).randbytes(len(data)), "a text": b"not a key\n",
                "cut in a line": data[:len(data) - 7], "nothing": b"",
                "a key too short": b"sign 0011\n", "a megabyte": b"sign 00\n" * 1_000_000}

    def test_a_damaged_key_file_is_named_and_kept_and_the_other_program_goes_on(self):
        kiosk = self.kiosk()
        victims = {"kiosk/key": ["checkin"], "sync/key": ["once"]}
        for name, programs in victims.items():
            path = kiosk.directory / name
            good = path.read_bytes()
            for damage, data in self.key_damages(good).items():
                with self.subTest(name, damage=damage):
                    path.write_bytes(data)
                    self.assertUntouched(kiosk, path, str(path), programs=programs)
                    self.assertOtherGoesOn(kiosk, name)
            path.unlink()
            with self.subTest(name, damage="gone"):
                for program in programs:
                    self.assertFails(self.run_program(program, kiosk), str(path))
                self.assertFalse(path.exists())
            path.write_bytes(good)
            path.chmod(0o600)
        self.assertWorks(kiosk)

    def assertOtherGoesOn(self, kiosk, name):
        offset = self.world.offset + random.randint(1, 999)  # another boot: a new fact each time
        if name == "kiosk/key":
            self.assertDone(kiosk.once())
        else:
            self.assertDone(kiosk.checkin(self.codes[1], offset=offset))

    def test_a_key_file_that_others_may_read_is_not_used_until_that_is_put_right(self):
        kiosk = self.kiosk()
        for name, program in {"kiosk/key": "checkin", "sync/key": "once"}.items():
            path = kiosk.directory / name
            for mode in 0o644, 0o640, 0o660, 0o604:
                path.chmod(mode)
                self.assertFails(self.run_program(program, kiosk), str(path), "chmod 600")
                self.assertEqual(path.stat().st_mode & 0o777, mode)
            path.chmod(0o600)
        self.assertWorks(kiosk)

    def test_new_key_files_are_their_owners_alone_whatever_the_umask(self):
        for umask in 0o000, 0o022, 0o077:
            kiosk = Kiosk(self.world, self.world.root / f"umask-{umask:o}")
            self.assertDone(kiosk.enrol(self.central.enrol_code("university"), umask=umask))
            for name in "kiosk/key", "sync/key":
                self.assertEqual((kiosk.directory / name).stat().st_mode & 0o777, 0o600, name)
            for name in "kiosk/journal.db", "sync/mirror.db":
                self.assertEqual((kiosk.directory / name).stat().st_mode & 0o777, 0o640, name)
            for name in "kiosk", "sync":
                self.assertEqual((kiosk.directory / name).stat().st_mode & 0o7777, 0o2750, name)

    def test_a_central_without_its_good_keys_does_not_start_and_makes_no_others(self):
        world, central = self.stopped_central()
        for name in "key", "tls.key", "tls.crt":
            path = central.directory / name
            good, mode = path.read_bytes(), path.stat().st_mode
            for damage, data in self.key_damages(good).items():
                with self.subTest(name, damage=damage):
                    path.write_bytes(data)
                    self.assertCentralUntouched(world, central, name, f"{central.directory}/(tls|key)")
            path.write_bytes(good)
            if name != "tls.crt":
                path.chmod(0o644)
                self.assertCentralUntouched(world, central, name, str(path), "chmod 600")
                path.chmod(mode & 0o777)
            with self.subTest(name, damage="gone"):
                path.unlink()
                self.assertFails(central.command("badge", "make", "--cohort", "exchange"), "key|tls")
                self.assertFalse(path.exists())
            path.write_bytes(good)
            path.chmod(mode & 0o777)
        central.start()
        self.assertEqual(len(central.badges()), 32)


if __name__ == "__main__":
    unittest.main()
