"""A tool that is not ours in our files: somebody's sqlite3, a backup program, a monitoring agent. It may
checkpoint, pack and look; nothing is lost by it, and the kiosk can still write."""

import contextlib
import sqlite3
import threading
import unittest

from programs import Kiosk, Programme

CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"


def act(path, *statements, timeout=0):
    """What a foreign program does there, and what it is refused."""
    said = []
    with contextlib.closing(sqlite3.connect(path, timeout=timeout, isolation_level=None)) as db:
        for statement in statements:
            try:
                said.append(db.execute(statement).fetchall())
            except sqlite3.OperationalError as error:
                said.append(str(error))
    return said


class Foreign(Programme):
    def enrolled(self):
        kiosk = Kiosk(self.world, self.path())
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        return kiosk

    def assertGreen(self, scanning, code):
        line = scanning.ask(code.encode() + b"\n")
        self.assertRegex(line, "^green ", scanning.err)
        return tuple(line.split(" ")[1:])

    def assertThere(self, kiosk, places):
        self.assertDelivered(kiosk, self.central)
        there = {(f["scope"], f["epoch"], str(f["seq"])): f["person"] for f in kiosk.own("check-in")}
        self.assertEqual(set(places), set(there))
        self.assertEqual(sorted(there.values(), key=int), [str(n + 1) for n in range(len(places))])

    def test_t16_a_foreign_tool_that_checkpoints_and_packs_the_journal_between_scans_loses_nothing(self):
        kiosk = self.enrolled()
        scanning, path = kiosk.scanning(), kiosk.directory / "kiosk/journal.db"
        statements = [[CHECKPOINT], ["VACUUM"], ["PRAGMA journal_mode = DELETE"], ["PRAGMA integrity_check"],
                      ["REINDEX", "ANALYZE", CHECKPOINT], ["PRAGMA wal_checkpoint(RESTART)"]]
        places = []
        for number, code in enumerate(self.codes[:24]):
            places.append(self.assertGreen(scanning, code))
            act(path, *statements[number % len(statements)])
            if number % 8 == 0:
                self.assertDone(kiosk.once())
                for other in kiosk.directory / "sync/mirror.db", self.central.directory / "central.db":
                    act(other, CHECKPOINT, "VACUUM", timeout=2)
        self.assertDone(scanning.stop())
        self.assertThere(kiosk, places)

    def test_t16_a_foreign_tool_that_checkpoints_while_a_scan_is_written_loses_nothing(self):
        kiosk = self.enrolled()
        scanning, path = kiosk.scanning(), kiosk.directory / "kiosk/journal.db"
        done, counted = threading.Event(), []

        def checkpoint_without_end():
            while not done.is_set():
                counted.append(act(path, CHECKPOINT))

        tool = threading.Thread(target=checkpoint_without_end)
        tool.start()
        try:
            places = [self.assertGreen(scanning, code) for code in self.codes]
        finally:
            done.set()
            tool.join()
        self.assertGreater(len(counted), 10)
        self.assertDone(scanning.stop())
        self.assertThere(kiosk, places)

    def test_t16_a_foreign_tool_that_holds_the_journal_delays_a_scan_or_has_it_told_and_the_next_one_works(self):
        kiosk = self.enrolled()
        scanning, path = kiosk.scanning(), kiosk.directory / "kiosk/journal.db"
        places = [self.assertGreen(scanning, self.codes[0])]
        with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as db:
            db.execute("BEGIN IMMEDIATE")
            release = threading.Timer(0.5, db.execute, ["ROLLBACK"])
            release.start()
            places.append(self.assertGreen(scanning, self.codes[1]))
            release.join()
            db.execute("BEGIN IMMEDIATE")
            self.assertEqual(scanning.ask(self.codes[2].encode() + b"\n"), "not_saved")
            db.execute("ROLLBACK")
        places.append(self.assertGreen(scanning, self.codes[2]))
        self.assertFails(scanning.stop(), "locked")
        self.assertThere(kiosk, places)

    def test_t16_a_foreign_tool_that_takes_the_log_away_after_a_clean_close_is_gone_on_after(self):
        kiosk, places = self.enrolled(), []
        for number, statement in enumerate((CHECKPOINT, "VACUUM", "PRAGMA journal_mode = DELETE", CHECKPOINT)):
            scanning = kiosk.scanning()
            places.append(self.assertGreen(scanning, self.codes[number]))
            self.assertDone(scanning.stop())
            for name in "kiosk/journal.db", "sync/mirror.db":
                self.assertIsInstance(act(kiosk.directory / name, statement)[0], list)
            self.assertDone(kiosk.once())
        self.assertThere(kiosk, places)


if __name__ == "__main__":
    unittest.main()
