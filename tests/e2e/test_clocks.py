"""Clocks that are wrong: of one kiosk among others, of a machine that starts without any time, and in the
hand of an operator. Check-ins go on, claims are kept, and central tells when it really was."""

import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time
import unittest

from programs import NETWORKING, Kiosk, OwnCentral, World, wait_until

UNANCHORED = 8
HOUR, YEAR = 3600, 365 * 86400
IN_2099 = NETWORKING + 73 * YEAR
WIDTH_S = 30  # of what central makes of a time, on a machine that is busy
BOOT_ID = "/proc/sys/kernel/random/boot_id"


def at_the_moment(unix):
    """The clock offset with which it is that second now."""
    return int(unix - time.time())


class Clocks(OwnCentral):
    def truth(self):
        return time.time() + NETWORKING

    @contextlib.contextmanager
    def really_now(self):
        """Gives a list that holds, after the block, the two true seconds around it."""
        moments = [int(self.truth())]
        yield moments
        moments.append(int(self.truth()) + 1)

    def arrivals(self):
        """{person: how central shows that he came}"""
        told = json.loads(self.central.get("/api/v1/attendance")[2])
        cohort = next(c for c in told["cohorts"] if c["name"] == "exchange")
        sessions = [session["arrivals"] for session in cohort["sessions"]] + [cohort["outside"]]
        return {arrival["person"]: arrival for arrivals in sessions for arrival in arrivals}

    def assertRepaired(self, arrival, moments):
        """The claim is another time; what central makes of it holds the true one, and little beside."""
        self.assertTrue(arrival["present"])
        self.assertFalse(arrival["contradicted"])
        self.assertLessEqual(arrival["earliest"], moments[1])
        self.assertGreaterEqual(arrival["latest"], moments[0])
        self.assertLess(arrival["latest"] - arrival["earliest"], WIDTH_S)
        claimed = arrival["earliest"] <= arrival["wall"] <= arrival["latest"]
        self.assertFalse(claimed, "the claim is not shown to be wrong")

    def clock_state(self, kiosk):
        """Everything that a kiosk knows of time."""
        with contextlib.closing(sqlite3.connect(kiosk.directory / "sync/mirror.db")) as db:
            heard = db.execute("SELECT value FROM setting WHERE key = 'time'").fetchone()
        with contextlib.closing(sqlite3.connect(kiosk.directory / "kiosk/journal.db")) as db:
            anchored = db.execute("SELECT * FROM anchored").fetchall()
        doctor = [line for line in kiosk.command("doctor").lines if line.split()[1] == "clock"]
        self.assertEqual(len(doctor), 1)
        self.assertTrue(heard)
        return heard, anchored, doctor, kiosk.status()["clock"], kiosk.own("anchor")


class OneOfTen(Clocks):
    def test_t11_a_kiosk_in_2099_moves_no_other_clock_and_its_facts_are_repaired(self):
        others = [self.world.kiosk(self.central, name=f"kiosk-{number}") for number in range(9)]
        for number, kiosk in enumerate(others):
            self.assertRegex(self.assertDone(kiosk.checkin(self.codes[number])).out, "^green ")
            self.assertDone(kiosk.once())
        before = [self.clock_state(kiosk) for kiosk in others]
        ahead = self.world.kiosk(self.central, name="in-2099")
        with self.really_now() as moments:
            for number in range(2):
                self.assertRegex(self.assertDone(ahead.checkin(self.codes[20 + number], offset=IN_2099)).out, "^green ")
                self.assertDone(ahead.once(offset=IN_2099))
                for kiosk in others:
                    self.assertDone(kiosk.once())
        self.assertEqual([self.clock_state(kiosk) for kiosk in others], before)
        arrivals = self.arrivals()
        for person in "21", "22":
            self.assertGreater(arrivals[person]["wall"], self.truth() + 72 * YEAR)
            self.assertRepaired(arrivals[person], moments)
        with self.really_now() as moments:
            for number, kiosk in enumerate(others):
                fact = self.checked_in(kiosk, self.codes[9 + number])
                self.assertEqual(fact["payload"], {})
                self.assertEqual(fact["session"], self.central.sessions()["networking"]["number"])
                self.assertDelivered(kiosk, self.central)
        for number in range(9):
            arrival = self.arrivals()[str(10 + number)]
            self.assertTrue(moments[0] <= arrival["wall"] <= moments[1], arrival)
            self.assertTrue(arrival["earliest"] <= arrival["wall"] <= arrival["latest"], arrival)
        self.assertDone(ahead.once(offset=IN_2099))
        self.assertSame(ahead, self.central)

    def checked_in(self, kiosk, code):
        before = kiosk.own("check-in")
        self.assertRegex(self.assertDone(kiosk.checkin(code)).out, "^green ")
        (fact,) = [fact for fact in kiosk.own("check-in") if fact not in before]
        return fact


class NoTimeSource(Clocks):
    # A moment before the numbers of 31 and 32 bits end, so that the clock passes over it during the test.
    BOOTS = {"1970": 0, "before 1970": -86400, "2038": (1 << 31) - 2, "2106": (1 << 32) - 2, "2286": 10_000_000_000}

    def test_t12_a_machine_that_starts_without_any_time_checks_in_and_is_put_right_later(self):
        for number, (year, begins) in enumerate(self.BOOTS.items()):
            with self.subTest(year):
                self.starts_at(begins, f"boot-{number}", range(3 * number, 3 * number + 3))

    def starts_at(self, begins, name, people):
        kiosk = self.world.kiosk(self.central, name=name)
        self.assertDone(kiosk.once())
        self.central.stop()
        offset = at_the_moment(begins)
        scanning = kiosk.scanning(offset=offset)
        with self.really_now() as moments:
            for number in people:
                self.assertRegex(scanning.ask(self.codes[number].encode() + b"\n"), "^green ")
                if begins in (self.BOOTS["2038"], self.BOOTS["2106"]):
                    wait_until("a second is over", lambda: time.time() + offset >= begins + number - people[0] + 1)
        self.assertFails(kiosk.once(offset=offset), "nobody answers")
        self.assertDone(kiosk.command("status", "--json", offset=offset))
        facts = kiosk.own("check-in")
        self.assertEqual([f["payload"] for f in facts], [{"flags": UNANCHORED}] * len(people))
        for fact in facts:
            self.assertLess(abs(fact["wall"] - begins), WIDTH_S)
        self.assertNotIn(str(people[0] + 1), self.arrivals_after_start())
        self.assertDone(kiosk.once(offset=offset))
        self.assertRegex(scanning.ask(self.codes[30].encode() + b"\n"), "^green ")  # the time goes with it
        self.assertDone(scanning.stop())
        self.assertDelivered(kiosk, self.central, offset=offset)
        for number in people:
            self.assertRepaired(self.arrivals()[str(number + 1)], moments)

    def test_a_machine_whose_clock_ntp_has_set_knows_the_time_without_central(self):
        kiosk = self.world.kiosk(self.central, name="ntp")
        self.assertDone(kiosk.once())
        self.central.stop()
        offset = NETWORKING + 1  # another boot, which has heard nothing of central
        scanning = kiosk.scanning(offset=offset)
        with self.really_now() as moments:
            self.assertRegex(scanning.ask(self.codes[0].encode() + b"\n"), "^green ")
        touched = self.world.root / "synchronized"
        touched.touch()
        os.utime(touched, (time.time() + offset,) * 2)
        self.assertFails(self.world.run("otmetka-syncd", "--once", "--data", kiosk.directory, "--synchronized", touched, offset=offset),
                         "nobody answers")
        self.assertRegex(scanning.ask(self.codes[1].encode() + b"\n"), "^green ")
        self.assertDone(scanning.stop())
        self.assertEqual(kiosk.own("anchor")[-1]["payload"]["source"], "NTP")
        self.assertEqual([f["payload"].get("flags", 0) for f in kiosk.own("check-in")], [UNANCHORED, 0])
        self.assertRegex(kiosk.command("doctor", offset=offset).out, "(?m)^ok +clock +anchored by NTP")
        self.central.start()
        self.assertDelivered(kiosk, self.central, offset=offset)
        arrival = self.arrivals()["1"]
        self.assertFalse(arrival["contradicted"])
        self.assertLessEqual(arrival["earliest"], moments[1])
        self.assertGreaterEqual(arrival["latest"], moments[0])

    def arrivals_after_start(self):
        self.central.start()
        return self.arrivals()


class OneBoot(World):
    """A world whose programs run in one boot, whatever their clock is set to: the id that they read is such
    that, mixed with their offset as shared/seam/system_clock.cpp does it, one and the same comes out."""

    SCRIPT = f'mount --bind "$1" {BOOT_ID} || exit 77; shift; exec "$@"'

    def arguments(self, program, arguments, offset=None):
        line = super().arguments(program, arguments, offset)
        offset = self.offset if offset is None else offset
        path = self.root / f"boot-id.{offset}"
        real = bytes.fromhex(pathlib.Path(BOOT_ID).read_text().replace("-", "").strip())
        halves = [int.from_bytes(real[at:at + 8], "little") ^ (self.offset + at // 8) % (1 << 64) ^
                  (offset + at // 8) % (1 << 64) for at in (0, 8)]
        path.write_text(b"".join(half.to_bytes(8, "little") for half in halves).hex() + "\n")
        return ["unshare", "-m", "sh", "-c", self.SCRIPT, "sh", str(path), *line]

    def can_be(self):
        """Whether this machine lets a test hide its boot id."""
        return shutil.which("unshare") and os.geteuid() == 0 and subprocess.run(
            self.arguments("otmetka", ["--help"]), check=False, capture_output=True).returncode == 0


class Operator(Clocks):
    def setUp(self):
        super().setUp()
        self.one_boot = OneBoot(NETWORKING)
        self.addCleanup(self.one_boot.close)
        if not self.one_boot.can_be():
            self.skipTest("this machine lets nobody mount")

    def enrolled(self):
        kiosk = Kiosk(self.one_boot, self.one_boot.root / "kiosk")
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        return kiosk

    def scanned(self, kiosk, person, offset):
        with self.really_now() as moments:
            done = kiosk.checkin(self.codes[person - 1], offset=offset)
            self.assertRegex(self.assertDone(done).out, "^green ")
        return moments

    def assertTold(self, kiosk, moments, back):
        """Boots and claims are as they were made, and central shows both the claim and the truth."""
        self.assertDone(kiosk.once())
        self.assertSame(kiosk, self.central)
        walls = {f["person"]: f["wall"] for f in kiosk.own("check-in")}
        for person, around in moments.items():
            arrival = self.arrivals()[str(person)]
            self.assertEqual(arrival["wall"], walls[str(person)])
            if person in back:
                self.assertLess(abs(arrival["wall"] + 2 * HOUR - around[0]), WIDTH_S)
                self.assertRepaired(arrival, around)
            else:
                self.assertTrue(arrival["earliest"] <= arrival["wall"] <= arrival["latest"], arrival)
        boots = {f["payload"]["boot"] for f in kiosk.own("opened") if f["scope"] == "exchange"}
        self.assertEqual(len(boots), 1, "the clock was not changed within one boot")

    def test_t20_a_clock_set_back_two_hours_and_forward_again_keeps_claims_and_is_told(self):
        kiosk = self.enrolled()
        moments = {1: self.scanned(kiosk, 1, NETWORKING)}
        self.assertDone(kiosk.once())
        moments[2] = self.scanned(kiosk, 2, NETWORKING - 2 * HOUR)
        doctor = kiosk.command("doctor", offset=NETWORKING - 2 * HOUR)
        self.assertRegex(doctor.out, "(?m)^warn +clock +anchored, and the wall clock is .* behind")
        self.assertRegex(kiosk.checkin(self.codes[0], offset=NETWORKING - 2 * HOUR).out, "^already ")
        moments[3] = self.scanned(kiosk, 3, NETWORKING)
        self.assertRegex(kiosk.command("doctor").out, "(?m)^ok +clock ")
        self.assertTold(kiosk, moments, back=[2])
        # The anchor says what time it is, whatever the clock says: the session is on.
        networking = self.central.sessions()["networking"]["number"]
        self.assertEqual([f["session"] for f in kiosk.own("check-in")], [networking] * 3)

    def test_t20_the_same_before_anybody_has_told_the_time(self):
        kiosk = self.enrolled()
        self.central.stop()
        with contextlib.closing(sqlite3.connect(kiosk.directory / "sync/mirror.db")) as db:
            db.execute("DELETE FROM setting WHERE key = 'time'")  # as on a machine that was started without a network
            db.commit()
        moments = {person: self.scanned(kiosk, person, NETWORKING - 2 * HOUR * (person == 2)) for person in (1, 2, 3)}
        self.assertEqual([f["payload"] for f in kiosk.own("check-in")], [{"flags": UNANCHORED}] * 3)
        self.central.start()
        self.assertDone(kiosk.once())
        moments[4] = self.scanned(kiosk, 4, NETWORKING)  # the time goes with it
        self.assertTold(kiosk, moments, back=[2])


if __name__ == "__main__":
    unittest.main()
