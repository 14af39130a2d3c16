"""kill -9 at random moments, of the program that records, of the daemon and of central, while badges
are scanned. What was printed is kept outside; at the end central holds each of it once.

OTMETKA_SEED  repeats a run as far as the machine allows
OTMETKA_LONG  ten times as many rounds
"""

import json
import os
import threading
import time
import unittest

from programs import NETWORKING, Case, Kiosk, World, seeded, wait_until

ROUNDS = 200 if os.environ.get("OTMETKA_LONG") else 20


class Executioner:
    """Kills programs at given times, from a thread of its own."""

    def __init__(self, sentences):
        self._sentences = sorted(sentences, key=lambda sentence: sentence[0])
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        start = time.monotonic()
        for seconds, program in self._sentences:
            time.sleep(max(0, start + seconds - time.monotonic()))
            program.strike()

    def wait(self):
        self._thread.join()


class Killed(Case):
    def setUp(self):
        self.chance = seeded(self)
        self.world = World(NETWORKING)
        self.addCleanup(self.world.close)
        self.central = self.world.central().start()
        self.central.load(self.world.package(), "today")
        self.codes = self.central.badges()
        self.printed = []

    def scan_all(self, scanning):
        """Feeds every badge, one by one, until all are through or nobody answers."""
        order = self.chance.sample(sorted(self.codes), len(self.codes))
        for person in order:
            try:
                line = scanning.ask(self.codes[person].encode() + b"\n")
            except BrokenPipeError:
                return
            if not line:
                return
            verdict, *place = line.split(" ")
            self.assertIn(verdict, ("green", "amber"), f"{line}\n{scanning.err}")
            self.printed.append((person, *place))

    def seconds_of_a_round(self, kiosk):
        """How long a round takes when nobody is killed, on this machine and in this build."""
        begun = time.monotonic()
        scanning = kiosk.scanning()
        self.scan_all(scanning)
        self.assertDone(scanning.stop())
        return time.monotonic() - begun

    def round(self, kiosk, daemon, number, length):
        """One boot of the kiosk: whoever is killed in it is named."""
        scanning = kiosk.scanning(offset=NETWORKING + 1 + number)
        victims = [scanning] + [program for program, share in ((daemon, 0.5), (self.central.program, 0.3))
                                if self.chance.random() < share]
        executioner = Executioner([(self.chance.uniform(0, 1.2 * length), v) for v in victims])
        self.scan_all(scanning)
        executioner.wait()
        for victim in victims:
            self.assertEqual(victim.kill().code, -9, f"round {number}: it ended by itself: {victim.err}")
        return victims

    def test_whatever_is_killed_every_verdict_that_was_seen_is_at_central_once(self):
        kiosk = self.world.kiosk(self.central)
        length = self.seconds_of_a_round(kiosk)
        daemon = kiosk.daemon()
        for number in range(ROUNDS):
            victims = self.round(kiosk, daemon, number, length)
            for program in {daemon, self.central.program}.difference(victims):
                self.assertIsNone(program.process.poll(), f"round {number}: it ended by itself: {program.err}")
            if self.central.program in victims:
                self.central.start()
            if daemon in victims:
                daemon = kiosk.daemon(offset=NETWORKING + 1 + number)
        wait_until("the daemon delivers what is left", lambda: kiosk.status()["waiting"] == 0)
        self.assertDone(daemon.stop())
        self.assertDelivered(kiosk, self.central)
        self.assertAllThereOnce(kiosk)

    def assertAllThereOnce(self, kiosk):
        facts = [json.loads(line) for line in self.central.facts("--device", kiosk.device).splitlines()]
        there = {(f["scope"], f["epoch"], str(f["seq"])): f["person"] for f in facts}
        self.assertEqual(len(there), len(facts), "a place is taken twice")
        for person, *place in self.printed:
            self.assertEqual(there.get(tuple(place)), person, place)
        self.assertEqual(len({p[1:] for p in self.printed}), len(self.printed))
        # Each badge was held to the scanner once an epoch, so twice there would be a double.
        marks = [(f["epoch"], f["person"]) for f in facts if f["kind"] == "check-in"]
        self.assertEqual(len(marks), len(set(marks)), "a scan was recorded twice")
        self.assertGreater(len(self.printed), 32)
        print(f"{len(self.printed)} verdicts seen, {len(marks)} recorded, "
              f"{len({f['epoch'] for f in facts})} epochs", flush=True)

    def test_central_shows_the_same_after_it_was_killed(self):
        kiosk = self.world.kiosk(self.central)
        self.scan_all(scanning := kiosk.scanning())
        self.assertDone(scanning.stop())
        self.assertDelivered(kiosk, self.central)
        sessions, facts = self.central.sessions(), self.central.facts()
        self.central.kill()
        self.assertEqual(self.central.facts(), facts)
        self.central.start()
        self.assertEqual((self.central.sessions(), self.central.facts()), (sessions, facts))
        self.assertEqual(sessions["networking"]["present"], 28)

    def test_an_enrolment_killed_at_any_moment_is_finished_with_the_same_code(self):
        begun = time.monotonic()
        self.world.kiosk(self.central)
        length = time.monotonic() - begun
        for number in range(ROUNDS // 2):
            kiosk = Kiosk(self.world, self.world.root / f"killed-{number}")
            code = self.central.enrol_code("university")
            enrol = self.world.start("otmetka", "enrol", "--data", kiosk.directory, "--code", code)
            Executioner([(self.chance.uniform(0, length), enrol)]).wait()
            enrol.kill()
            done = kiosk.enrol(code)
            if done.code != 0:  # all was done but the pictures
                self.assertFails(done, "enrolled already")
            self.assertDone(kiosk.checkin(self.codes["1"]))
            self.assertDelivered(kiosk, self.central)

    def test_a_programme_whose_loading_was_killed_is_loaded_once(self):
        for number in range(ROUNDS // 4):
            world = World(NETWORKING)
            self.addCleanup(world.close)
            package, central = world.package(), world.central()
            begun = time.monotonic()
            central.start()
            central.stop()
            length = 2 * (time.monotonic() - begun)
            if number % 2:  # who loads it then is central
                central.start()
            load = world.start("otmetka", "programme", "load", package, "--data", central.directory)
            victim = central.program if number % 2 else load
            Executioner([(self.chance.uniform(0, length), victim)]).wait()
            for program in load, central.program:
                program.kill()
            for left_behind in central.directory.glob("incoming.*"):
                os.utime(left_behind, (0, 0))  # as if that were long ago
            central.load(package)
            self.assertRegex(central.load(package), "nothing has changed")
            self.assertEqual(list(central.badges()), [str(n) for n in range(1, 33)])
            self.assertEqual(list(central.directory.glob("incoming.*")), [], number)
            self.assertNoFaults(central)


if __name__ == "__main__":
    unittest.main()
