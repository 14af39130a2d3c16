"""Kiosks that have lost their mirror, that are enrolled again, replaced, copied or put back."""

import contextlib
import json
import shutil
import sqlite3
import unittest

from programs import NETWORKING, Kiosk, OwnCentral, World


class Alone(OwnCentral):
    def devices(self):
        """{number: the fields after it}"""
        lines = self.central.ask("device", "list").splitlines()
        return {line.split("\t")[0]: line.split("\t")[1:] for line in lines}

    def alarms(self):
        """{(kind, box): open or closed}"""
        lines = [line.split("\t") for line in self.central.ask("alarm", "list").splitlines()]
        return {(kind, box): state for _, state, kind, box, *_ in lines}

    def copied(self, kiosk, name):
        shutil.copytree(kiosk.directory, self.world.root / name)
        return Kiosk(self.world, self.world.root / name)


class Known(Alone):
    def test_a_code_makes_no_other_box_of_a_kiosk_that_is_known(self):  # T14
        kiosk = self.world.kiosk(self.central)
        code = self.central.enrol_code("technograd")
        self.assertFails(kiosk.enrol(code), "enrolled already")
        # The code is as good as it was, for a fresh box.
        self.assertDone(Kiosk(self.world, self.world.root / "fresh").enrol(code))
        self.assertDelivered(kiosk, self.central)


class MirrorLost(Alone):
    """What the daemon knows, gone in part or whole: it follows from the journal and from what central says."""

    LOSSES = {
        "its receipts": ["DELETE FROM receipt"],
        "what it had sealed": [
            "DELETE FROM segment WHERE epoch IN (SELECT h.id FROM held_epoch h JOIN log l ON l.id = h.log "
            "WHERE l.device = (SELECT device FROM log WHERE scope = 'device'))",
            "DELETE FROM held_epoch WHERE log IN (SELECT id FROM log WHERE device = "
            "(SELECT device FROM log WHERE scope = 'device'))"],
        "what it had heard": [
            "DELETE FROM segment WHERE epoch IN (SELECT h.id FROM held_epoch h JOIN log l ON l.id = h.log "
            "WHERE l.device = (SELECT device FROM log WHERE scope = 'office'))",
            "DELETE FROM held_epoch WHERE log IN (SELECT id FROM log WHERE device = "
            "(SELECT device FROM log WHERE scope = 'office'))", "DELETE FROM detached", "DELETE FROM detached_large"],
        "what time it is": ["DELETE FROM setting WHERE key = 'time'"],
    }

    def delivered_in_parts(self):
        """A kiosk with an epoch that went to central in four segments."""
        kiosk = self.world.kiosk(self.central)
        scanning = kiosk.scanning()
        for code in self.codes[:4]:
            self.assertRegex(scanning.ask(code.encode() + b"\n"), "^green ")
            self.assertDone(kiosk.once())
        self.assertDone(scanning.stop())
        return kiosk

    def assertDerived(self, kiosk, *codes):
        """All of it is there, once, and nobody was alarmed."""
        self.assertDone(kiosk.checkin(*codes))
        self.assertDelivered(kiosk, self.central)
        places = [(f["scope"], f["epoch"], f["seq"]) for f in kiosk.own()]
        self.assertEqual(len(places), len(set(places)))
        self.assertEqual((self.alarms(), kiosk.status()["notices"]), ({}, []))
        self.assertEqual(self.central.ask("log", "verify").count("quarantined"), 0)
        self.assertDone(kiosk.command("doctor"))

    def test_t9_what_a_mirror_lost_is_derived_again_without_an_alarm(self):
        kiosk = self.delivered_in_parts()
        for number, (what, statements) in enumerate(self.LOSSES.items(), 5):
            with self.subTest(what):
                with contextlib.closing(sqlite3.connect(kiosk.directory / "sync/mirror.db")) as db:
                    for statement in statements:
                        db.execute(statement)
                    self.assertGreater(db.total_changes, 0)
                    db.commit()
                self.assertDone(kiosk.once())
                self.assertDerived(kiosk, self.codes[number])

    def test_t9_a_mirror_that_is_put_back_from_an_older_copy_raises_no_alarm(self):
        kiosk = self.world.kiosk(self.central)
        copy = shutil.copytree(kiosk.directory / "sync", self.world.root / "copy")
        self.assertDone(kiosk.checkin(*self.codes[:3]))
        self.assertDone(kiosk.once())
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "9")
        self.assertDone(kiosk.checkin(*self.codes[3:5]))
        self.assertDone(kiosk.once())
        shutil.rmtree(kiosk.directory / "sync")
        copy.rename(kiosk.directory / "sync")
        self.assertDone(kiosk.once())
        self.assertDerived(kiosk, self.codes[5])
        self.assertRegex(kiosk.checkin(self.codes[8]).out, "^refused ")

    def test_t9_a_kiosk_whose_mirror_is_gone_enrols_as_the_same_and_sends_all(self):
        kiosk = self.delivered_in_parts()
        device = kiosk.device
        self.assertDone(kiosk.checkin(*self.codes[5:7]))  # and these wait
        for name in "mirror.db", "mirror.db-wal", "mirror.db-shm":
            (kiosk.directory / "sync" / name).unlink(missing_ok=True)
        self.assertFails(kiosk.once(), "not enrolled")
        self.assertGreater(kiosk.status()["waiting"], 0)
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.assertEqual(kiosk.device, device)
        self.assertDerived(kiosk, self.codes[7])


class EnrolledAgain(Alone):
    def setUp(self):
        super().setUp()
        self.code = self.central.enrol_code("university")
        self.kiosk = Kiosk(self.world, self.world.root / "live")
        self.assertDone(self.kiosk.enrol(self.code, b"kiosk 7"))
        self.assertDone(self.kiosk.checkin(self.codes[0]))
        self.assertDone(self.kiosk.once())

    def tearDown(self):
        # Whatever was tried: the live box is not locked out.
        self.assertDone(self.kiosk.checkin(self.codes[1]))
        self.assertDelivered(self.kiosk, self.central)

    def fresh(self, name="fresh"):
        return Kiosk(self.world, self.world.root / name)

    def test_a_box_of_the_same_name_is_another_box(self):  # T14
        other = self.fresh()
        self.assertDone(other.enrol(self.central.enrol_code("university"), b"kiosk 7"))
        self.assertNotEqual(other.device, self.kiosk.device)
        self.assertEqual({line[2] for line in self.devices().values()}, {"kiosk 7"})
        self.assertEqual(len(self.devices()), 2)
        self.assertEqual(other.own("check-in"), [])

    def test_a_code_that_was_used_enrols_nobody_else(self):  # T14
        self.assertFails(self.fresh().enrol(self.code), "used by another box")
        self.assertEqual(list(self.devices()), [self.kiosk.device])

    def test_a_code_that_has_expired_enrols_nobody(self):  # T14
        code = self.central.enrol_code("university")
        self.central.stop()
        world = World(NETWORKING + 25 * 3600)
        self.addCleanup(world.close)
        self.central.world = world
        self.central.start()
        try:
            self.assertFails(self.fresh().enrol(code), "expired", "ask for a new one")
        finally:
            self.central.stop()
            self.central.world = self.world
            self.central.start()
        self.assertEqual(list(self.devices()), [self.kiosk.device])

    def test_another_key_in_the_name_of_a_live_box_is_refused_and_uses_up_no_code(self):  # T14
        thief = self.copied(self.kiosk, "thief")
        with sqlite3.connect(thief.directory / "sync/mirror.db") as db:
            db.execute("INSERT OR REPLACE INTO setting(key, value) VALUES('forgotten', x'')")
        db.close()
        keys = thief.directory / "sync/key"
        lines = [line if not line.startswith("sign ") else "sign " + "5a" * 32
                 for line in keys.read_text().splitlines()]
        keys.write_text("".join(line + "\n" for line in lines))
        code = self.central.enrol_code("university")
        self.assertFails(thief.enrol(code), "enrolled with another key")
        self.assertDone(self.fresh().enrol(code))

    def test_a_revoked_box_comes_back_under_no_number_with_its_key(self):  # T14
        lost = self.fresh("lost")
        self.assertDone(lost.enrol(self.central.enrol_code("university")))
        self.central.ask("device", "revoke", lost.device)
        code = self.central.enrol_code("university")
        # The same box, as if it had been forgotten; then its key in a fresh directory.
        with sqlite3.connect(lost.directory / "sync/mirror.db") as db:
            db.execute("INSERT OR REPLACE INTO setting(key, value) VALUES('forgotten', x'')")
        db.close()
        self.assertFails(lost.enrol(code), "was revoked")
        other = self.fresh("other")
        (other.directory / "sync").mkdir(parents=True)
        shutil.copy(lost.directory / "sync/key", other.directory / "sync/key")
        self.assertFails(other.enrol(code), "key of one that was revoked")
        self.assertEqual([line[1] for number, line in self.devices().items() if number == lost.device],
                         ["revoked"])
        self.assertEqual(len(self.devices()), 2)
        # As another box, with a key of its own, it may.
        self.assertDone(self.fresh("anew").enrol(code))


class Replaced(Alone):
    def test_a_new_box_takes_the_place_of_an_old_one_and_no_fact_is_lost_or_counted_twice(self):
        old = self.world.kiosk(self.central)
        self.assertDone(old.command("assign", "--venue", "technograd"))
        self.assertDone(old.checkin(*self.codes[:3]))
        self.assertDone(old.once())
        self.assertDone(old.checkin(*self.codes[3:6]))  # and these wait
        code = self.central.ask("enrol-code", "--replaces", old.device).rstrip("\n")
        self.assertEqual(self.devices()[old.device][1], "good")  # nobody has used it yet
        new = Kiosk(self.world, self.world.root / "new")
        self.assertDone(new.enrol(code))
        self.assertEqual(new.status()["venue"], "technograd")
        self.assertRegex(new.checkin(self.codes[6]).out, "^(green|amber) exchange ")
        self.assertDelivered(new, self.central)
        devices = self.devices()
        self.assertEqual(devices[old.device][1], "replaced")
        self.assertEqual(devices[old.device][3:], [f"replaced by {new.device}"])
        self.assertEqual(devices[new.device][:2], ["technograd", "good"])
        self.assertEqual(devices[new.device][3:], [f"replaces {old.device}"])
        # What the old one still has is taken; it hears nothing new, and says why.
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "9")
        self.assertDelivered(old, self.central)
        people = [json.loads(line)["person"]
                  for line in self.central.facts("--kind", "check-in").splitlines()]
        self.assertEqual(sorted(people, key=int), [str(n) for n in range(1, 8)])
        self.assertRegex(old.checkin(self.codes[8]).out, "^(green|amber) ")
        self.assertIn(f"another kiosk ({new.device}) has taken this one's place",
                      old.status()["notices"])
        self.assertRegex(old.command("doctor").out, "(?m)^bad +central +another kiosk")
        self.assertDone(old.once())

    def test_one_place_is_taken_once(self):
        old = self.world.kiosk(self.central)
        codes = [self.central.ask("enrol-code", "--replaces", old.device).rstrip("\n") for _ in range(2)]
        self.assertFails(self.central.command("enrol-code", "--replaces", "00" * 16), "no box has this number")
        self.assertFails(self.central.command("enrol-code"), "--venue", code=2)
        new = Kiosk(self.world, self.world.root / "new")
        self.assertFails(old.enrol(codes[0]), "enrolled already")
        self.assertDone(new.enrol(codes[0]))
        self.assertFails(Kiosk(self.world, self.world.root / "third").enrol(codes[1]),
                         "another box has taken the place")
        self.assertFails(self.central.command("enrol-code", "--replaces", old.device),
                         "replaced already", new.device)
        self.assertEqual(len(self.devices()), 2)


class Copied(Alone):
    def page(self):
        return json.loads(self.central.get("/api/v1/attendance")[2])["alarms"]

    def test_two_machines_of_one_image_keep_both_logs_and_central_says_cloned_image(self):  # T2
        kiosk = self.world.kiosk(self.central)
        self.assertDone(kiosk.checkin(*self.codes[:2]))
        self.assertDelivered(kiosk, self.central)
        self.assertEqual((self.alarms(), self.page()), ({}, []))
        twin = self.copied(kiosk, "twin")
        for first, second in ((2, 3), (4, 5)):
            self.assertDone(kiosk.checkin(self.codes[first]))
            self.assertDone(twin.checkin(self.codes[second]))
            self.assertDone(kiosk.once())
            self.assertDone(twin.once())
        held = set(self.central.facts("--kind", "check-in").splitlines())
        for box in (kiosk, twin):
            self.assertLessEqual(set(box.facts("--own", "--kind", "check-in").splitlines()), held)
        self.assertEqual(len(held), 6)
        self.assertEqual(self.alarms(), {("cloned", kiosk.device): "open"})
        self.assertRegex(self.central.ask("alarm", "list"), "cloned image: two machines run as this kiosk")
        self.assertEqual([(a["kind"], a["device"]) for a in self.page()], [("cloned", kiosk.device)])
        doctor = self.central.command("doctor")
        self.assertEqual(doctor.code, 1)
        self.assertRegex(doctor.out, f"(?m)^bad +cloned +kiosk {kiosk.device}: cloned image")
        for box in (kiosk, twin):
            self.assertDone(box.once())
            self.assertRegex(" ".join(box.status()["notices"]), "^cloned image: two machines")
            self.assertRegex(box.command("doctor").out, "(?m)^bad +central +cloned image")
        # Looked at: it stays closed, also over a restart, until there is more of it.
        number = self.central.ask("alarm", "list").split("\t")[0]
        self.assertFails(self.central.command("alarm", "close", "99"), "alarm list")
        self.central.ask("alarm", "close", number)
        self.central.stop()
        self.central.start()
        self.assertDone(kiosk.once())
        self.assertEqual(self.alarms(), {("cloned", kiosk.device): "closed"})
        self.assertEqual((self.page(), kiosk.status()["notices"]), ([], []))
        self.assertDone(self.central.command("doctor"))

    def test_a_disk_image_that_was_put_back_loses_nothing_delivered_and_is_told(self):  # T1
        kiosk = self.world.kiosk(self.central)
        self.assertDone(kiosk.checkin(*self.codes[:2]))
        self.assertDone(kiosk.once())
        image = self.copied(kiosk, "image")
        self.assertDone(kiosk.checkin(*self.codes[2:5]))
        self.assertDelivered(kiosk, self.central)
        lost_way = kiosk.facts("--own", "--kind", "check-in").splitlines()
        shutil.rmtree(kiosk.directory)
        image.directory.rename(kiosk.directory)
        self.assertDone(kiosk.checkin(*self.codes[5:8]))
        self.assertDone(kiosk.once())
        held = self.central.facts("--kind", "check-in").splitlines()
        self.assertLessEqual(set(lost_way), set(held))
        self.assertLessEqual(set(kiosk.facts("--own", "--kind", "check-in").splitlines()), set(held))
        self.assertEqual(len(held), 8)
        self.assertEqual(self.alarms(), {("put-back", kiosk.device): "open"})
        self.assertEqual([a["kind"] for a in self.page()], ["put-back"])
        self.assertDone(kiosk.once())
        self.assertRegex(" ".join(kiosk.status()["notices"]), "put back to an older state")
        self.assertRegex(self.central.command("doctor").out, "(?m)^warn +put-back +kiosk " + kiosk.device)

    def test_a_central_that_was_put_back_says_so(self):  # T3
        kiosk = self.world.kiosk(self.central)
        self.assertDone(kiosk.once())
        self.central.stop()
        shutil.copytree(self.central.directory, self.world.root / "backup")
        self.central.start()
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "9")
        self.assertDone(kiosk.once())
        self.central.stop()
        shutil.rmtree(self.central.directory)
        (self.world.root / "backup").rename(self.central.directory)
        self.central.start()
        self.assertEqual(self.alarms(), {})
        self.assertDone(kiosk.once())
        self.assertEqual([kind for kind, _ in self.alarms()], ["restored"])
        self.assertEqual([a["kind"] for a in self.page()], ["restored"])
        doctor = self.central.command("doctor")
        self.assertRegex(doctor.out, "(?m)^bad +restored +restored: this central was put back")


if __name__ == "__main__":
    unittest.main()
