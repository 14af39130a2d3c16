"""A network that is paid by the byte: a day costs what it may, facts go first, and the rest goes on tomorrow."""

import time
import unittest

from false_centrals import Cutter
from programs import NETWORKING, wait_until
from test_lines import Behind

BYTES = 400_000
DAY_S = 86_400


class Metered(Behind):
    def setUp(self):
        super().setUp()
        self.put_between(Cutter(self.central.host, (self.central.host, self.central.port)))
        self.door = self.kiosk()

    def exchange(self, day=0, bytes_a_day=BYTES):
        return self.world.run("otmetka-syncd", "--once", "--data", self.door.directory, "--bytes-a-day", str(bytes_a_day),
                              offset=NETWORKING + day * DAY_S)

    def spent(self):
        return self.door.status()["bytes_today"]

    def announcements(self):
        return self.door.facts().count('"kind":"announcement"')

    def pictures(self):
        """What of them is here, in bytes: whole ones, and the beginning of one."""
        kept = list((self.door.directory / "sync/blobs").iterdir())
        return (sum(p.stat().st_size for p in kept if p.suffix != ".part"),
                sum(p.stat().st_size for p in kept if p.suffix == ".part"))

    def test_pictures_come_as_far_as_a_day_goes_and_facts_go_first(self):
        # At another venue, whose pictures are not here.
        self.assertDone(self.door.command("assign", "--venue", "technograd"))
        whole_before, _ = self.pictures()
        self.between.mend()
        self.assertDone(self.exchange())
        passed = self.between.passed
        self.assertLessEqual(passed, self.spent())  # headers of TCP and IP count, too
        self.assertLess(self.spent(), passed * 1.2)
        self.assertLessEqual(self.spent(), BYTES * 3 // 4 + 4096)
        whole, begun = self.pictures()
        self.assertGreater(whole - whole_before + begun, BYTES // 3)
        self.assertGreater(begun, 0)

        # What is left of this day is for facts, and takes no picture on.
        for code in self.codes[:3]:
            self.assertDone(self.door.checkin(code))
            self.assertDone(self.exchange())
        self.assertEqual(self.pictures(), (whole, begun))
        self.assertSame(self.door, self.central)
        self.assertLessEqual(self.spent(), BYTES)

        # Neither does news of the office come.
        self.central.ask("staff", "announce", "--en", "The bus waits", "--for", "1440")
        self.assertDone(self.exchange())
        self.assertEqual(self.announcements(), 0)
        self.assertRegex(self.door.command("doctor").out, "(?m)^warn +bytes +.*news of the office wait")

        # The next day, as central tells it, goes on where this one ended.
        self.central.stop()
        self.central.start(self.between.url, offset=NETWORKING + DAY_S)
        self.assertDone(self.exchange(1))  # it hears which day it is
        self.between.mend()
        self.assertDone(self.exchange(1))
        self.assertLess(self.between.passed, BYTES)
        self.assertEqual(self.announcements(), 1)
        now, rest = self.pictures()
        self.assertGreater(now + rest, whole + begun)

    def test_a_day_that_is_used_up_keeps_facts_here_and_says_so(self):
        self.assertDone(self.door.checkin(self.codes[0]))
        self.assertDone(self.exchange(bytes_a_day=2_000))  # no more than one exchange
        self.assertDone(self.door.checkin(self.codes[1]))
        self.between.mend()
        self.assertFails(self.exchange(bytes_a_day=2_000), "2000 bytes of this day are used up")
        self.assertEqual(self.between.passed, 0)
        status = self.door.status()
        self.assertEqual(status["bytes_a_day"], 2_000)
        self.assertGreater(status["waiting"], 0)

    def test_a_box_that_does_not_know_the_day_is_never_kept_from_hearing_it(self):
        for boot in range(3):  # on the same date each time, as with an empty battery
            self.assertDone(self.door.checkin(self.codes[boot], offset=NETWORKING + boot))
            self.assertDone(self.world.run("otmetka-syncd", "--once", "--data", self.door.directory, "--bytes-a-day", "2000",
                                           offset=NETWORKING + boot))
        self.assertSame(self.door, self.central)

    def test_a_daemon_that_is_limited_lets_facts_wait_for_others_and_asks_for_no_news(self):
        daemon = self.world.start("otmetka-syncd", "--data", self.door.directory, "--bytes-a-day", "2MB")
        self.addCleanup(daemon.stop)
        before = wait_until("an exchange", lambda: self.door.status().get("bytes_today"))
        self.central.ask("staff", "announce", "--en", "The bus waits", "--for", "30")
        for code in self.codes[:5]:
            self.assertDone(self.door.checkin(code))
        time.sleep(6)
        self.assertEqual(self.spent(), before)
        self.assertGreaterEqual(self.door.status()["waiting"], 5)


if __name__ == "__main__":
    unittest.main()
