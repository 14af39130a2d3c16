"""Kiosks that central knows no more (T13): they delete nothing, go on, and are known again with all that they have."""

import contextlib
import json
import shutil
import sqlite3
import unittest

from programs import wait_until
from test_lost import Alone

UNKNOWN = "does not know this box: enrol it again"
# Segments of the office's log, with when each was stored; a box is made known in one.
OFFICE = ("SELECT s.id FROM segment s JOIN held_epoch h ON h.id = s.epoch JOIN log l ON l.id = h.log "
          "WHERE l.scope = 'office'")


def counts(kiosk):
    """Everything that a kiosk could delete."""
    out = {}
    for name, tables in {"kiosk/journal.db": ["row", "epoch", "detached"],
                         "sync/mirror.db": ["segment", "held_epoch", "detached"]}.items():
        with contextlib.closing(sqlite3.connect(kiosk.directory / name)) as db:
            for table in tables:
                out[name, table] = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return out


class Forgotten(Alone):
    def edit(self, path, *statements):
        with contextlib.closing(sqlite3.connect(path)) as db:
            for statement, *values in statements:
                db.execute(statement, values)
            self.assertGreater(db.total_changes, 0)
            db.commit()

    def edit_central(self, *statements):
        self.central.stop()
        self.edit(self.central.directory / "central.db", *statements)
        self.central.start()

    def last_segment(self):
        with contextlib.closing(sqlite3.connect(self.central.directory / "central.db")) as db:
            return db.execute("SELECT max(id) FROM segment").fetchone()[0]

    def delivered(self, name="kiosk"):
        """A kiosk of which central has five check-ins."""
        kiosk = self.world.kiosk(self.central, name=name)
        self.assertDone(kiosk.checkin(*self.codes[:5]))
        self.assertDelivered(kiosk, self.central)
        return kiosk

    def copy_of_central(self):
        self.central.stop()
        copy = shutil.copy(self.central.directory / "central.db", self.world.root / "central.copy")
        self.central.start()
        return copy

    def put_back(self, copy):
        """Only the store: its keys stay, as `central.db` alone is put back by hand."""
        self.central.stop()
        for end in "-wal", "-shm":
            (self.central.directory / f"central.db{end}").unlink(missing_ok=True)
        shutil.copy(copy, self.central.directory / "central.db")
        self.central.start()

    def record_deleted(self, kiosk, *office):
        """Of this box nothing is left at central, and of the office's log what `office` leaves."""
        device = bytes.fromhex(kiosk.device)
        epochs = "(SELECT h.id FROM held_epoch h JOIN log l ON l.id = h.log WHERE l.device = ?)"
        self.edit_central(
            (f"DELETE FROM segment WHERE epoch IN {epochs}", device),
            ("DELETE FROM held_epoch WHERE log IN (SELECT id FROM log WHERE device = ?)", device),
            ("DELETE FROM log WHERE device = ?", device),
            ("DELETE FROM public_key WHERE device = ?", device), *office)

    def assertGoesOn(self, kiosk, person):
        self.assertRegex(self.assertDone(kiosk.checkin(self.codes[person - 1])).out, "^green ")

    def assertNothingLost(self, kiosk, device, facts, people):
        """The same kiosk; each fact of before where it was, and all of them at central once."""
        self.assertEqual(kiosk.device, device)
        self.assertEqual(kiosk.status()["waiting"], 0)
        self.assertSame(kiosk, self.central)
        held = self.central.facts("--device", device).splitlines()
        self.assertLessEqual(set(facts.splitlines()), set(held))
        places = [(fact["scope"], fact["epoch"], fact["seq"]) for fact in map(json.loads, held)]
        self.assertEqual(len(places), len(set(places)))
        self.assertEqual(sorted(int(fact["person"]) for fact in kiosk.own("check-in")), list(range(1, people + 1)))
        self.assertEqual(self.devices()[device][:2], ["university", "good"])
        self.assertEqual((self.alarms(), kiosk.status()["notices"]), ({}, []))
        for place in kiosk, self.central:
            self.assertDone(place.command("doctor"))

    def test_t13_a_kiosk_whose_record_was_deleted_is_known_again_by_what_it_holds_and_sends_all(self):
        # A restart in between, so that what was said of the box is an epoch by itself.
        self.central.stop()
        self.central.start()
        kiosk = self.delivered()
        last = "(SELECT max(h.id) FROM held_epoch h JOIN log l ON l.id = h.log WHERE l.scope = 'office')"
        self.record_deleted(kiosk, (f"DELETE FROM segment WHERE epoch = {last}",),
                            (f"DELETE FROM held_epoch WHERE id = {last}",))
        self.assertNotIn(kiosk.device, self.devices())
        self.assertDone(kiosk.checkin(*self.codes[5:7]))
        before = counts(kiosk)
        self.assertDelivered(kiosk, self.central)
        self.assertIn(kiosk.device, self.devices())
        for what, count in before.items():
            self.assertGreaterEqual(counts(kiosk)[what], count, what)

    def test_t13_what_was_cut_out_of_the_office_s_log_comes_again_from_the_kiosk_that_it_was_about(self):
        """Nobody else is delayed: what stands behind it in that log counts as before."""
        for whole in True, False:
            with self.subTest(and_the_kiosk_s_log_too=whole):
                before = self.last_segment()
                kiosk = self.delivered(f"kiosk-{whole}")
                device, facts = kiosk.device, kiosk.facts("--own")
                self.central.ask("staff", "announce", "--en", "The bus waits", "--for", "30")
                self.assertDone(kiosk.once())
                cut = (f"DELETE FROM segment WHERE id = ({OFFICE} AND s.id > ? ORDER BY s.id)", before)
                self.record_deleted(kiosk, cut) if whole else self.edit_central(cut)
                self.assertNotIn(device, self.devices())
                doctor = self.central.command("doctor")
                self.assertRegex(doctor.out, "(?m)^bad +logs +.*a gap before this segment")
                self.assertEqual(doctor.code, 1)
                self.assertGoesOn(kiosk, 6)
                self.assertDone(kiosk.once())
                self.assertNothingLost(kiosk, device, facts, 6)

    def test_t13_what_was_cut_out_of_a_kiosk_s_log_comes_again_from_it(self):
        kiosk = self.delivered()
        self.assertGoesOn(kiosk, 6)
        self.assertDone(kiosk.once())
        self.assertGoesOn(kiosk, 7)
        self.assertDelivered(kiosk, self.central)
        device, facts = kiosk.device, kiosk.facts("--own")
        its = OFFICE.replace("'office'", "'exchange'") + " AND l.device = ? ORDER BY s.id"
        self.edit_central((f"DELETE FROM segment WHERE id = ({its})", bytes.fromhex(device)))
        self.assertFails(self.central.command("facts", "--device", device), "a stored segment is missing")
        wait_until("central has looked", lambda: self.central.command("log", "verify").code == 0)
        self.assertGoesOn(kiosk, 8)
        self.assertDone(kiosk.once())
        self.assertNothingLost(kiosk, device, facts, 8)

    def test_t13_a_kiosk_that_cannot_remind_central_says_so_goes_on_and_is_enrolled_as_the_same(self):
        copy, before = self.copy_of_central(), self.last_segment()
        kiosk = self.delivered()
        device, facts = kiosk.device, kiosk.facts("--own")
        # Of the office's log the kiosk has lost just what central will have lost too.
        mirror = kiosk.directory / "sync/mirror.db"
        with contextlib.closing(sqlite3.connect(self.central.directory / "central.db")) as db:
            news = [header for header, in db.execute(f"SELECT header FROM segment WHERE id IN ({OFFICE} AND s.id > {before})")]
        self.assertGreater(len(news), 0)
        self.put_back(copy)
        self.edit(mirror, *(("DELETE FROM segment WHERE header = ?", header) for header in news))
        self.edit(mirror, ("DELETE FROM held_epoch WHERE id NOT IN (SELECT epoch FROM segment)",))
        daemon = kiosk.daemon()
        wait_until("the daemon says so", lambda: UNKNOWN in kiosk.status()["reason"])
        before = counts(kiosk)
        self.assertGoesOn(kiosk, 6)
        doctor = kiosk.command("doctor")
        self.assertRegex(doctor.out, "(?m)^bad +exchange +central does not know this kiosk any more; to do: .*enrol")
        self.assertEqual(doctor.code, 1)
        self.assertGoesOn(kiosk, 7)
        for what, count in counts(kiosk).items():
            self.assertGreaterEqual(count, before[what], what)
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))  # the daemon takes it
        self.assertGoesOn(kiosk, 8)
        wait_until("all is delivered", lambda: kiosk.status()["waiting"] == 0)
        self.assertDone(daemon.stop())
        self.assertNothingLost(kiosk, device, facts, 8)

    def test_t13_a_kiosk_without_a_mirror_and_a_central_without_its_record_come_together_again(self):
        copy = self.copy_of_central()
        kiosk = self.delivered()
        device, facts = kiosk.device, kiosk.facts("--own")
        self.put_back(copy)
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.codes[5].encode() + b"\n"), "^green ")
        for end in "", "-wal", "-shm":
            (kiosk.directory / f"sync/mirror.db{end}").unlink(missing_ok=True)
        self.assertRegex(scanning.ask(self.codes[6].encode() + b"\n"), "^green ")  # the one that runs
        self.assertDone(scanning.stop())
        recorded = kiosk.facts("--own")
        self.assertFails(kiosk.once(), "not enrolled: run .otmetka enrol")
        self.assertFails(kiosk.checkin(self.codes[7]), "not enrolled: run .otmetka enrol")
        self.assertRegex(kiosk.command("doctor").out, "(?m)^bad +enrolled +.*mirror.db.* is gone; its journal has 11 facts; "
                                                      "to do: keep the directory, and .otmetka enrol. with a new code")
        self.assertEqual(kiosk.facts("--own"), recorded)
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.assertGoesOn(kiosk, 8)
        self.assertDone(kiosk.once())
        self.assertNothingLost(kiosk, device, facts, 8)


if __name__ == "__main__":
    unittest.main()
