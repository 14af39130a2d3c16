"""`otmetka doctor`: each thing is broken for real, and is told, with what to do."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import unittest

from programs import NETWORKING, Kiosk, Programme, World

LINE = re.compile(r"^(ok|warn|bad) +([\w-]+) +\S")


class Doctor(Programme):
    def examined(self, place, *flags, **options):
        """{about: [(level, says, do)]}, and the exit code."""
        done = place.command("doctor", "--json", *flags, **options)
        told = json.loads(done.out)
        found = {}
        for finding in told["findings"]:
            found.setdefault(finding["about"], []).append(
                (finding["level"], finding["says"], finding["do"]))
        levels = [finding["level"] for finding in told["findings"]]
        self.assertEqual(told["worst"], max(levels, key=["ok", "warn", "bad"].index))
        self.assertEqual(done.code, 1 if "bad" in levels else 0, str(done))
        return found

    def assertTold(self, found, level, about, *words):
        said = [f"{says} {act}" for how, says, act in found.get(about, []) if how == level]
        self.assertTrue(any(all(re.search(word, one) for word in words) for one in said),
                        f"nobody says {level} of {about} with {words}: {found}")
        for how, says, act in found[about]:
            self.assertTrue(says and (act or how == "ok"), (about, says))


class OfAKiosk(Doctor):
    def setUp(self):
        self.kiosk = self.used_kiosk()
        self.assertDone(self.kiosk.once())

    def test_a_kiosk_that_is_well_has_a_line_for_everything_and_nothing_is_bad(self):
        found = self.examined(self.kiosk, "--strict")
        for about in ["enrolled", "files", "keys", "logs", "disk", "clock", "exchange", "waiting",
                      "forks", "versions"]:
            self.assertTold(found, "ok", about)
        self.assertTold(found, "ok", "keys", "mode 0600", "not sealed by systemd-creds")
        self.assertTold(found, "ok", "clock", "anchored")
        lines = self.assertDone(self.kiosk.command("doctor")).lines
        self.assertEqual(len(lines), sum(map(len, found.values())))
        for line in lines:
            self.assertRegex(line, LINE)

    def test_files_that_others_may_read_or_that_belong_to_another_are_told_with_the_command(self):
        key = self.kiosk.directory / "sync/key"
        key.chmod(0o644)
        self.assertTold(self.examined(self.kiosk), "bad", "files", "sync/key has mode 644", "chmod 600")
        key.chmod(0o600)
        journal = self.kiosk.directory / "kiosk/journal.db"
        journal.chmod(0o666)
        self.assertTold(self.examined(self.kiosk), "bad", "files", "journal.db has mode 666", "chmod 640")
        journal.chmod(0o640)
        if os.geteuid() == 0:
            os.chown(journal, 65534, 65534)
            self.assertTold(self.examined(self.kiosk), "bad", "files", "journal.db belongs to user 65534",
                            "chown --reference")
            os.chown(journal, 0, 0)
        self.assertNotIn("bad", [how for how, _, _ in self.examined(self.kiosk)["files"]])

    def test_a_file_that_is_gone_is_named_with_what_to_do(self):
        for name, about, words in [("kiosk/journal.db", "files", "No such file"),
                                   ("sync/mirror.db", "enrolled", "put the file back"),
                                   ("sync/mirror.db", "files", "No such file"),
                                   ("sync/key", "keys", "otmetka key renew"),
                                   ("kiosk/key", "keys", "start the kiosk")]:
            with self.subTest(name=name):
                path = self.kiosk.directory / name
                kept = path.rename(path.with_name("kept"))
                try:
                    self.assertTold(self.examined(self.kiosk), "bad", about, words)
                finally:
                    kept.rename(path)

    def test_t8_a_flipped_bit_in_journal_or_mirror_is_found(self):
        for name, table, column, where in [
                ("kiosk/journal.db", "row", "bytes", "epoch = 1 AND seq = 1"),
                ("sync/mirror.db", "segment", "payload", "id = (SELECT max(id) FROM segment)")]:
            with self.subTest(name=name):
                path = self.kiosk.directory / name
                with contextlib.closing(sqlite3.connect(path)) as db, db:
                    before = db.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()[0]
                    flipped = before[:-1] + bytes([before[-1] ^ 1])
                    db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (flipped,))
                self.assertTold(self.examined(self.kiosk), "bad", "logs", "faults?, the first: .*/",
                                "log verify")
                with contextlib.closing(sqlite3.connect(path)) as db, db:
                    db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (before,))
        path = self.kiosk.directory / "sync/mirror.db"
        path.write_bytes(b"\0" * 4096)
        self.assertTold(self.examined(self.kiosk), "bad", "enrolled", "mirror.db", "backup")

    def test_what_waits_and_how_long_and_why_the_last_exchange_failed_is_told(self):
        self.assertDone(self.kiosk.checkin(self.codes[5]))
        self.assertTold(self.examined(self.kiosk), "ok", "waiting", "waiting for central: [1-9]")
        self.central.stop()
        self.addCleanup(self.central.start)
        self.assertFails(self.kiosk.once())
        self.assertTold(self.examined(self.kiosk), "warn", "exchange", "nobody answers there", "network")
        later = World(NETWORKING + 8 * 86400)
        self.addCleanup(later.close)
        old = Kiosk(later, self.kiosk.directory)
        found = self.examined(old)
        self.assertTold(found, "warn", "waiting", "waiting for central: .* the oldest for 8 days")
        self.assertTold(found, "warn", "exchange", "8 days ago")
        # Another clock offset is another boot.
        self.assertTold(found, "warn", "clock", "not anchored since")
        self.assertEqual(old.command("doctor", "--strict").code, 1)

    def test_two_states_put_together_in_one_journal_are_told(self):
        twin = self.world.root / "twin"
        shutil.copytree(self.kiosk.directory, twin)
        for directory in (self.kiosk.directory, twin):
            self.assertDone(Kiosk(self.world, directory).checkin(self.codes[6]))
        self.assertTold(self.examined(self.kiosk), "ok", "forks")
        with contextlib.closing(sqlite3.connect(self.kiosk.directory / "kiosk/journal.db")) as db, db:
            db.execute("ATTACH ? AS twin", (str(twin / "kiosk/journal.db"),))
            fresh = "SELECT id FROM twin.epoch WHERE epoch NOT IN (SELECT epoch FROM main.epoch)"
            rows = f"SELECT epoch + 1000, seq, bytes, link FROM twin.row WHERE epoch IN ({fresh})"
            db.execute(f"INSERT INTO main.row(epoch, seq, bytes, link) {rows}")
            db.execute("INSERT INTO main.epoch(id, device, scope, epoch, boot) SELECT id + 1000, device, "
                       f"scope, epoch, boot FROM twin.epoch WHERE id IN ({fresh})")
        self.assertTold(self.examined(self.kiosk), "warn", "forks", "go on in two ways", "tell the office")

    def test_a_directory_that_is_nobodys_is_told_as_that(self):
        empty = Kiosk(self.world, self.world.root / "empty")
        empty.directory.mkdir()
        self.assertTold(self.examined(empty), "bad", "enrolled", "nobody's kiosk yet", "otmetka enrol")
        nothing = Kiosk(self.world, self.world.root / "not-there")
        self.assertFails(nothing.command("doctor"), "No such file", "directory of a kiosk or of a central")


class OfACentral(Doctor):
    def test_a_central_that_is_well_running_or_not(self):
        self.used_kiosk()
        for _ in range(2):
            found = self.examined(self.central)
            for about in ["files", "keys", "logs", "disk", "alarms", "losses", "silent"]:
                self.assertTold(found, "ok", about)
            if self.central.program.process.poll() is None:
                self.central.stop()
        self.central.start()

    def test_modes_and_missing_keys_are_told(self):
        key = self.central.directory / "key"
        key.chmod(0o640)
        found = self.examined(self.central)
        self.assertTold(found, "bad", "files", "key has mode 640", "chmod 600")
        self.assertTold(found, "bad", "keys", "may be read by others")
        key.chmod(0o600)
        self.central.stop()
        kept = key.rename(key.with_name("kept"))
        found = self.examined(self.central)
        self.assertTold(found, "bad", "keys", "backup", "nothing opens")
        self.assertFalse(key.exists())
        kept.rename(key)
        self.central.start()

    def test_a_flipped_bit_a_lost_key_and_a_lost_text_are_told(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(world.package(), "today")
        central.stop()
        saved = world.root / "saved"
        shutil.copytree(central.directory, saved)
        path = central.directory / "central.db"
        with contextlib.closing(sqlite3.connect(path)) as db, db:
            db.execute("DELETE FROM detached WHERE scope = 'exchange'")
        self.assertTold(self.examined(central), "warn", "losses", "texts or photos", "kiosks")
        with contextlib.closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE segment SET payload = zeroblob(length(payload)) WHERE id = "
                       "(SELECT max(id) FROM segment)")
        found = self.examined(central)
        self.assertTold(found, "bad", "logs", "faults, the first", "log verify")
        self.assertTold(found, "bad", "losses", "could not be read")
        shutil.rmtree(central.directory)
        saved.rename(central.directory)
        keys = central.directory / "key"
        keys.write_text("".join(line for line in keys.read_text().splitlines(True)
                                if not line.startswith("scope exchange ")))
        self.assertTold(self.examined(central), "bad", "losses", "keys are missing", "kiosks")

    def test_a_kiosk_that_is_silent_and_one_that_was_never_heard_are_named(self):
        kiosk = self.used_kiosk()
        found = self.examined(self.central)
        self.assertNotIn(kiosk.device, str(found["silent"]))
        self.central.stop()
        later = World(NETWORKING + 9 * 86400)
        self.addCleanup(later.close)
        self.central.world = later
        found = self.examined(self.central)
        self.central.world = self.world
        self.central.start()
        self.assertTold(found, "warn", "silent", f"{kiosk.device} .*at university.* 9 days ago", "revoke")
        self.central.ask("device", "revoke", kiosk.device)
        self.assertNotIn(kiosk.device, str(self.examined(self.central)["silent"]))


if __name__ == "__main__":
    unittest.main()
