"""Somebody who holds a kiosk's own keys wants central to end: by memory, by time, by its disk. Central goes on
within its memory, other kiosks are served meanwhile, and people are told who it is."""

import json
import resource
import threading
import time
import unittest

import programs
import raw_box
from programs import OwnCentral, wait_until
from raw_box import RawBox, frame, opened
from test_sandbox import sanitized

COHORT = "exchange"
MEMORY_BYTES = 512 << 20  # that central may have; what is told of one box is a fraction of it
SERVED_WITHIN_S = 40      # a kiosk, while somebody else asks as much as he can
LONG = b"r" * 63_000      # of what a row may hold; 130 of them make the longest segment that is read


def limited():
    programs._die_with_parent()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))


@unittest.skipIf(sanitized(), "a sanitizer takes more memory than the program does")
class Flood(OwnCentral):
    def setUp(self):
        super().setUp()
        self.kiosk, self.other = self.world.kiosk(self.central), self.world.kiosk(self.central, name="other")
        self.restart()

    def restart(self):
        self.central.stop()
        self.central.start(preexec_fn=limited)

    def box(self):
        box = RawBox(self.kiosk, self.central)
        self.addCleanup(box.close)
        return box

    def long_segments(self, box, count):
        """Of one epoch; each has some hundred bytes and opens to eight megabytes. A merge is kept with its payload."""
        tiny, log = raw_box.tiny, (box.device, COHORT, raw_box.random.getrandbits(64))
        rows, out, first = [opened()] + [{"kind": 14, "boot": 60, "wall": 1_760_000_060, "payload": LONG}] * 130, [], 1
        link = tiny.chain(*log, [])[0]
        for _ in range(count):
            out.append(frame(raw_box.SEGMENT, b"".join(
                tiny.segment(log, first, rows, link, box.key, box.scopes[COHORT], codec=1, form=3))))
            for row in rows:
                link = tiny.h(link + tiny.stored(row))
            first, rows = first + len(rows), rows[-130:]
        return out

    def assertServed(self, code):
        """Another kiosk delivers, and soon."""
        begun = time.monotonic()
        self.assertRegex(self.assertDone(self.other.checkin(code)).out, "^green ")
        self.assertDone(self.other.once())
        self.assertEqual(self.other.status()["waiting"], 0)
        self.assertLess(time.monotonic() - begun, SERVED_WITHIN_S)

    def assertTold(self):
        self.assertRegex(self.central.command("doctor").out, f"(?m)^bad +flood +kiosk {self.kiosk.device}: flood: ")
        alarms = json.loads(self.central.get("/api/v1/attendance")[2])["alarms"]
        self.assertEqual([(alarm["kind"], alarm["device"]) for alarm in alarms], [("flood", self.kiosk.device)])

    def test_a_box_that_floods_central_ends_neither_it_nor_its_next_start(self):
        box = self.box()
        segments = self.long_segments(box, 60)
        self.assertLess(sum(map(len, segments)), 100_000)
        for _ in range(3):
            answer = box.exchange(*segments)
            self.assertIn(b"far more than people can record", answer[raw_box.NOTICE][0])
        self.assertServed(self.codes[1])
        self.assertTold()
        self.assertLess(self.central.program.memory("VmHWM"), MEMORY_BYTES)
        self.restart()
        self.assertServed(self.codes[2])
        self.assertTold()
        self.assertDone(self.central.command("log", "verify"))
        self.assertGreater(sum(session["present"] for session in self.central.sessions().values()), 1)

    def test_a_box_that_makes_central_work_without_end_keeps_nobody_waiting_for_long(self):
        box = self.box()
        (segment,) = self.long_segments(box, 1)
        box.exchange(segment)
        body, statuses, enough = box.begun() + segment * 1000, [], threading.Event()

        def ask(line):
            line.exchange()
            while not enough.is_set():
                statuses.append(line.post(body)[0])

        askers = [threading.Thread(target=ask, args=(self.box(),)) for _ in range(4)]
        for asker in askers:
            asker.start()
        try:
            self.assertServed(self.codes[1])
            wait_until("central has had enough of it", lambda: 429 in statuses)
            self.assertServed(self.codes[2])
        finally:
            enough.set()
            for asker in askers:
                asker.join()
        self.assertLessEqual(set(statuses), {200, 429})
        self.assertTold()


if __name__ == "__main__":
    unittest.main()
