"""One bit of one stored segment, or the end of a write that was torn: found by hash, told, and it hurts
nobody else's facts. What somebody else still has comes again."""

import contextlib
import json
import sqlite3
import unittest

from programs import NETWORKING, OwnCentral, wait_until


class Flipped(OwnCentral):
    # {what is damaged: (column, what becomes of its bytes)}
    DAMAGES = {
        "a bit of a payload": ("payload", lambda data: data[:len(data) // 2] +
                               bytes([data[len(data) // 2] ^ 4]) + data[len(data) // 2 + 1:]),
        "a bit of a header": ("header", lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:]),
        "a bit of a signature": ("header", lambda data: data[:-1] + bytes([data[-1] ^ 128])),
        "the end of a write": ("payload", lambda data: data[:len(data) // 3] + bytes(len(data) - len(data) // 3)),
    }

    def segments(self, path, device, scope="exchange"):
        """Ids of stored segments of a log, oldest first."""
        with contextlib.closing(sqlite3.connect(path)) as db:
            rows = db.execute("SELECT s.id FROM segment s JOIN held_epoch h ON h.id = s.epoch "
                              "JOIN log l ON l.id = h.log WHERE l.scope = ? AND l.device = ? ORDER BY s.id",
                              (scope, bytes.fromhex(device)))
            return [number for number, in rows]

    def damage(self, path, number, column, change):
        with contextlib.closing(sqlite3.connect(path)) as db:
            good = db.execute(f"SELECT {column} FROM segment WHERE id = ?", (number,)).fetchone()[0]
            self.assertNotEqual(change(good), good)
            db.execute(f"UPDATE segment SET {column} = ? WHERE id = ?", (change(good), number))
            db.commit()

    def scan(self, kiosk, *people, boot=0):
        """A boot for each: a log's epoch, and so a segment, of their own."""
        for person in people:
            boot += 1
            self.assertDone(kiosk.checkin(self.codes[person - 1], offset=NETWORKING + 100 * person + boot))

    def present(self):
        return {arrival["person"] for session in self.central.sessions().values() for arrival in session["arrivals"]}

    def assertUnwell(self, place):
        doctor = place.command("doctor")
        self.assertEqual(doctor.code, 1, str(doctor))
        self.assertRegex(doctor.out, "(?m)^bad +logs +[1-9][0-9]* faults?, the first: .*; to do: ")
        self.assertFails(place.command("log", "verify"), "fault: ")


class AtAKiosk(Flipped):
    def test_t8_a_bit_of_one_segment_of_the_mirror_keeps_no_other_segment_here(self):
        for number, (what, damage) in enumerate(self.DAMAGES.items()):
            with self.subTest(what):
                kiosk = self.world.kiosk(self.central, name=f"own-{number}")
                self.scan(kiosk, 1)
                self.assertDone(kiosk.once())
                self.central.stop()
                self.scan(kiosk, 2, 3, 4)
                self.assertFails(kiosk.once(), "nobody answers")  # they are sealed, and wait
                mirror = kiosk.directory / "sync/mirror.db"
                _, _, victim, _ = self.segments(mirror, kiosk.device)
                self.damage(mirror, victim, *damage)
                self.assertUnwell(kiosk)
                self.central.start()
                kiosk.once()  # the others go at once; this one is sealed again
                self.assertLessEqual({"1", "2", "4"}, self.there(kiosk))
                self.assertDelivered(kiosk, self.central)
                self.assertEqual(self.there(kiosk), {"1", "2", "3", "4"})
                self.assertDone(kiosk.command("doctor"))

    def there(self, kiosk):
        facts = self.central.facts("--device", kiosk.device, "--kind", "check-in")
        return {word.split('"person":"')[1].split('"')[0] for word in facts.splitlines()}

    def test_t8_a_bit_of_what_central_has_is_told_and_everything_else_goes_on(self):
        kiosk = self.world.kiosk(self.central)
        self.scan(kiosk, 1, 2, 3)
        self.assertDelivered(kiosk, self.central)
        mirror = kiosk.directory / "sync/mirror.db"
        self.damage(mirror, self.segments(mirror, kiosk.device)[1], *self.DAMAGES["a bit of a payload"])
        self.assertUnwell(kiosk)
        self.scan(kiosk, 4)
        self.assertDone(kiosk.once())
        self.assertEqual(self.there(kiosk), {"1", "2", "3", "4"})
        self.assertEqual(kiosk.status()["waiting"], 0)

    def test_t8_a_bit_of_a_channel_in_the_mirror_is_told_and_comes_again(self):
        office = json.loads(self.central.facts("--kind", "issuer-key").splitlines()[0])["device"]
        for scope in "office", "venue:university", "exchange":
            with self.subTest(scope):
                kiosk = self.world.kiosk(self.central, name=f"channel-{scope[:5]}")
                mirror = kiosk.directory / "sync/mirror.db"
                self.damage(mirror, self.segments(mirror, office, scope)[-1], *self.DAMAGES["a bit of a payload"])
                self.assertUnwell(kiosk)
                self.scan(kiosk, 1)  # whether its roster can be read or not: nobody is sent away
                self.assertDone(kiosk.once())
                self.assertDelivered(kiosk, self.central)
                self.assertRegex(kiosk.checkin(self.codes[1]).out, "^green ")
                self.assertDone(kiosk.command("doctor"))


class AtCentral(Flipped):
    def test_t17_what_central_has_damaged_after_its_ack_is_found_and_asked_for_again(self):
        kiosk = self.world.kiosk(self.central)
        self.scan(kiosk, 1, 2, 3, 4, 5)
        self.assertDelivered(kiosk, self.central)
        before = self.central.facts("--device", kiosk.device)
        self.central.stop()
        path = self.central.directory / "central.db"
        for victim, damage in zip(self.segments(path, kiosk.device)[:4], self.DAMAGES.values()):
            self.damage(path, victim, *damage)
        self.assertUnwell(self.central)
        self.central.start()
        self.assertUnwell(self.central)
        self.assertIn("5", self.present())
        # Every ten seconds it looks at some; what it has lost, it says to whoever sent it and comes again.
        daemon = kiosk.daemon()
        wait_until("central has looked", lambda: self.central.command("log", "verify").code == 0)
        self.assertEqual(self.present(), {"5"})
        self.scan(kiosk, 6)
        wait_until("it has come again", lambda: len(self.present()) == 6)
        self.assertDone(daemon.stop())
        self.assertLessEqual(set(before.splitlines()), set(self.central.facts("--device", kiosk.device).splitlines()))
        self.assertDelivered(kiosk, self.central)

    def test_t17_what_has_come_again_is_told_no_more(self):
        kiosk = self.world.kiosk(self.central)
        self.scan(kiosk, 1, 2)
        self.assertDelivered(kiosk, self.central)
        self.central.stop()
        path = self.central.directory / "central.db"
        self.damage(path, self.segments(path, kiosk.device)[0], *self.DAMAGES["a bit of a payload"])
        self.central.start()
        self.assertRegex(self.central.command("doctor").out, "(?m)^bad +losses +1 stored segments could not be read")
        wait_until("central has looked", lambda: self.central.command("log", "verify").code == 0)
        self.assertDelivered(kiosk, self.central)
        self.assertDone(self.central.command("doctor"))


if __name__ == "__main__":
    unittest.main()
