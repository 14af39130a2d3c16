"""Files that are gone, full of zeros, cut in half or full of noise, one alone and two together. Each
program refuses with a reason and leaves them as they are, or goes on; what central had acknowledged is
there, and once the files are back everything works.

OTMETKA_SEED  repeats the choice of pairs
OTMETKA_LONG  all pairs
"""

import itertools
import json
import os
import random
import shutil
import time
import unittest

from programs import NETWORKING, OwnCentral, World, seeded, wait_until

LONG = bool(os.environ.get("OTMETKA_LONG"))
DAMAGES = ("gone", "zeros", "its first half", "noise")


def damaged(path, damage):
    """Does it to a file; the bytes it then has, None if it is gone."""
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
        return None
    path.write_bytes({"zeros": bytes(len(data)), "its first half": data[:len(data) // 2],
                      "noise": random.Random(len(data)).randbytes(len(data))}[damage])
    return path.read_bytes()


def bytes_of(path):
    return path.read_bytes() if path.exists() else None


class Damaged(OwnCentral):
    def setUp(self):
        super().setUp()
        self.chance = seeded(self)

    def singles(self, names):
        return [((name, damage),) for name in names for damage in DAMAGES]

    def pairs(self, names, count, together):
        """Some by chance; and those of `together`, which belong to each other, both gone."""
        every = [((a, one), (b, other)) for a, b in itertools.combinations(names, 2)
                 for one, other in itertools.product(DAMAGES, DAMAGES)]
        lost = [tuple((name, "gone") for name in pair) for pair in together]
        return every if LONG else self.chance.sample(every, count) + lost

    def run_damaged(self, place, case, programs, readers):
        """Runs programs over damaged files; all with their good bytes, and those that are still as they were damaged."""
        paths = {place.directory / name: damage for name, damage in case}
        good = {path: (path.read_bytes(), path.stat().st_mode & 0o777) for path in paths}
        bad = {path: damaged(path, damage) for path, damage in paths.items()}
        for name, program in programs.items():
            before = {path: bytes_of(path) for path in paths}
            logs = {path: bytes_of(path.with_name(path.name + "-wal")) for path in paths}
            done = program()
            if done.code != 0 and name != "doctor":
                self.assertFails(done, f"{place.directory}|not enrolled|key file of this central")
            for path in paths:
                named = str(path).removesuffix("-wal") in done.err and done.code != 0
                if named or name in readers:
                    self.assertTrue((bytes_of(path) or b"") == (before[path] or b""), f"{name} changed {path}: {done}")
                if named and logs[path]:
                    self.assertTrue(bytes_of(path.with_name(path.name + "-wal")) == logs[path],
                                    f"{name} changed the log of {path}: {done}")
        return good, {path: good[path] for path in paths if bytes_of(path) == bad[path]}

    def put_back(self, good):
        for path, (data, mode) in good.items():
            path.write_bytes(data)
            path.chmod(mode)
            path.with_name(path.name.removesuffix("-wal") + "-shm").unlink(missing_ok=True)

    def assertAcknowledgedIsThere(self, kiosk_device, acknowledged):
        held = self.central.facts("--device", kiosk_device).splitlines()
        self.assertLessEqual(set(acknowledged), set(held))
        places = [(f["scope"], f["epoch"], f["seq"]) for f in map(json.loads, held)]
        self.assertEqual(len(places), len(set(places)), "a place is taken twice")
        return held


class OfAKiosk(Damaged):
    FILES = ("kiosk/journal.db", "kiosk/journal.db-wal", "kiosk/key",
             "sync/mirror.db", "sync/mirror.db-wal", "sync/key")
    READERS = ("status", "verify", "facts", "doctor")

    def kiosk(self, name):
        """With both logs in use: two facts that central has, and two that it has not."""
        kiosk = self.world.kiosk(self.central, name=name)
        daemon, scanning = kiosk.daemon(), kiosk.scanning()
        for code in self.codes[:2]:
            self.assertRegex(scanning.ask(code.encode() + b"\n"), "^green ")
        wait_until("the daemon delivers", lambda: kiosk.status()["waiting"] == 0)
        daemon.kill()
        for code in self.codes[2:4]:
            self.assertRegex(scanning.ask(code.encode() + b"\n"), "^green ")
        scanning.kill()
        for name in self.FILES:
            self.assertGreater((kiosk.directory / name).stat().st_size, 0, name)
        return kiosk

    def programs(self, kiosk):
        return {"status": lambda: kiosk.command("status", "--json"), "doctor": lambda: kiosk.command("doctor"),
                "verify": lambda: kiosk.command("log", "verify"), "facts": lambda: kiosk.command("facts"),
                "checkin": lambda: kiosk.checkin(self.codes[4]), "once": kiosk.once}

    def survives(self, number, case):
        kiosk = self.kiosk(f"damaged-{number}")
        device, recorded = kiosk.device, kiosk.facts("--own").splitlines()
        acknowledged = self.central.facts("--device", device).splitlines()
        self.assertGreater(len(recorded), len(acknowledged))
        good, still_bad = self.run_damaged(kiosk, case, self.programs(kiosk), self.READERS)
        # Where nothing of it was left the daemon has begun an empty mirror.
        no_mirror = dict(case) == dict.fromkeys(self.FILES[3:5], "gone")
        self.put_back(good if no_mirror else still_bad)
        self.assertAcknowledgedIsThere(device, acknowledged)
        if kiosk.checkin(self.codes[5]).code != 0:  # it made its key anew and waits for the daemon
            self.assertDone(kiosk.once())
            self.assertDone(kiosk.checkin(self.codes[5]))
        self.assertDone(kiosk.once())
        self.assertEqual(kiosk.status()["waiting"], 0)
        own = kiosk.facts("--own").splitlines()
        held = self.assertAcknowledgedIsThere(device, [*acknowledged, *own])
        self.assertIn("6", [json.loads(fact)["person"] for fact in held])
        self.assertNoFaults(self.central)
        if "kiosk/journal.db-wal" not in dict(case):  # else there was no other copy
            self.assertLessEqual(set(recorded), set(held))
            self.assertSame(kiosk, self.central)

    def test_t7_one_file_of_a_kiosk_is_damaged_and_nothing_that_central_had_is_lost(self):
        for number, case in enumerate(self.singles(self.FILES)):
            with self.subTest(case=case):
                self.survives(number, case)

    def test_t7_two_files_of_a_kiosk_are_damaged_and_nothing_that_central_had_is_lost(self):
        for number, case in enumerate(self.pairs(self.FILES, 10, [self.FILES[:2], self.FILES[3:5]])):
            with self.subTest(case=case):
                self.survives(number, case)

    def test_t7_a_journal_that_is_damaged_behind_its_first_page_is_named_and_its_log_is_kept(self):
        kiosk = self.kiosk("behind-the-first-page")
        path, recorded = kiosk.directory / "kiosk/journal.db", kiosk.facts("--own")
        log, good = path.with_name("journal.db-wal").read_bytes(), path.read_bytes()
        path.write_bytes(good[:4096] + bytes(len(good) - 4096))
        done = kiosk.checkin(self.codes[4])
        self.assertEqual(path.with_name("journal.db-wal").read_bytes(), log, str(done))
        self.assertFails(done, str(path))
        self.put_back({path: (good, 0o640)})
        self.assertEqual(kiosk.facts("--own"), recorded)
        self.assertDelivered(kiosk, self.central)

    def test_t7_a_log_full_of_noise_is_not_overwritten(self):
        kiosk = self.kiosk("noise")
        path = kiosk.directory / "kiosk/journal.db-wal"
        noise = damaged(path, "noise")
        kiosk.checkin(self.codes[4])
        kiosk.once()
        kept = [found for found in (kiosk.directory / "kiosk").iterdir() if noise in found.read_bytes()]
        self.assertTrue(kept, "nobody has its bytes any more")


class OfACentral(Damaged):
    FILES = ("central.db", "central.db-wal", "key", "tls.key", "tls.crt")
    READERS = ("facts", "verify")

    def setUp(self):
        super().setUp()
        self.kiosk = self.world.kiosk(self.central)
        self.assertDone(self.kiosk.checkin(*self.codes[:2]))
        self.assertDelivered(self.kiosk, self.central)
        self.central.stop()
        self.central.start()  # what it hears from now on stands in its log alone
        self.assertDone(self.kiosk.checkin(*self.codes[2:4]))
        self.assertDelivered(self.kiosk, self.central)
        self.badges = self.central.badges()
        self.central.kill()
        self.saved = shutil.copytree(self.central.directory, self.world.root / "saved",
                                     ignore=shutil.ignore_patterns("admin.sock"))
        for name in self.FILES:
            self.assertGreater((self.saved / name).stat().st_size, 0, name)

    def serve(self):
        """Starts it; what it said before it ended, or before it was told to."""
        line = self.central._begin(None, {})
        return self.central.stop() if line else self.central.kill()

    def survives(self, case):
        self.central.kill()
        shutil.rmtree(self.central.directory)
        shutil.copytree(self.saved, self.central.directory)
        programs = {"facts": lambda: self.central.command("facts"),
                    "verify": lambda: self.central.command("log", "verify"),
                    "badge": lambda: self.central.command("badge", "make", "--cohort", "exchange"),
                    "serve": self.serve}
        _, still_bad = self.run_damaged(self.central, case, programs, self.READERS)
        self.put_back(still_bad)
        self.central.start()
        self.kiosk.once()  # a central that lost its log is a copy from before: this kiosk gives it back
        self.assertDelivered(self.kiosk, self.central)
        self.assertAcknowledgedIsThere(self.kiosk.device, self.kiosk.facts("--own").splitlines())
        self.assertEqual(self.central.badges(), self.badges)
        if {"tls.key", "tls.crt"} <= set(dict(case)):
            time.sleep(2)  # what the next one says of its keys is later, by the second

    def test_t7_one_file_of_a_central_is_damaged_and_nothing_that_it_had_acknowledged_is_lost(self):
        for case in self.singles(self.FILES):
            with self.subTest(case=case):
                self.survives(case)

    def test_t7_two_files_of_a_central_are_damaged_and_nothing_that_it_had_acknowledged_is_lost(self):
        for case in self.pairs(self.FILES, 8, [self.FILES[3:5]]):
            with self.subTest(case=case):
                self.survives(case)

    def test_t7_a_central_whose_store_was_left_empty_makes_no_other_central_of_itself(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(world.package(), "today")
        kiosk = world.kiosk(central)
        central.kill()  # nothing of its log has been copied back yet
        path = central.directory / "central.db-wal"
        log = path.read_bytes()
        path.unlink()
        self.assertFails(central.fails_to_start(), "central.db")
        self.put_back({path: (log, 0o640)})
        central.start()
        self.assertDone(kiosk.checkin(next(iter(central.badges().values()))))
        self.assertDone(kiosk.once())


if __name__ == "__main__":
    unittest.main()
