"""Bad input from outside: codes, enrolment codes, centrals that are none, a line that breaks. Each
gives a reason and an exit code, crashes nothing and loses nothing; the next good input works."""

import datetime
import random
import re
import shutil
import unittest

from false_centrals import HTML, Cutter, FalseCentral, noise
from programs import NETWORKING, TODAY, Kiosk, Programme, World, files, wait_until

DAY = 86400
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def from_base45(text):
    out = b""
    for at in range(0, len(text), 3):
        number = sum(BASE45.index(c) * 45 ** i for i, c in enumerate(text[at:at + 3]))
        out += number.to_bytes(2 if len(text) - at > 2 else 1, "big")
    return out


def to_base45(data):
    out = ""
    for at in range(0, len(data), 2):
        part = data[at:at + 2]
        number = int.from_bytes(part, "big")
        for _ in range(len(part) + 1):
            number, digit = divmod(number, 45)
            out += BASE45[digit]
    return out


def changed(code, at):
    """An enrolment code with one byte of what it holds changed: 1 central's key, 33 its TLS key,
    65 the secret."""
    data = bytearray(from_base45(code.removeprefix("OTM1:")))
    data[at] ^= 1
    return "OTM1:" + to_base45(bytes(data))


class Bad(Programme):
    """With kiosks that are nobody's yet, that have nothing to deliver, and that have."""

    def fresh(self):
        """A directory for a kiosk that is nobody's yet."""
        return Kiosk(self.world, self.path())

    def kiosk(self, **options):
        kiosk = self.fresh()
        self.assertDone(kiosk.enrol(self.central.enrol_code("university"), **options))
        return kiosk

    def waiting_kiosk(self):
        kiosk = self.kiosk()
        self.assertDone(kiosk.checkin(self.codes[0], self.codes[1]))
        return kiosk

    def assertKept(self, kiosk, act):
        """Whatever `act` does, the kiosk has what it had, and knows that it waits."""
        facts, waiting = kiosk.facts("--own"), kiosk.status()["waiting"]
        self.assertGreater(waiting, 0)
        result = act()
        self.assertEqual((kiosk.facts("--own"), kiosk.status()["waiting"]), (facts, waiting))
        self.assertNoFaults(kiosk)
        return result


class Codes(Bad):
    def test_a_badge_out_of_its_dates_is_amber_and_recorded_and_its_successor_is_green(self):
        world = World(NETWORKING + 90 * DAY)
        self.addCleanup(world.close)
        central = world.central().start(offset=NETWORKING)
        package = world.package()
        central.load(package, TODAY.isoformat())
        old = central.badges()["1"]
        central.load(package, (TODAY + datetime.timedelta(days=90)).isoformat())
        central.stop()
        central.start()
        kiosk = world.kiosk(central)
        done = self.assertDone(kiosk.checkin(old))
        self.assertRegex(done.out, "^amber exchange ")
        (fact,) = kiosk.own("check-in")
        self.assertEqual(fact["session"], central.sessions()["networking"]["number"])
        self.assertRegex(kiosk.checkin(central.badges()["2"]).out, "^green exchange ")
        self.assertDelivered(kiosk, central)

    def test_a_code_of_a_million_letters_is_no_badge_and_the_next_badge_works(self):
        kiosk = self.kiosk()
        done = kiosk.checkin("A" * 1_000_000, "K1:" + "0" * 1_000_000, self.codes[0] * 7000, self.codes[0])
        self.assertEqual([line.split(" ")[0] for line in done.lines], ["not_a_badge"] * 3 + ["green"])
        self.assertEqual(done.code, 1)
        done = kiosk.command("checkin", "--badge", "K1:" + "0" * 100_000)
        self.assertEqual((done.code, done.lines), (1, ["not_a_badge"]))

    def test_a_scanner_that_never_ends_its_line_fills_no_memory(self):
        kiosk = self.kiosk()
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.codes[0].encode() + b"\n"), "^green ")
        before = scanning.memory("VmHWM")
        for _ in range(64):
            scanning.write(b"K" * (1 << 20))
        self.assertEqual(scanning.ask(b"\n"), "not_a_badge")
        self.assertLess(scanning.memory("VmHWM") - before, 16 << 20)
        self.assertRegex(scanning.ask(self.codes[1].encode() + b"\n"), "^green ")
        self.assertEqual(scanning.stop().code, 1)

    def test_bytes_of_any_kind_are_no_badge_and_the_next_badge_works(self):
        kiosk = self.kiosk()
        lines = [noise(seed, 200).replace(b"\n", b"") for seed in range(50)]
        lines += [bytes(b for b in range(256) if b != 10), b"\xff\xfe\0", b"\0" * 500, b"K1:\0\0\0",
                  self.codes[0].encode() + b"\0", b"\0" + self.codes[0].encode()]
        good = self.codes[0].encode()
        done = kiosk.command("checkin", "--badge", "-", stdin=b"\n".join(lines + [good, b""]))
        self.assertEqual([line.split(" ")[0] for line in done.lines], ["not_a_badge"] * len(lines) + ["green"])
        self.assertEqual(len(kiosk.own("check-in")), 1)
        self.assertDelivered(kiosk, self.central)

    def test_one_flipped_letter_makes_a_badge_worthless_wherever_it_is(self):
        kiosk, good = self.kiosk(), self.codes[4]
        wrong = [good[:at] + BASE45[(BASE45.index(good[at]) + 1) % 45] + good[at + 1:]
                 for at in range(3, len(good))]
        done = kiosk.checkin(*wrong)
        self.assertEqual(set(done.lines), {"not_a_badge"})
        self.assertEqual(kiosk.own("check-in"), [])


class Enrolment(Bad):
    def assertRefused(self, kiosk, code, *words):
        """Refused with a reason, and nothing half-made: a good code works in the same place."""
        done = self.assertFails(kiosk.enrol(code), *words)
        self.assertEqual(done.out, "")
        self.assertFails(kiosk.checkin(self.codes[0]), "not enrolled", "otmetka enrol")
        if kiosk.directory.exists():
            self.assertEqual((kiosk.status()["enrolled"], kiosk.facts("--own")), (False, ""))

    def assertEnrols(self, kiosk):
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.assertRegex(self.assertDone(kiosk.checkin(self.codes[0])).out, "^green ")
        self.assertDelivered(kiosk, self.central)

    def test_what_is_no_enrolment_code_is_refused_before_anything_is_made(self):
        kiosk, good = self.fresh(), self.central.enrol_code("university")
        for code in ["", "hello", self.codes[0], "OTM1:", "OTM1:%%%", good[:-2], good[:60], good + "00",
                     good.lower(), "OTM1:" + "0" * 100_000, "\n", "Ж"]:
            with self.subTest(code=code[:40]):
                self.assertFails(kiosk.enrol(code))
        self.assertFalse(kiosk.directory.exists())
        self.assertEnrols(kiosk)

    def test_a_name_that_no_page_can_show_is_a_usage_error_and_costs_no_code(self):
        kiosk, code = self.fresh(), self.central.enrol_code("university")
        for name in b"\xff\xfe", b"\xd0", b"two\nlines", b"\x1b[2J", b"\xc2\x9b", b"", b"  ", b"x" * 201:
            with self.subTest(name=name[:20]):
                self.assertFails(kiosk.enrol(code, name=name), "name", code=2)
        self.assertFalse(kiosk.directory.exists())
        self.assertDone(kiosk.enrol(code, name="Павильон №2".encode()))
        facts = self.central.ask("facts", "--kind", "device-certificate")
        self.assertIn("Павильон №2", facts)

    def test_a_code_that_this_central_did_not_give_says_to_ask_for_a_new_one(self):
        kiosk = self.fresh()
        self.assertRefused(kiosk, changed(self.central.enrol_code("university"), 65), "not one of this",
                           "ask for a new one")
        self.assertEnrols(kiosk)

    def test_a_code_for_another_key_of_central_is_refused(self):
        for name, at, word in ("central", 1, "central|damaged"), ("tls", 33, "key|certificate"):
            kiosk = Kiosk(self.world, self.world.root / f"another-key-{name}")
            self.assertRefused(kiosk, changed(self.central.enrol_code("university"), at), word)
            self.assertEnrols(kiosk)

    def test_a_used_code_says_to_ask_for_a_new_one_and_harms_neither_box(self):
        code = self.central.enrol_code("university")
        first = Kiosk(self.world, self.world.root / "first-to-use-a-code")
        self.assertDone(first.enrol(code))
        second = self.fresh()
        self.assertRefused(second, code, "used by another box", "ask for a new one")
        self.assertEnrols(second)
        self.assertDone(first.checkin(self.codes[0]))
        self.assertDelivered(first, self.central)
        self.assertNotEqual(first.device, second.device)

    def test_an_expired_code_says_to_ask_for_a_new_one(self):
        self.central.stop()
        done = self.central.command("enrol-code", "--venue", "university", offset=NETWORKING - 2 * DAY)
        self.central.start()
        kiosk = self.fresh()
        self.assertRefused(kiosk, self.assertDone(done).out.rstrip("\n"), "expired", "ask for a new one")
        self.assertEnrols(kiosk)

    def test_a_box_that_is_enrolled_stays_what_it_is_whatever_code_comes(self):
        kiosk = self.waiting_kiosk()
        before = kiosk.device
        for code in self.central.enrol_code("lomonosov"), changed(self.central.enrol_code("lomonosov"), 65):
            self.assertFails(self.assertKept(kiosk, lambda: kiosk.enrol(code)), "enrolled already")
        self.assertEqual((kiosk.device, kiosk.status()["venue"]), (before, "university"))
        self.assertDelivered(kiosk, self.central)

    def test_t12_a_box_whose_clock_is_years_off_is_enrolled_all_the_same(self):
        for years in -55, -10, 10, 85:
            kiosk = Kiosk(self.world, self.world.root / f"years-off-{years}")
            offset = NETWORKING + years * 365 * DAY
            self.assertDone(kiosk.enrol(self.central.enrol_code("university"), offset=offset))
            done = self.assertDone(kiosk.checkin(self.codes[0], offset=offset))
            self.assertRegex(done.out, "^green ")  # by central's time, which came with the enrolment
            self.assertEqual(kiosk.own("check-in")[0]["session"],
                             self.central.sessions()["networking"]["number"])
            self.assertDelivered(kiosk, self.central, offset=offset)

    def test_with_central_away_a_good_code_fails_with_a_reason_and_works_later(self):
        kiosk, code = self.fresh(), self.central.enrol_code("university")
        self.central.stop()
        self.assertRefused(kiosk, code, re.escape(self.central.url))
        self.central.start()
        self.assertDone(kiosk.enrol(code))
        self.assertDone(kiosk.checkin(self.codes[0]))
        self.assertDelivered(kiosk, self.central)

    def test_a_code_for_an_unknown_venue_is_not_given_and_the_known_ones_are_named(self):
        done = self.central.command("enrol-code", "--venue", "atlantis")
        self.assertFails(done, "no venue atlantis", "university", "lomonosov")
        self.assertEqual(done.out, "")

    def test_directories_of_kiosks_and_centrals_are_not_taken_for_each_other(self):
        kiosk = self.waiting_kiosk()
        before = sorted(files(kiosk.directory))
        for act in (["badge", "make", "--cohort", "exchange"], ["enrol-code", "--venue", "university"],
                    ["programme", "load", self.world.root / "package"]):
            self.assertFails(kiosk.command(*act), "kiosk")
        self.assertFails(self.world.central(kiosk.directory.name).fails_to_start(), "kiosk")
        self.assertEqual(sorted(files(kiosk.directory)), before)
        self.assertDelivered(kiosk, self.central)
        before = sorted(files(self.central.directory))
        code = self.central.enrol_code("university")
        self.assertFails(Kiosk(self.world, self.central.directory).enrol(code), "central")
        self.assertFails(Kiosk(self.world, self.central.directory).checkin(self.codes[0]), "not enrolled")
        self.assertFails(Kiosk(self.world, self.central.directory).once(), "central|not enrolled")
        self.assertEqual(sorted(files(self.central.directory)), before)


class Lost(Bad):
    def test_a_kiosk_that_is_lost_is_revoked_by_its_number_and_may_still_deliver(self):
        kiosk = self.used_kiosk()
        listed = dict(line.split("\t", 1) for line in self.central.ask("device", "list").splitlines())
        self.assertRegex(listed[kiosk.device], "^university\tgood\t")
        self.assertFails(self.central.command("device", "revoke", "00" * 16), "no box", "device list")
        self.assertFails(self.central.command("device", "revoke", "one"), "hex digits")
        self.central.ask("device", "revoke", kiosk.device)
        self.assertIn(f"{kiosk.device}\tuniversity\trevoked\t", self.central.ask("device", "list"))
        self.assertDelivered(kiosk, self.central)
        # What is said from now on does not reach it.
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "9")
        self.assertDone(kiosk.once())
        self.assertRegex(kiosk.checkin(self.codes[8]).out, "^green ")


class BrokenLines(Bad):
    """Central behind a line that breaks after so many bytes."""

    def setUp(self):
        self.central.stop()
        self.addCleanup(self.central.start)
        self.line = self.enterContext(Cutter(self.central.host, (self.central.host, self.central.port)))
        self.central.start(self.line.url)
        self.addCleanup(self.central.stop)
        self.chance = random.Random(4)

    def test_t4_an_enrolment_cut_at_any_byte_is_finished_with_the_same_code(self):
        kiosk = self.kiosk()
        self.pictures = files(kiosk.directory / "sync/blobs")
        pictures = sum(len(picture) for picture in self.pictures.values())
        rest = self.line.passed - pictures
        self.assertGreater(rest, 1000)
        for cut in self.chance.sample(range(rest), 12) + self.chance.sample(range(rest, rest + pictures), 4):
            with self.subTest(cut=cut, of=rest + pictures):
                self.enrol_cut_at(cut)
        self.assertNoFaults(self.central)

    def enrol_cut_at(self, cut):
        kiosk = Kiosk(self.world, self.world.root / f"cut-at-{cut}")
        code = self.central.enrol_code("university")
        self.line.mend(cut)
        done = kiosk.enrol(code)
        self.line.mend()
        if done.code == 0:  # the cut came after all was done but the pictures
            self.assertRegex(done.err, "picture .*asked for again")
        elif (again := kiosk.enrol(code)).code != 0:
            self.assertFails(again, "enrolled already")
        self.assertDone(kiosk.checkin(self.codes[0]))
        self.assertDone(kiosk.once())
        self.assertEqual(files(kiosk.directory / "sync/blobs"), self.pictures)
        self.assertEqual(kiosk.facts("--own"), self.central.facts("--device", kiosk.device))

    def test_t4_an_exchange_cut_at_any_byte_skips_nothing_and_doubles_nothing(self):
        kiosk = self.kiosk()
        self.line.mend()
        self.assertDone(kiosk.checkin(*self.codes))
        self.assertDelivered(kiosk, self.central)
        # As long as what is to be cut: the photos of the roster have come by now.
        self.line.mend()
        self.assertDone(kiosk.checkin(*self.codes[:12], offset=NETWORKING + 100))
        self.assertDone(kiosk.once())
        length, failed = self.line.passed, 0
        for boot, cut in enumerate(self.chance.sample(range(length), 24), 1):
            self.assertDone(kiosk.checkin(*self.codes[:boot], offset=NETWORKING + boot))
            self.line.mend(cut)
            failed += kiosk.once().code
        self.assertGreater(failed, 12)
        self.line.mend()
        self.assertDelivered(kiosk, self.central)
        self.assertEqual(len(kiosk.own("check-in")), 32 + 12 + sum(range(1, 25)))


class FalseCentrals(Bad):
    ANSWERS = {
        "a page": dict(body=HTML),
        "a page that says 403": dict(body=HTML, status=403),
        "an empty answer": dict(body=b""),
        "a server error": dict(body=b"oops", status=500),
        "a redirect to a page": dict(body=HTML, status=302, headers={"Location": "http://127.0.0.1:1/"}),
        "noise": dict(body=noise(1, 5000)),
        "noise that calls itself ours": dict(
            body=noise(2, 5000), headers={"Content-Type": "application/vnd.otmetka.frames"}),
        "an answer that is longer than it says": dict(body=HTML * 100, headers={"Content-Length": "10"}),
        "an answer that ends early": dict(body=HTML, headers={"Content-Length": "100000"}),
        "410, gone": dict(body=b"", status=410),
        "404, not found": dict(body=b"not found", status=404),
        "too much": dict(body=b"x" * (64 << 20)),
    }

    def test_t21_what_is_not_central_is_told_from_it_even_with_the_right_key(self):
        kiosk = self.waiting_kiosk()
        self.central.stop()
        self.addCleanup(self.central.start)
        for name, answer in self.ANSWERS.items():
            with self.subTest(name), FalseCentral(self.central.host, self.central.port,
                                                  tls_of=self.central.directory, **answer) as portal:
                self.assertFails(self.assertKept(kiosk, kiosk.once))
                self.assertTrue(portal.asked)
                self.assertTrue(kiosk.status()["reason"])
        self.doCleanups()
        self.assertDelivered(kiosk, self.central)
        self.assertEqual(kiosk.status()["reason"], "")

    def test_t21_a_page_in_central_s_place_is_not_online_over_plain_http_either(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central(insecure=True).start()
        central.load(world.package(), "today")
        kiosk = world.kiosk(central)
        self.assertDone(kiosk.checkin(*central.badges().values()))
        central.stop()
        with FalseCentral(central.host, central.port, HTML) as portal:
            self.assertFails(self.assertKept(kiosk, kiosk.once), "not a central")
            self.assertTrue(portal.asked)
            fresh = Kiosk(world, world.root / "fresh")
            self.assertFails(fresh.enrol(central.enrol_code("university")), "not a central")
        central.start()
        self.assertDelivered(kiosk, central)

    def test_t21_another_central_in_its_place_gets_nothing_and_is_named_a_stranger(self):
        kiosk = self.waiting_kiosk()
        self.central.stop()
        self.addCleanup(self.central.start)
        stranger = self.world.central("stranger")
        stranger.host, stranger.port = self.central.host, self.central.port
        stranger.start()
        self.assertFails(self.assertKept(kiosk, kiosk.once), "key|certificate")
        stranger.stop()
        self.assertEqual(stranger.facts("--device", kiosk.device), "")
        # The same key of the line, another central behind it: it does not know this box.
        for name in "tls.crt", "tls.key":
            shutil.copy2(self.central.directory / name, stranger.directory / name)
        stranger.start()
        self.assertFails(self.assertKept(kiosk, kiosk.once), "does not know this box")
        stranger.stop()
        self.doCleanups()
        self.assertDelivered(kiosk, self.central)

    def test_while_central_is_away_everything_waits_and_the_daemon_delivers_it_by_itself(self):
        kiosk = self.waiting_kiosk()
        self.central.stop()
        self.assertFails(self.assertKept(kiosk, kiosk.once), re.escape(self.central.url))
        self.assertRegex(kiosk.status()["reason"], re.escape(self.central.url))
        daemon = kiosk.daemon()
        wait_until("the daemon says why it waits", lambda: self.central.url in daemon.err)
        self.central.start()
        wait_until("everything is delivered", lambda: kiosk.status()["waiting"] == 0)
        done = self.assertDone(kiosk.checkin(self.codes[2]))
        self.assertRegex(done.out, "^green ")
        wait_until("the new one too", lambda: kiosk.status()["waiting"] == 0)
        self.assertFails(kiosk.once(), "in use by another program")
        self.assertDone(daemon.stop())
        self.assertDelivered(kiosk, self.central)

    def test_a_central_put_back_from_an_older_copy_gets_the_lost_facts_again(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(world.package(), "today")
        codes = list(central.badges().values())
        kiosk = world.kiosk(central)
        self.assertDone(kiosk.checkin(*codes[:10]))
        self.assertDelivered(kiosk, central)
        central.stop()
        shutil.copytree(central.directory, world.root / "backup")
        central.start()
        self.assertDone(kiosk.checkin(*codes[10:20]))
        self.assertDelivered(kiosk, central)
        central.stop()
        shutil.rmtree(central.directory)
        (world.root / "backup").rename(central.directory)
        central.start()
        self.assertDone(kiosk.checkin(*codes[20:]))
        self.assertDelivered(kiosk, central)

    def test_a_kiosk_that_was_enrolled_after_the_copy_is_known_again(self):  # T3
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(world.package(), "today")
        codes = list(central.badges().values())
        central.stop()
        shutil.copytree(central.directory, world.root / "backup")
        central.start()
        kiosk = world.kiosk(central)
        self.assertDone(kiosk.checkin(*codes[:5]))
        self.assertDelivered(kiosk, central)
        central.stop()
        shutil.rmtree(central.directory)
        (world.root / "backup").rename(central.directory)
        central.start()
        self.assertDone(kiosk.checkin(*codes[5:8]))
        self.assertRegex(self.assertDone(kiosk.once()).err, "central was put back from a copy")
        self.assertDelivered(kiosk, central)


if __name__ == "__main__":
    unittest.main()
