"""Lines that end before the answer does, thousands of times, and proxies that open them: disks do not fill
up, and what is not central's own word is not believed.

OTMETKA_LONG  breaks off for five minutes
"""

import os
import random
import time
import unittest

from false_centrals import HTML, Cutter
from programs import NETWORKING, Kiosk, OwnCentral
from raw_box import WANTS, RawBox, frame, opened, tiny
from relay import Relay

SEGMENT_BYTES = 64 << 10  # as much as a sealed segment may well have, and more than those of this test
ABORTS_S = 300 if os.environ.get("OTMETKA_LONG") else 8  # of each kind, as many as go into that


def bytes_on_disk(directory):
    return sum(path.stat().st_blocks * 512 for path in directory.rglob("*") if path.is_file())


class Behind(OwnCentral):
    """A central whose kiosks come through somebody who stands between."""

    def put_between(self, between):
        self.central.stop()
        self.between = self.enterContext(between)
        self.central.start(self.between.url)
        self.addCleanup(self.central.stop)

    def kiosk(self):
        kiosk = Kiosk(self.world, self.world.root / "kiosk")
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        return kiosk


class Aborted(Behind):
    def sizes(self, kiosk):
        """Of both ends, when they are closed and nothing is left to be done."""
        self.central.stop()
        found = bytes_on_disk(kiosk.directory), bytes_on_disk(self.central.directory)
        self.central.start(self.between.url)
        return found

    def assertNotGrown(self, kiosk, before):
        for end, was, now in zip(("kiosk", "central"), before, self.sizes(kiosk)):
            self.assertLessEqual(now - was, SEGMENT_BYTES, f"{end}: {was} bytes before, {now} after")

    def test_t18_exchanges_that_are_cut_again_and_again_fill_no_disk(self):
        self.put_between(Cutter(self.central.host, (self.central.host, self.central.port)))
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(*self.codes))
        self.assertDelivered(kiosk, self.central)
        self.assertDone(kiosk.checkin(*self.codes, offset=NETWORKING + 1))
        self.between.mend()
        self.assertDone(kiosk.once())
        length = self.between.passed  # of one that brings what those bring that are cut
        self.assertDone(kiosk.checkin(*self.codes, offset=NETWORKING + 2))
        self.central.ask("staff", "announce", "--en", "The bus waits " * 8, "--for", "30")
        before, chance, failed, cut = self.sizes(kiosk), random.Random(18), 0, 0
        end = time.monotonic() + ABORTS_S
        while time.monotonic() < end:
            self.between.mend(chance.randrange(length))
            done = kiosk.once()
            failed += done.code
            self.assertTrue(done.code == 0 or self.assertFails(done))
            cut += 1
        print(f"{failed} of {cut} exchanges cut", flush=True)
        self.assertGreater(failed, cut // 3)
        self.assertNotGrown(kiosk, before)
        self.between.mend()
        self.assertDelivered(kiosk, self.central)
        self.assertNotGrown(kiosk, before)

    def test_t18_thousands_of_pushes_and_pulls_that_are_broken_off_fill_no_disk(self):
        self.between = self.central  # nobody
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(*self.codes))
        self.assertDelivered(kiosk, self.central)
        box = RawBox(kiosk, self.central)
        rows = [opened()] + [{"kind": 2, "boot": n, "wall": n, "person": n + 1} for n in range(400)]
        push = b"".join(box.epoch("exchange", rows)[0])
        pull = frame(WANTS, tiny.uv(2) + tiny.text("exchange") + tiny.text("office"))
        before, chance, end, aborted = self.sizes(kiosk), random.Random(19), time.monotonic() + ABORTS_S, 0
        while time.monotonic() < end:
            for frames, sent in (push, chance.random()), (pull, 1), (push, 1):
                box.break_off(frames, sent)
                aborted += 1
        print(f"{aborted} pushes and pulls broken off", flush=True)
        self.assertGreater(aborted, 100)
        self.assertNotGrown(kiosk, before)
        self.assertDone(kiosk.checkin(*self.codes[:3], offset=NETWORKING + 1))
        self.assertDone(kiosk.once())
        self.assertEqual(kiosk.status()["waiting"], 0)
        self.assertNoFaults(self.central)


class Opened(Behind):
    CHANGES = {
        "all of it is a page of that length": lambda data: (200, (HTML * len(data))[:len(data)]),
        "all of it is zeros": lambda data: (200, bytes(len(data))),
        "its magic and zeros": lambda data: (200, data[:4] + bytes(len(data) - 4)),
        "a byte less": lambda data: (200, data[:-1]),
        "a byte more": lambda data: (200, data + b"\x04"),
        "nothing": lambda data: (200, b""),
        "noise of that length": lambda data: (200, random.Random(len(data)).randbytes(len(data))),
        "a page, politely": lambda data: (511, HTML),
    }

    def test_t21_a_body_that_was_changed_on_the_way_and_has_its_length_is_not_believed(self):
        self.put_between(Relay(self.central, self.central.directory))
        kiosk = self.kiosk()
        for number, (what, change) in enumerate(self.CHANGES.items()):
            with self.subTest(what):
                self.central.ask("staff", "announce", "--en", f"The bus {number} waits", "--for", "30")
                self.assertDone(kiosk.checkin(self.codes[number]))
                mirror, waiting = kiosk.facts(), kiosk.status()["waiting"]
                self.assertGreater(waiting, 0)
                self.between.change, self.between.changed = change, 0
                done = kiosk.once()
                self.between.change = None
                self.assertFails(done)
                self.assertGreater(self.between.changed, 0)
                self.assertTrue(kiosk.status()["reason"])
                self.assertEqual((kiosk.facts(), kiosk.status()["waiting"]), (mirror, waiting))
                self.assertDelivered(kiosk, self.central)
                self.assertEqual(kiosk.status()["reason"], "")
        self.assertEqual(len(kiosk.own("check-in")), len(self.CHANGES))

    def test_t21_what_of_a_changed_body_is_central_s_own_word_may_count_and_nothing_else(self):
        self.put_between(Relay(self.central, self.central.directory))
        kiosk, chance = self.kiosk(), random.Random(21)

        def flip(data):
            at = chance.randrange(len(data))
            return 200, data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:]

        def zeros(data):
            at = chance.randrange(len(data))
            return 200, data[:at] + bytes(len(data) - at)

        def page(data):
            at = chance.randrange(len(data))
            return 200, data[:at] + (HTML * len(data))[:len(data) - at]

        for number in range(15):
            self.central.ask("staff", "announce", "--en", f"The bus {number} waits", "--for", "30")
            self.assertDone(kiosk.checkin(self.codes[number]))
            self.between.change = (flip, zeros, page)[number % 3]
            kiosk.once()
            self.between.change = None
            self.assertNoFaults(kiosk)
            own, held = (set(said.splitlines()) for said in (kiosk.facts("--own"), self.central.facts()))
            self.assertLessEqual(set(kiosk.facts().splitlines()), own | held)
            if kiosk.status()["waiting"] == 0:
                self.assertLessEqual({fact for fact in own if '"scope":"exchange"' in fact}, held)
        self.assertDelivered(kiosk, self.central)
        self.assertEqual(len(kiosk.own("check-in")), 15)

    def test_t21_a_proxy_with_its_own_certificate_is_told_nothing_and_believed_nothing(self):
        stranger = self.world.central("stranger").start()
        stranger.stop()
        own = self.central.port
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(*self.codes[:3]))
        self.central.stop()
        self.central.port = 0
        self.central.start()
        # The proxy stands at the address that the kiosk knows, and hands everything on.
        with Relay(self.central, stranger.directory, own) as proxy:
            facts, waiting = kiosk.facts(), kiosk.status()["waiting"]
            self.assertFails(kiosk.once(), "key|certificate")
            fresh = Kiosk(self.world, self.world.root / "fresh")
            self.central.stop()
            self.central.start(proxy.url)
            self.assertFails(fresh.enrol(self.central.enrol_code("university")), "key|certificate")
            self.assertEqual((kiosk.facts(), kiosk.status()["waiting"]), (facts, waiting))
            self.assertTrue(kiosk.status()["reason"])
            self.assertEqual(self.central.facts("--device", kiosk.device), "")
        self.central.stop()
        self.central.port = own
        self.central.start()
        self.assertDelivered(kiosk, self.central)


if __name__ == "__main__":
    unittest.main()
