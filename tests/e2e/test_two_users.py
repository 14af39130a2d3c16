"""The kiosk and the daemon as two users, each the only one that can write its own directory. Root only:
nobody else can become two users. The names of the packages' users are not needed, numbers do."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from programs import Kiosk, Programme, no_leak_search, wait_until

READERS = 61100
KIOSK = {"user": 61001, "group": 61001, "extra_groups": [READERS]}
SYNC = {"user": 61002, "group": 61002, "extra_groups": [READERS]}
CENTRAL = {"user": 61004, "group": 61004, "extra_groups": []}
STRANGER = {"user": 61003, "group": 61003, "extra_groups": []}
UMASKS = (0o000, 0o022, 0o027, 0o077)
FOREIGN_TOOL = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in "SELECT count(*) FROM row", "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM":
    try: print(db.execute(line).fetchall())
    except sqlite3.Error as error: print(error)
db.close()
"""


def own(directory, user):
    """Gives a directory to its writer, as `otmetka enrol` does where the users have names."""
    for path in [directory, *directory.rglob("*")]:
        os.chown(path, user["user"], READERS)
    directory.chmod(0o2750)


class TwoUsers(Programme):
    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise unittest.SkipTest("only root can become two other users")
        # Who has changed users may not be traced, and looking for leaks is tracing.
        os.environ.update(no_leak_search())
        super().setUpClass()
        cls.world.root.chmod(0o755)
        # Wherever the programs were built, these users can come here.
        cls.world.bin = shutil.copytree(cls.world.bin, cls.world.root / "bin", ignore=lambda folder, names: [
            name for name in names if name not in ("otmetka", "otmetka-central", "otmetka-syncd")])

    def kiosk(self):
        kiosk = Kiosk(self.world, self.path())
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        own(kiosk.directory / "kiosk", KIOSK)
        own(kiosk.directory / "sync", SYNC)
        return kiosk

    def journal(self, kiosk):
        return kiosk.directory / "kiosk/journal.db"

    def tries(self, kiosk, user, path, mode):
        """What the kernel says when a user opens a file so."""
        done = subprocess.run([sys.executable, "-c", f"open({str(path)!r}, {mode!r})"], check=False,
                              capture_output=True, text=True, **user)
        return done.stderr.strip().split("\n")[-1].split(":")[0]

    def assertArrives(self, kiosk):
        self.assertDone(kiosk.once(**SYNC))
        self.assertSame(kiosk, self.central)

    def test_what_one_user_records_the_other_one_delivers(self):
        kiosk = self.kiosk()
        self.assertEqual(kiosk.status()["users"], "two")
        for number in range(3):  # each time after a clean close of both
            self.assertDone(kiosk.checkin(self.codes[2 * number], self.codes[2 * number + 1], **KIOSK))
            self.assertArrives(kiosk)
        self.assertEqual(len(kiosk.own("check-in")), 6)

    def test_neither_user_can_write_what_the_other_one_writes(self):
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(self.codes[0], **KIOSK))
        for writer, reader, name in (KIOSK, SYNC, "kiosk/journal.db"), (SYNC, KIOSK, "sync/mirror.db"):
            for end in "", "-wal", "-shm":
                path = kiosk.directory / (name + end)
                self.assertEqual(self.tries(kiosk, writer, path, "r+b"), "", path)
                self.assertEqual(self.tries(kiosk, reader, path, "rb"), "", path)
                self.assertEqual(self.tries(kiosk, reader, path, "r+b"), "PermissionError", path)
                self.assertEqual(self.tries(kiosk, STRANGER, path, "rb"), "PermissionError", path)
            key = kiosk.directory / name.split("/")[0] / "key"
            self.assertEqual(self.tries(kiosk, reader, key, "rb"), "PermissionError", key)
            self.assertEqual(self.tries(kiosk, reader, key.with_name("new"), "xb"), "PermissionError")
        self.assertArrives(kiosk)

    def test_whatever_the_umask_each_can_read_the_other_and_nobody_else_can(self):
        for umask in UMASKS:
            kiosk = Kiosk(self.world, self.world.root / f"umask-{umask:03o}")
            self.assertDone(kiosk.enrol(self.central.enrol_code("university"), umask=umask))
            own(kiosk.directory / "kiosk", KIOSK)
            own(kiosk.directory / "sync", SYNC)
            for old in kiosk.directory.glob("*/*.db-*"):
                old.unlink()  # each makes its own anew
            self.assertFails(kiosk.once(umask=umask, **SYNC), "journal.db", "writer")
            self.assertDone(kiosk.checkin(self.codes[0], umask=umask, **KIOSK))
            self.assertDone(kiosk.once(umask=umask, **SYNC))
            for path in kiosk.directory.glob("*/*.db*"):
                self.assertEqual((path.stat().st_mode & 0o777, path.stat().st_gid), (0o640, READERS), path)
            for path in kiosk.directory.glob("*/key"):
                self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)
            for path in kiosk.directory.glob("sync/blobs/*"):
                self.assertEqual(path.stat().st_mode & 0o777, 0o640, path)
            self.assertSame(kiosk, self.central)

    def test_t16_a_reader_that_comes_first_after_a_clean_close_leaves_the_writer_able_to_write(self):
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(self.codes[0], **KIOSK))
        self.assertDone(kiosk.once(**SYNC))
        self.assertDone(kiosk.command("facts", "--own", **SYNC))
        self.assertDone(kiosk.checkin(self.codes[1], **KIOSK))
        self.assertArrives(kiosk)
        self.assertOwners(kiosk)

    def assertOwners(self, kiosk):
        """Nobody left a file of his in the other's directory."""
        for name, user in ("kiosk", KIOSK), ("sync", SYNC):
            for path in (kiosk.directory / name).rglob("*"):
                self.assertEqual((path.stat().st_uid, path.stat().st_gid), (user["user"], READERS), path)

    def test_a_reader_that_comes_first_to_a_database_put_back_alone_leaves_the_writer_able_to_write(self):
        """As after a backup that held the .db files only."""
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(self.codes[0], **KIOSK))
        for old in kiosk.directory.glob("*/*.db-*"):
            old.unlink()
        before = sorted((kiosk.directory / "kiosk").iterdir())
        for done in kiosk.once(**SYNC), kiosk.command("facts", "--own", **SYNC), kiosk.command("log", "verify", **SYNC):
            self.assertFails(done, "journal.db cannot be read before its writer has opened it")
        self.assertEqual(sorted((kiosk.directory / "kiosk").iterdir()), before)
        self.assertDone(kiosk.checkin(self.codes[1], **KIOSK))
        self.assertArrives(kiosk)
        self.assertOwners(kiosk)

    def test_t16_a_foreign_tool_of_root_or_of_either_user_leaves_the_kiosk_able_to_write(self):
        kiosk = self.kiosk()
        for number, user in enumerate((SYNC, {"umask": 0o077}, SYNC, {"umask": 0o022}, KIOSK)):
            scanning = kiosk.scanning(**KIOSK)
            for code in self.codes[2 * number:2 * number + 2]:  # while it is open, and after a clean close
                self.assertRegex(scanning.ask(code.encode() + b"\n"), "^green ")
                self.assertEqual("readonly" in self.act(self.journal(kiosk), user), user is SYNC)
            self.assertDone(scanning.stop())
            self.assertEqual("readonly" in self.act(self.journal(kiosk), user), user is SYNC)
        self.assertFails(kiosk.once(**SYNC), "cannot be read before its writer has opened it")  # the log was taken away
        self.assertDone(kiosk.checkin(self.codes[10], **KIOSK))
        self.assertArrives(kiosk)
        self.assertEqual(len(kiosk.own("check-in")), 11)
        self.assertOwners(kiosk)

    def act(self, path, user):
        """What a foreign tool is told there."""
        done = subprocess.run([sys.executable, "-c", FOREIGN_TOOL, path], capture_output=True, text=True, check=False,
                              **user)
        return done.stdout + done.stderr

    def test_a_daemon_that_may_not_read_the_journal_does_not_say_that_all_is_delivered(self):
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(self.codes[0], **KIOSK))
        for path, mode in (self.journal(kiosk), 0o600), (self.journal(kiosk).parent, 0o2700):
            right = path.stat().st_mode & 0o7777
            path.chmod(mode)
            self.assertFails(kiosk.once(**SYNC), "journal.db", "permission|cannot|unable")
            self.assertFails(kiosk.command("facts", **SYNC), "journal.db|kiosk")
            path.chmod(right)
        self.assertArrives(kiosk)

    def test_a_kiosk_that_may_not_read_the_mirror_does_not_say_that_it_is_not_enrolled(self):
        kiosk = self.kiosk()
        mirror = kiosk.directory / "sync/mirror.db"
        mirror.chmod(0o600)
        done = self.assertFails(kiosk.checkin(self.codes[0], **KIOSK), "mirror.db")
        self.assertNotIn("not enrolled", done.err)
        mirror.chmod(0o640)
        self.assertDone(kiosk.checkin(self.codes[0], **KIOSK))
        self.assertArrives(kiosk)

    def test_a_daemon_that_stays_sees_each_opening_and_closing_of_the_journal(self):
        kiosk = self.kiosk()
        daemon = kiosk.daemon(**SYNC)
        for number in range(6):
            self.assertDone(kiosk.checkin(self.codes[number], **KIOSK))
            wait_until("the daemon delivers it", lambda: kiosk.status()["waiting"] == 0)
        scanning = kiosk.scanning(**KIOSK)
        for number in range(6, 12):
            self.assertRegex(scanning.ask(self.codes[number].encode() + b"\n"), "^green ")
            wait_until("the daemon delivers it", lambda: kiosk.status()["waiting"] == 0)
        scanning.kill()
        self.assertDone(kiosk.checkin(self.codes[12], **KIOSK))
        wait_until("the daemon delivers it", lambda: kiosk.status()["waiting"] == 0)
        self.assertDone(daemon.stop())
        self.assertSame(kiosk, self.central)
        self.assertOwners(kiosk)

    def test_a_writer_that_was_killed_is_read_and_goes_on_and_so_is_a_daemon(self):
        kiosk = self.kiosk()
        for number in range(4):
            scanning = kiosk.scanning(**KIOSK)
            self.assertRegex(scanning.ask(self.codes[number].encode() + b"\n"), "^green ")
            scanning.kill()
            daemon = kiosk.daemon(**SYNC)
            wait_until("the daemon delivers it", lambda: kiosk.status()["waiting"] == 0)
            daemon.kill()
            self.assertDone(kiosk.checkin(self.codes[10 + number], **KIOSK))
            self.assertDone(kiosk.command("log", "verify", **SYNC))
        self.assertArrives(kiosk)
        self.assertOwners(kiosk)

    def test_tools_that_root_or_either_user_runs_in_between_take_nothing_away(self):
        kiosk = self.kiosk()
        for number, user in enumerate(({}, KIOSK, SYNC, {})):
            for words in ("facts",), ("status", "--json"), ("log", "verify"):
                self.assertDone(kiosk.command(*words, **user))
            self.assertDone(kiosk.checkin(self.codes[number], **KIOSK))
            self.assertDone(kiosk.once(**SYNC))
        self.assertOwners(kiosk)
        self.assertSame(kiosk, self.central)

    def test_what_root_does_in_between_is_gone_on_with(self):
        """The directories are there as the packages make them; root enrols, scans and delivers once."""
        kiosk = Kiosk(self.world, self.path())
        for name, user in ("kiosk", KIOSK), ("sync", SYNC):
            (kiosk.directory / name).mkdir(parents=True)
            own(kiosk.directory / name, user)
        self.assertDone(kiosk.enrol(self.central.enrol_code("university"), umask=0o077))
        self.assertDone(kiosk.checkin(self.codes[0], umask=0o077))
        self.assertDone(kiosk.once(umask=0o077))
        self.assertOwners(kiosk)
        self.assertDone(kiosk.checkin(self.codes[1], **KIOSK))
        self.assertArrives(kiosk)

    def test_what_a_user_plants_in_its_directory_is_not_given_to_it_by_root(self):
        """Links to files of root: by a name, by a second name, and through a directory."""
        kiosk, treasure = Kiosk(self.world, self.path()), self.world.root / "of-root"
        for name, user in ("kiosk", KIOSK), ("sync", SYNC):
            (kiosk.directory / name).mkdir(parents=True)
            own(kiosk.directory / name, user)
        (treasure / "inside").mkdir(parents=True)
        for name in "shadow", "twice", "inside/shadow":
            (treasure / name).write_text("of root")
        for name in "kiosk", "sync":
            (kiosk.directory / name / "one").symlink_to(treasure / "shadow")
            (kiosk.directory / name / "more").symlink_to(treasure / "inside")
            os.link(treasure / "twice", kiosk.directory / name / "two")
        own_file = kiosk.directory / "kiosk/of-root-once"
        own_file.write_text("made by root")
        code = self.central.enrol_code("university")
        done = self.run_with_users("otmetka", "enrol", "--data", kiosk.directory, "--code", code)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, "^enrolled: kiosk kiosk at venue university, number [0-9a-f]{32}\n$")
        for path in [treasure, *treasure.rglob("*")]:
            self.assertEqual((path.stat().st_uid, path.stat().st_gid), (0, 0), path)
        for name in "one", "more", "two":
            self.assertIn(f"kiosk/{name} is not given", done.stderr)
        self.assertEqual(own_file.stat().st_uid, KIOSK["user"])
        for name in "one", "more", "two":
            for folder in "kiosk", "sync":
                (kiosk.directory / folder / name).unlink()
        self.assertOwners(kiosk)
        self.assertDone(kiosk.checkin(self.codes[0], **KIOSK))
        self.assertArrives(kiosk)

    def run_with_users(self, program, *arguments):
        """Runs a program on a machine that has the packages' users: it sees other lists of them."""
        people, groups = self.world.root / "passwd", self.world.root / "group"
        people.write_text("root:x:0:0::/:/bin/sh\n" + "".join(
            f"otmetka-{name}:x:{user['user']}:{user['group']}::/:/bin/false\n"
            for name, user in (("kiosk", KIOSK), ("sync", SYNC))))
        groups.write_text(f"root:x:0:\notmetka-data:x:{READERS}:\n")
        script = ('mount --bind "$1" /etc/passwd && mount --bind "$2" /etc/group || exit 77; '
                  'shift 2; exec "$@"')
        line = self.world.arguments(program, arguments)
        done = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", people, groups, *line],
                              capture_output=True, text=True, check=False)
        if done.returncode in (77, 1) and ("mount" in done.stderr or "unshare" in done.stderr):
            self.skipTest(f"this machine lets nobody mount: {done.stderr}")
        return done

    def test_central_goes_on_with_what_root_did_in_its_directory(self):
        central = self.world.central("central-of-a-user")
        central.directory.mkdir(mode=0o700)
        os.chown(central.directory, CENTRAL["user"], CENTRAL["group"])
        other = self.world.package("other")
        programme = (other / "programme.toml").read_text().replace('name = "exchange"', 'name = "second"')
        (other / "programme.toml").write_text(programme)
        for package in self.package, other:  # each makes new keys
            self.assertDone(central.command("programme", "load", package, "--start", "today", umask=0o077))
        central.start(**CENTRAL)
        self.assertEqual(len(central.badges("second")), 32)
        self.assertDone(central.command("programme", "load", self.package, umask=0o077))
        central.stop()
        code = central.enrol_code("university")
        central.start(**CENTRAL)
        kiosk = Kiosk(self.world, self.path())
        self.assertDone(kiosk.enrol(code))
        self.assertDone(kiosk.checkin(*central.badges().values()))
        self.assertDelivered(kiosk, central)
        central.stop()
        for path in central.directory.rglob("*"):
            self.assertEqual((path.stat().st_uid, path.stat().st_gid), (CENTRAL["user"], CENTRAL["group"]), path)

    def test_a_running_daemon_takes_the_code_that_root_brings(self):
        for umask in 0o022, 0o077:
            kiosk = Kiosk(self.world, self.world.root / f"root-brings-{umask:03o}")
            for name, user in ("kiosk", KIOSK), ("sync", SYNC):
                (kiosk.directory / name).mkdir(parents=True)
                own(kiosk.directory / name, user)
            daemon = kiosk.daemon(**SYNC)
            wait_until("the daemon has begun", (kiosk.directory / "sync/mirror.db").exists)
            wrong = self.central.enrol_code("university").replace("OTM1:", "OTM1:0", 1)
            self.assertFails(kiosk.enrol(wrong, umask=umask))
            done = self.assertDone(kiosk.enrol(self.central.enrol_code("university"), umask=umask))
            self.assertRegex(done.out, "^enrolled: kiosk kiosk at venue university, number [0-9a-f]{32}\n$")
            self.assertFails(kiosk.enrol(self.central.enrol_code("lomonosov")), "enrolled already")
            self.assertDone(kiosk.checkin(self.codes[0], **KIOSK))
            wait_until("the daemon delivers it", lambda: kiosk.status()["waiting"] == 0)
            self.assertDone(daemon.stop())
            self.assertOwners(kiosk)
            self.assertSame(kiosk, self.central)


if __name__ == "__main__":
    unittest.main()
