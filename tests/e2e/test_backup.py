"""A backup of a central: whole or nothing, verified, and put back; what receipts call archived is in it."""

import contextlib
import json
import re
import shutil
import sqlite3
import time
import unittest

import mounts
from programs import NETWORKING, Programme, World, files, wait_until

NAME = r"otmetka-\d{8}T\d{6}Z"
DAY_S = 24 * 3600


class Backup(Programme):
    """One running central, and a directory for the backups of each test."""

    def setUp(self):
        self.target = self.path()
        self.target.mkdir()

    def made(self, done):
        """Where a backup is, as the command printed it."""
        found = re.match(rf"(\S*/{NAME}): \d+ files, \d+ bytes, \d+ facts: verified$", done.out.strip())
        self.assertTrue(found, str(done))
        return self.target / found[1].rsplit("/", 1)[1]

    def back_up(self, *arguments, **options):
        done = self.assertDone(self.central.command("backup", "--to", self.target, *arguments, **options))
        return self.made(done)

    def names(self):
        return sorted(path.name for path in self.target.iterdir() if path.name not in ("writer.lock", "erased"))

    def own_central(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(world.package(), "today")
        return world, central

    def delivered(self, world, central, codes):
        """A kiosk at which these were checked in, of which central holds all."""
        kiosk = world.kiosk(central)
        self.assertDone(kiosk.checkin(*codes))
        self.assertDelivered(kiosk, central)
        return kiosk

    def codes_of(self, central):
        return list(central.badges().values())


class Making(Backup):
    def test_a_backup_of_a_central_that_runs_holds_all_that_a_restore_needs_and_no_more(self):
        backup = self.back_up()
        self.assertEqual(self.names(), [backup.name])
        have = set(files(backup))
        blobs = {f"blobs/{path.name}" for path in (self.central.directory / "blobs").iterdir()}
        self.assertTrue(blobs)
        self.assertEqual(have, blobs | {"central.db", "key", "tls.key", "tls.crt", "address", "backup.json"})
        for path in backup.rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)
        for name in ["key", "tls.key", "tls.crt", "address"]:
            self.assertEqual((backup / name).read_bytes(), (self.central.directory / name).read_bytes())
        self.check(self.world, backup)
        self.assertDone(self.world.run("otmetka", "log", "verify", "--data", backup))

    def test_a_backup_tells_on_stderr_what_it_does_and_that_it_lies_on_centrals_own_disk(self):
        done = self.assertDone(self.central.command("backup", "--to", self.target))
        for words in "copying central.db", "checking every segment", "the same disk":
            self.assertIn(words, done.err)

    def test_a_central_that_is_stopped_is_backed_up_as_well(self):
        world, central = self.own_central()
        central.stop()
        done = self.assertDone(central.command("backup", "--to", self.target))
        self.check(world, self.made(done))
        self.assertIsNotNone(json.loads(central.ask("status", "--json"))["last_backup"])

    def test_a_backup_that_is_cut_is_never_taken_for_a_whole_one_and_the_next_one_clears_it_away(self):
        whole = self.back_up()
        cut = self.target / "otmetka-20200101T000000Z.partial"
        shutil.copytree(whole, cut)
        into = self.world.root / "from-a-cut-one"
        self.assertFails(self.world.run("otmetka", "restore", "--from", cut, "--data", into), "was cut")
        self.assertFalse(into.exists())
        unnamed = self.target / "otmetka-20200101T000001Z"
        shutil.copytree(whole, unnamed)
        (unnamed / "backup.json").unlink()
        self.assertFails(self.world.run("otmetka", "restore", "--from", unnamed, "--data", into),
                         "not a whole one")
        self.assertRegex(self.central.command("backup", "--to", self.target, offset=self.world.offset + 60).err,
                         "20200101T000000Z.partial was cut; it goes")
        self.assertFalse(cut.exists())

    def test_a_backup_that_is_killed_at_any_moment_leaves_nothing_that_has_its_name(self):
        for delay in range(8):
            running = self.world.start("otmetka", "backup", "--data", self.central.directory, "--to",
                                       self.target)
            wait_until("it began", lambda: running.err or running.process.poll() is not None)
            for _ in range(delay * 3):
                running.process.poll()
            running.kill()
            for name in self.names():
                whole = re.fullmatch(NAME, name) is not None
                self.assertEqual(whole, (self.target / name / "backup.json").exists() and not
                                 name.endswith(".partial"), name)
                shutil.rmtree(self.target / name)

    def test_a_target_that_cannot_be_is_told(self):
        inside = self.central.directory / "backups"
        inside.mkdir()
        link = self.world.root / "a-link"
        link.symlink_to(inside)
        for target in inside, self.central.directory, link:
            self.assertFails(self.central.command("backup", "--to", target), "lies inside")
        inside.rmdir()
        self.assertFails(self.central.command("backup", "--to", self.target / "nowhere"),
                         "no such directory; make it first")
        self.assertFails(self.world.run("otmetka", "backup", "--data", self.target, "--to", self.target),
                         "no central's directory")
        self.assertEqual(self.names(), [])

    def test_older_backups_go_when_only_so_many_are_to_be_kept(self):
        for hour in range(4):
            self.back_up("--keep", 2, offset=self.world.offset + hour * 3600)
        self.assertEqual(len(self.names()), 2)
        kept = self.names()
        one_more = self.back_up(offset=self.world.offset + 5 * 3600).name
        self.assertEqual(self.names(), [*kept, one_more])

    def test_a_disk_that_is_full_keeps_the_backups_that_are_there_and_nothing_of_the_new_one(self):
        mounts.need_mounts()
        small = self.world.root / "small"
        mounts.small_disk(small, 32 << 20)
        self.addCleanup(mounts.unmount, small)
        self.assertDone(self.central.command("backup", "--to", small))
        before = files(small)
        filler = mounts.fill(small)
        later = self.world.offset + 60
        self.assertFails(self.central.command("backup", "--to", small, offset=later), "disk is full", "needed")
        filler.unlink()
        self.assertEqual(files(small), before)
        self.assertDone(self.central.command("backup", "--to", small, offset=later))

    def test_damage_of_centrals_own_store_is_told_and_what_it_hit_is_not_called_archived(self):
        world, central = self.own_central()
        kiosk = world.kiosk(central)
        self.assertDone(kiosk.checkin(*self.codes_of(central)[:3]))
        self.assertDelivered(kiosk, central)
        central.stop()
        with contextlib.closing(sqlite3.connect(central.directory / "central.db")) as db:
            row, payload = db.execute(
                "SELECT s.id, s.payload FROM segment s JOIN held_epoch h ON h.id = s.epoch JOIN log l ON "
                "l.id = h.log WHERE l.scope = 'exchange' AND l.device = ? ORDER BY s.id DESC",
                (bytes.fromhex(kiosk.device),)).fetchone()
            damaged = bytes([payload[0] ^ 1]) + payload[1:]
            db.execute("UPDATE segment SET payload = ? WHERE id = ?", (damaged, row))
            db.commit()
        done = self.assertFails(central.command("backup", "--to", self.target), "2 faults", "not called archived")
        self.assertRegex(done.err, f"fault: {kiosk.device}/exchange/")
        self.made(done)
        with contextlib.closing(sqlite3.connect(central.directory / "central.db")) as db:
            told = dict(db.execute("SELECT l.scope, h.archived_seq FROM held_epoch h JOIN log l ON l.id = h.log "
                                   "WHERE l.device = ?", (bytes.fromhex(kiosk.device),)).fetchall())
        self.assertEqual(told["exchange"], 0)
        self.assertGreater(told["device"], 0)


class Archived(Backup):
    def test_archived_follows_the_last_verified_backup_and_nothing_else(self):
        world, central = self.own_central()
        codes = list(central.badges().values())
        kiosk = self.delivered(world, central, codes[:5])
        self.assertEqual(kiosk.status()["archived"], 0)
        self.assertRegex(central.ask("status"), "there is no backup of this central")
        self.assertDone(central.command("backup", "--to", self.target))
        self.assertNotIn("no backup", central.ask("status"))
        self.assertDone(kiosk.checkin(codes[5]))
        self.assertDone(kiosk.once())
        status = kiosk.status()
        self.assertGreaterEqual(status["archived"], 5)
        self.assertLess(status["archived"], status["durable"])
        # A month later it is still the backup that counts, and its age is told.
        central.stop()
        world.offset += 40 * DAY_S
        central.start()
        self.assertDone(kiosk.once())
        self.assertEqual(kiosk.status()["archived"], status["archived"])
        self.assertRegex(central.ask("status"), r"the last backup is 96\d hours old")
        told = json.loads(central.get("/api/v1/attendance")[2])
        self.assertEqual(told["backup"]["warning"], "old")
        self.assertDone(central.command("backup", "--to", self.target))
        self.assertDone(kiosk.once())
        self.assertGreater(kiosk.status()["archived"], status["archived"])
        self.assertEqual(json.loads(central.get("/api/v1/attendance")[2])["backup"]["warning"], "")

    def test_what_was_called_archived_is_there_after_a_restore_and_the_rest_comes_from_the_kiosks(self):
        world, central = self.own_central()
        codes = list(central.badges().values())
        kiosk = self.delivered(world, central, codes[:5])
        backup = self.made(self.assertDone(central.command("backup", "--to", self.target)))
        self.assertDone(kiosk.checkin(*codes[5:9]))
        self.assertDelivered(kiosk, central)
        archived = kiosk.status()["archived"]
        # A living central is not overwritten, whether it runs or not.
        for _ in range(2):
            before = central.facts()
            self.assertFails(world.run("otmetka", "restore", "--from", backup, "--data", central.directory),
                             "is not empty", "living central")
            self.assertEqual(central.facts(), before)
            if central.program.process.poll() is None:
                central.stop()
        central.directory.rename(world.root / "lost")
        self.assertDone(world.run("otmetka", "restore", "--from", backup, "--data", central.directory))
        for name in "key", "tls.key":
            self.assertEqual((central.directory / name).stat().st_mode & 0o777, 0o600)
        own = [line for line in central.facts("--device", kiosk.device).splitlines()]
        self.assertGreaterEqual(len(own), archived)
        central.start()
        self.assertDelivered(kiosk, central)
        self.assertEqual(central.badges(), dict(zip(central.badges(), codes)))

    def test_kiosks_that_followed_a_later_tls_key_follow_a_restore_back(self):
        world, central = self.own_central()
        codes = self.codes_of(central)
        kiosk = self.delivered(world, central, codes[:2])
        backup = self.made(self.assertDone(central.command("backup", "--to", self.target)))
        central.ask("key", "rotate", "tls")
        central.ask("key", "rotate", "tls", "--now")
        central.stop()
        central.start()
        self.assertDone(kiosk.checkin(codes[2]))
        self.assertDelivered(kiosk, central)
        central.stop()
        central.directory.rename(world.root / "lost")
        self.assertDone(world.run("otmetka", "restore", "--from", backup, "--data", central.directory))
        time.sleep(2)  # its statements are numbered by the second
        central.start()
        self.assertDone(kiosk.checkin(codes[3]))
        self.assertDelivered(kiosk, central)

    def test_a_restore_that_was_cut_is_no_central(self):
        backup = self.back_up()
        data = self.world.root / "half-restored"
        self.assertDone(self.world.run("otmetka", "restore", "--from", backup, "--data", data))
        (data / "restoring").touch()
        self.assertFails(self.world.run("otmetka", "badge", "make", "--cohort", "exchange", "--data", data),
                         "a restore into .* was cut")
        damaged = self.target / "otmetka-20210101T000000Z"
        shutil.copytree(backup, damaged)
        blob = next((damaged / "blobs").iterdir())
        blob.write_bytes(blob.read_bytes()[:-1])
        other = self.world.root / "from-a-damaged-one"
        self.assertFails(self.world.run("otmetka", "restore", "--from", damaged, "--data", other), "is damaged")
        self.assertFails(self.world.run("otmetka", "badge", "make", "--cohort", "exchange", "--data", other),
                         "was cut")

    def test_backups_while_facts_come_in_hold_a_whole_prefix_each(self):
        world, central = self.own_central()
        codes = list(central.badges().values())
        kiosk = world.kiosk(central)
        daemon = kiosk.daemon()
        for turn in range(4):
            for code in codes[turn * 6:turn * 6 + 6]:
                self.assertDone(kiosk.checkin(code))
            done = self.assertDone(central.command("backup", "--to", self.target, offset=world.offset + turn * 60))
            self.check(world, self.made(done))
        daemon.stop()


if __name__ == "__main__":
    unittest.main()
