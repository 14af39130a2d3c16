"""Facts that no kiosk of ours writes, and bytes of a later version, at the real central: what is well
signed is stored and acknowledged, what cannot be understood is told, and nobody after it is kept waiting."""

import contextlib
import json
import sqlite3
import unittest

import raw_box
from programs import OwnCentral, files
from raw_box import LATER, NOTICE, REFUSAL, RawBox, frame, opened

COHORT = "exchange"
FAR = (1 << 64) - 1


def fact(kind=2, **fields):
    return {"kind": kind, "boot": 60, "wall": 1_760_000_060, **fields}


class Box(OwnCentral):
    def setUp(self):
        super().setUp()
        self.kiosk, self.other = self.world.kiosk(self.central), self.world.kiosk(self.central, name="other")
        self.box = RawBox(self.kiosk, self.central)
        self.addCleanup(lambda: self.box.close())
        self.session = self.central.sessions()["networking"]["number"]

    def good(self, person):
        return fact(person=person, session=self.session, method=1)

    def present(self):
        return {arrival["person"] for arrival in self.central.sessions()["networking"]["arrivals"]
                if arrival["present"]}

    def assertGoesOn(self, *people):
        """These count, also after central has read everything anew; and others hear and say what they did before."""
        people = {str(person) for person in people}
        for _ in range(2):
            self.assertLessEqual(people, self.present())
            self.assertDone(self.central.command("log", "verify"))
            self.central.stop()
            self.central.start()
            self.box.close()
        self.assertRegex(self.assertDone(self.other.checkin(self.codes[20])).out, "^green ")
        self.assertDone(self.other.once())
        self.assertEqual(self.other.status()["waiting"], 0)
        self.assertDone(self.other.command("log", "verify"))
        self.assertLessEqual(people | {"21"}, self.present())


class Hostile(Box):
    def hostile_facts(self):
        """{what is wrong: (row, frames that go with it)}"""
        name, name_hash = self.box.detached(COHORT, b"\x0a" + raw_box.tiny.st(b"N" * 4096))
        bad, bad_hash = self.box.detached(COHORT, b"\x0a\x06\xff\xfe\xc0\x80\xed\xa0")
        words, words_hash = self.box.detached(COHORT, b"\xff" * 100)
        return {
            "an unknown kind": (fact(9999, person=1, payload=b"\xff" * 50), []),
            "the kind with the greatest number": (fact(FAR), []),
            "a bad method": (fact(person=2, session=self.session, method=200), []),
            "flags of a later version": (fact(person=3, session=self.session, flags=1 << 40), []),
            "a standing that nobody knows": (fact(4, person=4, session=self.session, payload=b"\x08\x63"), []),
            "a consent to something unknown": (fact(10, person=5, payload=b"\x08\x4d\x10\x01"), []),
            "the year 1970": (self.good(6) | {"boot": 0, "wall": 0}, []),
            "before all time": (self.good(7) | {"boot": FAR, "wall": -(1 << 63)}, []),
            "after all time": (self.good(8) | {"wall": (1 << 63) - 1}, []),
            "a name of 4 KiB": (fact(5, payload=b"\x0a\x02en", hash=name_hash), [name]),
            "a name that is no UTF-8": (fact(5, payload=b"\x0a\x02en", hash=bad_hash), [bad]),
            "an idea that is no UTF-8": (fact(7, person=9, payload=b"\x0a\x03\xff\xfe\xfd", hash=words_hash), [words]),
            "a text that never comes": (fact(7, person=9, hash=b"h" * 32), []),
            "a payload that is noise": (fact(person=10, session=self.session, payload=bytes(range(256)) * 4), []),
            "a person and a session that nobody has": (fact(person=(1 << 32) - 1, session=(1 << 32) - 1), []),
            "a second opening": (opened(b"x" * 16), []),
            "itself corrected": (fact(4, payload=b"\x08\x01", refs=[(self.box.device, COHORT, 5, 1)]), []),
            "what is of another log": (fact(11, payload=b"\x08\x01\x10\x02\x18\x01"), []),
        }

    def test_t6_hostile_facts_are_stored_and_acknowledged_and_the_facts_after_them_count(self):
        hostile = self.hostile_facts()
        rows = [opened(), *(row for row, _ in hostile.values()), self.good(15)]
        texts = [text for _, frames in hostile.values() for text in frames]
        segments, epoch = self.box.epoch(COHORT, rows)
        self.assertEqual(self.box.durable(self.box.exchange(*segments, *texts), epoch), len(rows))
        stored = [json.loads(line) for line in self.central.facts("--device", self.kiosk.device).splitlines()]
        self.assertEqual(sum(f["epoch"] == f"{epoch:016x}" for f in stored), len(rows))
        self.assertGoesOn(15)

    def test_t6_each_hostile_fact_alone_keeps_no_other_fact_waiting(self):
        for number, (what, (row, texts)) in enumerate(self.hostile_facts().items(), 11):
            with self.subTest(what):
                segments, epoch = self.box.epoch(COHORT, [opened(), row, self.good(number)], parts=3)
                self.assertEqual(self.box.durable(self.box.exchange(*segments, *texts), epoch), 3)
                self.assertIn(str(number), self.present())
        self.assertGoesOn(*range(11, 11 + len(self.hostile_facts())))

    def test_t6_a_row_that_cannot_be_read_is_kept_told_and_passed_by(self):
        for number, spoil in enumerate((lambda row: b"\x02" + row[1:], lambda row: row + b"more", lambda row: b""), 11):
            with self.subTest(number):
                segments, epoch = self.unreadable(spoil, self.good(number))
                self.assertEqual(self.box.durable(self.box.exchange(*segments), epoch), 3)
                self.assertIn(str(number), self.present())
                doctor = self.central.command("doctor")
                self.assertRegex(doctor.out, f"(?m)^bad +losses +{number - 10} stored segments could not be read")
        self.central.stop()
        self.central.start()
        self.assertLessEqual({"11", "12", "13"}, self.present())
        self.assertRegex(self.assertDone(self.other.checkin(self.codes[20])).out, "^green ")
        self.assertDone(self.other.once())
        self.assertIn("21", self.present())

    def unreadable(self, spoil, after):
        """An epoch in three segments, well signed, whose second one holds a row that is none."""
        tiny, log = raw_box.tiny, (self.box.device, COHORT, raw_box.random.getrandbits(64))
        key, sign = self.box.scopes[COHORT], self.box.key
        links = tiny.chain(*log, [opened()])
        bad = spoil(tiny.stored(self.good(10)))
        links.append(tiny.h(links[-1] + bad))
        links.append(tiny.h(links[-1] + tiny.stored(after)))
        parts = [tiny.segment(log, 1, [opened()], links[0], sign, key),
                 tiny.segment(log, 2, [], links[1], sign, key, plain=tiny.st(bad), count=1, last_link=links[2]),
                 tiny.segment(log, 3, [after], links[2], sign, key)]
        return [frame(raw_box.SEGMENT, b"".join(part)) for part in parts], log[2]


class Later(Box):
    def test_t10_an_exchange_of_a_later_version_is_told_what_to_update_and_changes_nothing(self):
        before = self.central.facts()
        status, answer = self.box.post(self.box.begun(version=LATER))
        self.assertEqual(status, 400)
        self.assertRegex(answer[REFUSAL][0].decode(), "^.version.*speaks version 1 .*update")
        with self.assertRaisesRegex(AssertionError, "status 400.*bad_request"):
            self.box.exchange(*self.box.epoch(COHORT, [opened()])[0], b"\x04\xff")  # cut in a frame
        status, answer = self.box.post(b"OTX2" + self.box.begun()[4:])
        self.assertEqual((status, answer[REFUSAL][0].split(b"\0")[0][1:12]), (400, b"bad_request"))
        self.assertEqual(self.central.facts(), before)

    def test_t10_frames_that_a_later_version_adds_are_skipped_and_the_rest_is_taken(self):
        segments, epoch = self.box.epoch(COHORT, [opened(), self.good(11)])
        answer = self.box.exchange(frame(99, b"of a later version"), *segments, frame(255, b""))
        self.assertEqual(self.box.durable(answer, epoch), 2)
        self.assertGoesOn(11)

    def test_t10_a_segment_of_a_later_version_is_not_taken_for_one_of_ours_and_the_others_are(self):
        segments, _ = self.box.epoch(COHORT, [opened(), self.good(11)])
        later = segments[0].replace(b"OTSG\x01", b"OTSG\x02", 1)
        good, epoch = self.box.epoch(COHORT, [opened(), self.good(12)])
        answer = self.box.exchange(later, *good)
        self.assertEqual(self.box.durable(answer, epoch), 2)
        (notice,) = answer[NOTICE]
        self.assertIn(b"update central", notice)
        self.assertRegex(self.central.command("doctor").out, "(?m)^bad +losses +1 kiosks send what only a later version")
        self.assertNotIn("11", self.present())
        self.assertGoesOn(12)


class LaterOnDisk(Box):
    def test_t10_a_segment_of_a_later_version_on_disk_is_told_and_left_as_it_is(self):
        self.assertDone(self.kiosk.checkin(*self.codes[:2]))
        self.assertDelivered(self.kiosk, self.central)
        self.central.stop()
        for place, path in (self.kiosk, "sync/mirror.db"), (self.central, "central.db"):
            with contextlib.closing(sqlite3.connect(place.directory / path)) as db:
                number, header = db.execute("SELECT id, header FROM segment ORDER BY id DESC LIMIT 1").fetchone()
                later = header.replace(b"OTSG\x01", b"OTSG\x02", 1)
                db.execute("UPDATE segment SET header = ? WHERE id = ?", (later, number))
                db.commit()
            self.assertFails(place.command("log", "verify"), "segment version 2 is not known here")
            doctor = place.command("doctor")
            self.assertRegex(doctor.out, "(?m)^bad +logs +.*segment version 2 is not known here")
            with contextlib.closing(sqlite3.connect(place.directory / path)) as db:
                self.assertEqual(db.execute("SELECT header FROM segment WHERE id = ?", (number,)).fetchone()[0], later)

    def test_t10_a_backup_of_a_later_format_is_not_restored(self):
        (self.world.root / "backups").mkdir()
        self.central.ask("backup", "--to", self.world.root / "backups")
        (backup,) = (self.world.root / "backups").glob("otmetka-*")
        manifest = json.loads((backup / "backup.json").read_text())
        (backup / "backup.json").write_text(json.dumps(manifest | {"format": LATER}))
        before = files(backup)
        fresh = self.world.central("fresh")
        done = fresh.world.run("otmetka", "restore", "--from", backup, "--data", fresh.directory)
        self.assertFails(done, "later version|format 2")
        self.assertEqual(files(backup), before)
        self.assertFalse((fresh.directory / "central.db").exists())
        (backup / "backup.json").write_text(json.dumps(manifest))
        self.assertDone(fresh.world.run("otmetka", "restore", "--from", backup, "--data", fresh.directory))


if __name__ == "__main__":
    unittest.main()
