"""Databases and key files as no program of ours leaves them: of a later version, damaged, readable by
all. Each program names the file, leaves it as it is, and works again when it is put right."""

import contextlib
import random
import shutil
import sqlite3
import unittest

from programs import NETWORKING, Kiosk, Programme, World, files, wait_until


class Damage(Programme):
    """What a program does that finds a file damaged."""

    PROGRAMS = ("checkin", "once", "facts", "verify", "status")

    def run_program(self, name, kiosk):
        return {"checkin": lambda: kiosk.checkin(self.codes[3]), "once": kiosk.once,
                "facts": lambda: kiosk.command("facts"), "verify": lambda: kiosk.command("log", "verify"),
                "status": lambda: kiosk.command("status", "--json")}[name]()

    def bytes_of(self, path):
        """A database is its file and its log, where that says anything."""
        both = [path, path.with_name(path.name + "-wal")]
        return [part.read_bytes() for part in both if part.exists() and part.stat().st_size > 0]

    def assertUntouched(self, kiosk, path, *words, programs=PROGRAMS):
        """Each program fails, says these words, and leaves the file as it is."""
        before = self.bytes_of(path)
        for name in programs:
            with self.subTest(path.name, program=name):
                self.assertFails(self.run_program(name, kiosk), *words)
                self.assertTrue(self.bytes_of(path) == before, f"{name} changed {path.name}")

    def stopped_central(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(self.package, "today")
        central.stop()
        return central

    def assertCentralUntouched(self, central, name, *words):
        """Neither central nor the commands on its directory work with it, or change it."""
        path = central.directory / name
        before = self.bytes_of(path)
        self.assertFails(central.fails_to_start(), *words)
        for act in ["badge", "make", "--cohort", "exchange"], ["enrol-code", "--venue", "university"]:
            done = self.assertFails(central.command(*act), *words)
            self.assertEqual(done.out, "")
        self.assertTrue(self.bytes_of(path) == before, f"{name} was changed")

    def assertCentralWorks(self, central):
        central.start()
        self.assertEqual(len(central.badges()), 32)
        self.assertNoFaults(central)


class Databases(Damage):
    def version(self, path, number):
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute(f"PRAGMA user_version={number}")
            db.commit()

    def test_t10_a_database_of_a_later_version_is_not_touched(self):
        kiosk = self.used_kiosk()
        for name in "kiosk/journal.db", "sync/mirror.db":
            path = kiosk.directory / name
            self.version(path, 2)
            self.assertUntouched(kiosk, path, "later version")
            self.version(path, 1)
        self.assertWorks(kiosk)

    def test_t10_a_later_version_whose_last_words_are_in_the_log_only_is_not_touched_either(self):
        """As a later version that was killed leaves it: not a page has been copied back yet."""
        kiosk = self.used_kiosk()
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

    def test_t10_a_central_of_a_later_version_is_not_touched(self):
        central = self.stopped_central()
        self.version(central.directory / "central.db", 2)
        self.assertCentralUntouched(central, "central.db", "later version")
        self.version(central.directory / "central.db", 1)
        self.assertCentralWorks(central)

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

    def test_t7_a_damaged_database_is_named_and_kept_as_it_is(self):
        kiosk = self.used_kiosk()
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

    def test_t7_a_journal_that_is_gone_while_its_log_is_there_is_not_begun_anew(self):
        """SQLite throws such a log away; it may hold the only copy of a day."""
        kiosk = self.used_kiosk()
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

    def test_a_kiosk_that_lost_its_mirror_still_prints_all_that_it_recorded(self):
        kiosk = self.used_kiosk()
        facts = kiosk.facts("--own")
        (kiosk.directory / "sync").rename(self.world.root / "lost")
        self.assertEqual(kiosk.facts("--own"), facts)
        self.assertDone(kiosk.command("log", "verify"))
        (self.world.root / "lost").rename(kiosk.directory / "sync")
        self.assertWorks(kiosk)

    def test_t7_a_damaged_store_of_central_is_named_and_kept_as_it_is(self):
        central = self.stopped_central()
        path = central.directory / "central.db"
        good = path.read_bytes()
        for damage, data in self.damages(good).items():
            with self.subTest(damage):
                path.write_bytes(data)
                self.assertCentralUntouched(central, "central.db", "central.db")
        path.write_bytes(good)
        self.assertCentralWorks(central)


class Keys(Damage):
    def key_damages(self, data):
        return {"noise": random.Random(6).randbytes(len(data)), "a text": b"not a key\n",
                "cut in a line": data[:len(data) - 7], "nothing": b"",
                "a key too short": b"sign 0011\n", "a megabyte": b"sign 00\n" * 1_000_000}

    def test_t7_a_damaged_key_file_is_named_and_kept_and_the_other_program_goes_on(self):
        kiosk = self.used_kiosk()
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
        kiosk = self.used_kiosk()
        for name, program in {"kiosk/key": "checkin", "sync/key": "once"}.items():
            path = kiosk.directory / name
            for mode in 0o644, 0o640, 0o660, 0o604:
                path.chmod(mode)
                self.assertFails(self.run_program(program, kiosk), str(path), "chmod 600")
                self.assertEqual(path.stat().st_mode & 0o777, mode)
            path.chmod(0o600)
        self.assertWorks(kiosk)

    def test_a_kiosk_that_lost_its_key_waits_for_the_daemon_and_then_works_again(self):
        """A kiosk makes another key at its start; `otmetka enrol` does the same without a screen."""
        kiosk = self.used_kiosk()
        before = kiosk.own("check-in")
        (kiosk.directory / "kiosk/key").unlink()
        self.assertFails(kiosk.enrol(self.central.enrol_code("university")), "enrolled already")
        self.assertTrue((kiosk.directory / "kiosk/key").exists())
        done = self.assertFails(kiosk.checkin(self.codes[3]), "waits for the daemon", "otmetka-syncd")
        self.assertNotIn("otmetka enrol", done.err)
        self.assertEqual(kiosk.own("check-in"), before)
        self.central.stop()
        self.assertFails(kiosk.once(), "nobody answers")  # the keys are here: no network is needed
        self.central.start()
        self.assertRegex(self.assertDone(kiosk.checkin(self.codes[4])).out, "^green ")
        self.assertWorks(kiosk)

    def test_a_daemon_that_runs_gives_a_kiosk_with_a_new_key_its_keys_by_itself(self):
        kiosk = self.used_kiosk()
        daemon = kiosk.daemon()
        wait_until("all is delivered", lambda: kiosk.status()["waiting"] == 0)
        (kiosk.directory / "kiosk/key").unlink()
        self.assertFails(kiosk.enrol(self.central.enrol_code("university")), "enrolled already")
        wait_until("a check-in is green", lambda: kiosk.checkin(self.codes[4]).code == 0)
        self.assertDone(daemon.stop())
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

    def test_t7_a_central_without_its_good_keys_does_not_start_and_makes_no_others(self):
        central = self.stopped_central()
        for name in "key", "tls.key", "tls.crt":
            path = central.directory / name
            good, mode = path.read_bytes(), path.stat().st_mode
            for damage, data in self.key_damages(good).items():
                with self.subTest(name, damage=damage):
                    path.write_bytes(data)
                    self.assertCentralUntouched(central, name, "key")
            path.write_bytes(good)
            if name != "tls.crt":
                path.chmod(0o644)
                self.assertCentralUntouched(central, name, str(path), "chmod 600")
                path.chmod(mode & 0o777)
            path.unlink()
            if name == "tls.crt":  # nobody looks at more of it than the key: it is made again from that
                self.assertEqual(len(central.badges()), 32)
            else:
                self.assertFails(central.command("badge", "make", "--cohort", "exchange"), "key")
                self.assertFalse(path.exists())
            path.write_bytes(good)
            path.chmod(mode & 0o777)
        self.assertCentralWorks(central)


class PicturesOfCentral(Damage):
    """What central has lost or damaged keeps nobody from his facts."""

    def setUp(self):
        self.blobs = sorted(path for path in (self.central.directory / "blobs").iterdir())
        self.kept = {path: path.read_bytes() for path in self.blobs}
        self.addCleanup(self.mend)

    def mend(self):
        for path, data in self.kept.items():
            path.write_bytes(data)

    def test_an_exchange_stands_and_the_other_pictures_come(self):
        good = Kiosk(self.world, self.path().with_name("with-all-pictures"))
        self.assertDone(good.enrol(self.central.enrol_code("university")))
        wanted = files(good.directory / "sync/blobs")
        self.assertGreater(len(wanted), 2)
        absent, damaged, *rest = wanted
        (self.central.directory / "blobs" / absent).unlink()
        (self.central.directory / "blobs" / damaged).write_bytes(b"x" * len(wanted[damaged]))
        kiosk = Kiosk(self.world, self.path())
        done = self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.assertRegex(done.err, "(?s)picture .*not held there")
        self.assertRegex(done.err, "(?s)picture .*damaged")
        self.assertEqual(sorted(files(kiosk.directory / "sync/blobs")), sorted(rest))
        self.assertDone(kiosk.checkin(self.codes[0]))
        self.assertDelivered(kiosk, self.central)
        self.assertEqual(kiosk.status()["reason"], "")
        daemon = kiosk.daemon()
        wait_until("the daemon has told it", lambda: "damaged" in daemon.err)
        self.assertDone(kiosk.checkin(self.codes[1]))
        wait_until("facts go on", lambda: kiosk.status()["waiting"] == 0)
        done = self.assertDone(daemon.stop())
        self.assertEqual(done.err.count("picture"), 2)
        self.mend()
        self.assertDone(kiosk.once())
        self.assertEqual(files(kiosk.directory / "sync/blobs"), wanted)



class CentralPutBack(Programme):
    """A copy of central's directory from before takes its place."""

    def test_a_kiosk_gives_central_back_what_it_had_published_and_says_so(self):
        kiosk = Kiosk(self.world, self.path())
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.central.stop()
        copy = shutil.copytree(self.central.directory, self.world.root / "copy",
                               ignore=shutil.ignore_patterns("admin.sock"))
        self.central.start()
        people = self.package / "people.toml"
        people.write_text(people.read_text() + """
[[person]]
family = "Новикова"
given = "Ника"
delegation = "tula"
language = "ru"
role = "participant"
post = { ru = "Специалист", tt = "Белгеч", ky = "Адис", en = "Specialist" }
""")
        self.central.load(self.package)
        self.assertDone(kiosk.once())
        before = self.central.badges()
        self.central.stop()
        shutil.rmtree(self.central.directory)
        copy.rename(self.central.directory)
        self.central.start()
        self.assertDone(kiosk.checkin(self.codes[0]))
        self.assertEqual(len(self.central.badges()), len(before) - 1)
        self.assertRegex(self.assertDone(kiosk.once()).err, "put back from a copy")
        self.assertEqual(list(self.central.badges()), list(before))
        self.assertEqual(kiosk.facts("--own"), self.central.facts("--device", kiosk.device))
        self.assertEqual(kiosk.status()["waiting"], 0)


if __name__ == "__main__":
    unittest.main()
