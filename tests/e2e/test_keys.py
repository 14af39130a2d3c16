"""Keys that follow one another while kiosks are away: those of badges, scopes, kiosks and central."""

import json
import shutil
import sqlite3
import unittest

from programs import Kiosk, OwnCentral, wait_until


class Keys(OwnCentral):
    def setUp(self):
        super().setUp()
        self.kiosk = self.world.kiosk(self.central)

    def keys(self):
        """[(what, id, state)]"""
        return [tuple(line.split("\t")) for line in self.central.ask("key", "list").splitlines()]

    def id_of(self, what, state):
        return next(number for kind, number, how in self.keys() if (kind, how) == (what, state))

    def again(self):
        """Every badge's code as central gives it now."""
        return list(self.central.badges().values())


class OfBadges(Keys):
    def test_old_badges_stay_good_beside_new_ones_until_their_key_is_withdrawn(self):
        self.central.ask("key", "rotate", "badge")
        fresh = self.again()
        self.assertFalse(set(fresh) & set(self.codes))
        # A kiosk that has not heard of it takes the old ones; the new ones it cannot know yet.
        self.assertRegex(self.kiosk.checkin(self.codes[0]).out, "^green ")
        self.assertEqual(self.kiosk.checkin(fresh[1]).out, "not_a_badge\n")
        self.assertDone(self.kiosk.once())
        self.assertRegex(self.kiosk.checkin(fresh[1], self.codes[2]).out, "^green .*\ngreen ")
        old = self.id_of("badge", "good")
        self.assertFails(self.central.command("key", "withdraw", self.id_of("badge", "signs")),
                         "rotate badge")
        self.assertFails(self.central.command("key", "withdraw", "00" * 8), "key list")
        self.central.ask("key", "withdraw", old)
        self.assertIn(("badge", old, "withdrawn"), self.keys())
        self.assertRegex(self.kiosk.checkin(self.codes[3]).out, "^green ")  # away still
        self.assertDone(self.kiosk.once())
        done = self.kiosk.checkin(self.codes[4], fresh[4])
        self.assertRegex(done.out, "^refused exchange .*\ngreen ")
        refused = self.kiosk.own("refused-scan")[-1]
        self.assertEqual((refused["person"], refused["payload"]["reason"]), ("5", "REVOKED"))
        self.assertDelivered(self.kiosk, self.central)

    def test_the_badge_of_somebody_of_the_staff_follows_too(self):
        made = dict(line.split("\t") for line in self.central.ask(
            "staff", "add", "--family", "Хисамова", "--given", "Алсу", "--duty", "desk").splitlines())
        self.central.ask("key", "rotate", "badge")
        self.central.ask("key", "withdraw", self.id_of("badge", "good"))
        renewed = dict(line.split("\t") for line in self.central.ask(
            "staff", "renew", made["sign-in"]).splitlines())
        self.assertNotEqual(made["badge"], renewed["badge"])


class OfScopes(Keys):
    def test_a_kiosk_that_was_away_reads_what_was_said_before_and_after_and_seals_with_the_new(self):
        away = self.kiosk
        self.assertDone(away.checkin(self.codes[0]))
        for scope in ("exchange", "venue:university", "office"):
            self.central.ask("key", "rotate", "scope", scope)
            self.assertEqual([state for what, _, state in self.keys() if what == scope], ["opens", "seals"])
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "9")
        self.central.ask("staff", "announce", "--en", "The bus waits", "--for", "30")
        self.assertFails(self.central.command("key", "rotate", "scope", "device"), "no key for device")
        self.assertDone(away.checkin(self.codes[1]))
        self.assertDelivered(away, self.central)  # what it sealed with the old key counts
        self.assertRegex(away.checkin(self.codes[8]).out, "^refused ")
        self.assertDelivered(away, self.central)
        self.assertIn("sealed, not opened 0", away.command("log", "verify").out)
        new = self.id_of("exchange", "seals")
        with sqlite3.connect(self.central.directory / "central.db") as db:
            last = db.execute("SELECT header FROM segment ORDER BY id DESC LIMIT 1").fetchone()[0]
        self.assertIn(bytes.fromhex(new), last)
        # Who comes now reads all of it.
        late = self.world.kiosk(self.central, name="late")
        self.assertRegex(late.checkin(self.codes[8]).out, "^refused ")
        self.assertRegex(late.checkin(self.codes[5]).out, "^green ")
        self.assertDelivered(late, self.central)
        self.assertIn("sealed, not opened 0", late.command("log", "verify").out)

    def test_a_kiosk_that_was_revoked_gets_none_of_the_new_keys(self):
        stolen = self.world.kiosk(self.central, name="stolen")
        self.assertDone(stolen.once())
        before = (stolen.directory / "sync/key").read_text()
        self.central.ask("device", "revoke", stolen.device)
        for scope in ("exchange", "office"):
            self.central.ask("key", "rotate", "scope", scope)
        self.central.ask("staff", "announce", "--en", "The bus waits", "--for", "30")
        for _ in range(2):
            self.assertDone(stolen.once())
        scopes = [line for line in (stolen.directory / "sync/key").read_text().splitlines()
                  if line.startswith("scope ")]
        self.assertEqual(scopes, [line for line in before.splitlines() if line.startswith("scope ")])
        self.assertDelivered(self.kiosk, self.central)


class OfAKiosk(Keys):
    def code(self, kiosk=None):
        return self.central.ask("key", "rotate", "device", (kiosk or self.kiosk).device).rstrip("\n")

    def renew(self, kiosk, code):
        return kiosk.command("key", "renew", "--code", code)

    def test_the_same_kiosk_goes_on_with_another_key_and_a_thief_of_the_old_one_is_out(self):
        device = self.kiosk.device
        self.assertDone(self.kiosk.checkin(*self.codes[:3]))
        self.assertDone(self.kiosk.once())
        thief = Kiosk(self.world, self.world.root / "thief")
        shutil.copytree(self.kiosk.directory, thief.directory)
        self.assertDone(self.kiosk.checkin(*self.codes[3:5]))
        self.assertDone(self.renew(self.kiosk, self.code()))
        self.assertDone(self.kiosk.checkin(*self.codes[5:7]))
        self.assertDelivered(self.kiosk, self.central)
        self.assertEqual(self.kiosk.device, device)
        self.assertEqual([state for what, _, state in self.keys() if what == f"device {device}"],
                         ["followed", "signs"])
        self.assertDone(thief.checkin(self.codes[9]))
        self.assertFails(thief.once(), "a key that central does not know for it", "key renew")
        people = [json.loads(line)["person"]
                  for line in self.central.facts("--kind", "check-in").splitlines()]
        self.assertEqual(people, [str(n) for n in range(1, 8)])
        self.assertRegex(self.central.ask("alarm", "list"), f"open\told-key\t{device}\t")
        self.assertDelivered(self.kiosk, self.central)
        # Another kiosk reads both halves of the log.
        other = self.world.kiosk(self.central, name="other")
        self.assertDone(other.once())
        self.assertNoFaults(other)
        self.assertEqual(other.facts("--device", device, "--kind", "check-in"),
                         self.kiosk.facts("--own", "--kind", "check-in"))

    def test_a_kiosk_that_lost_its_key_file_goes_on_as_the_same_one(self):
        self.assertDone(self.kiosk.checkin(*self.codes[:3]))
        self.assertDone(self.kiosk.once())
        self.assertDone(self.kiosk.checkin(*self.codes[3:5]))
        (self.kiosk.directory / "sync/key").unlink()
        self.assertFails(self.kiosk.once(), "key rotate device", "key renew")
        code = self.code()
        done = self.renew(self.kiosk, code)
        self.assertIn(done.code, (0, 1), str(done))
        self.assertDone(self.kiosk.once())
        self.assertDelivered(self.kiosk, self.central)
        self.assertEqual(len(self.central.facts("--kind", "check-in").splitlines()), 5)

    def test_a_code_for_another_key_is_for_that_kiosk_alone(self):
        other = self.world.kiosk(self.central, name="other")
        code = self.code()
        self.assertFails(self.renew(other, code), "for another key of one box")
        self.assertFails(Kiosk(self.world, self.world.root / "fresh").enrol(code), "for another key of one box")
        self.assertDone(self.renew(self.kiosk, code))
        self.assertDone(self.renew(self.kiosk, self.code()))  # as often as is wished
        self.assertFails(self.renew(self.kiosk, self.central.enrol_code("university")),
                         "enrolled with another key")
        self.central.ask("device", "revoke", other.device)
        self.assertFails(self.central.command("key", "rotate", "device", other.device), "revoked")
        self.assertFails(self.central.command("key", "rotate", "device", "00" * 16), "device list")

    def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_code(self):
        self.assertDone(self.kiosk.checkin(*self.codes[:2]))
        self.assertDone(self.kiosk.once())
        code = self.code()
        before = self.world.root / "before"
        shutil.copytree(self.kiosk.directory, before)
        self.assertDone(self.renew(self.kiosk, code))
        # As if the answer had not come: its old key still signs, and the new one waits beside it.
        renewed = (self.kiosk.directory / "sync/key").read_text().splitlines()
        fresh = next(line for line in renewed if line.startswith("sign ")).split()[1]
        shutil.rmtree(self.kiosk.directory)
        before.rename(self.kiosk.directory)
        keys = self.kiosk.directory / "sync/key"
        lines = keys.read_text().splitlines(True)
        keys.write_text("".join([lines[0], f"next {fresh}\n", *lines[1:]]))
        self.assertRegex(self.kiosk.command("doctor").out, "(?m)^warn +keys .*; to do: run `otmetka key renew` again")
        self.assertFails(self.kiosk.once(), "key renew")
        self.assertDone(self.renew(self.kiosk, code))
        self.assertDone(self.kiosk.checkin(self.codes[3]))
        self.assertDelivered(self.kiosk, self.central)


class OfCentral(Keys):
    def test_kiosks_follow_another_signing_key_whether_they_were_away_or_not(self):
        away = self.world.kiosk(self.central, name="away")
        daemon = self.kiosk.daemon()
        wait_until("it has exchanged", lambda: self.kiosk.status()["last_exchange"])
        old_code = self.central.enrol_code("university")
        for _ in range(2):  # away through both
            self.central.ask("key", "rotate", "sign")
            self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "9")
        self.assertEqual([state for what, _, state in self.keys() if what == "sign"],
                         ["followed", "followed", "signs"])
        self.assertDone(self.kiosk.checkin(self.codes[0]))
        wait_until("it follows", lambda: self.kiosk.status()["waiting"] == 0)
        self.assertDone(daemon.stop())
        self.assertDone(away.checkin(self.codes[1]))
        self.assertDelivered(away, self.central)
        self.assertRegex(away.checkin(self.codes[8]).out, "^refused ")
        self.assertDelivered(self.kiosk, self.central)
        self.assertFails(Kiosk(self.world, self.world.root / "fresh").enrol(old_code), "not made for this central")
        late = self.world.kiosk(self.central, name="late")
        self.assertDone(late.checkin(self.codes[2]))
        self.assertDelivered(late, self.central)
        self.central.stop()
        self.central.start()
        self.assertDone(late.checkin(self.codes[3]))
        self.assertDelivered(late, self.central)
        self.assertNoFaults(self.central)

    def test_kiosks_follow_another_tls_key_that_was_announced(self):
        self.assertFails(self.central.command("key", "rotate", "tls", "--now"), "rotate tls")
        before = self.id_of("tls", "serves")
        self.central.ask("key", "rotate", "tls")
        self.assertDone(self.kiosk.once())  # hears of it
        away = self.world.kiosk(self.central, name="away")
        self.assertRegex(self.central.command("doctor").out, "(?m)^ok +tls +another TLS key is announced")
        self.central.ask("key", "rotate", "tls", "--now")
        self.assertDone(self.kiosk.checkin(self.codes[0]))
        self.assertDelivered(self.kiosk, self.central)  # until the restart it is the old one
        self.central.stop()
        self.central.start()
        self.assertNotEqual(self.id_of("tls", "serves"), before)
        for kiosk, code in ((self.kiosk, self.codes[1]), (away, self.codes[2])):
            self.assertDone(kiosk.checkin(code))
            self.assertDelivered(kiosk, self.central)

    def test_kiosks_follow_a_tls_key_that_was_made_because_the_old_one_was_lost(self):
        before = self.id_of("tls", "serves")
        self.central.stop()
        for name in ("tls.key", "tls.crt"):
            (self.central.directory / name).unlink()
        self.central.start()
        self.assertNotEqual(self.id_of("tls", "serves"), before)
        self.assertDone(self.kiosk.checkin(self.codes[0]))
        self.assertDelivered(self.kiosk, self.central)

    def test_a_kiosk_that_was_away_through_the_whole_change_finds_its_way(self):
        for _ in range(2):
            self.central.ask("key", "rotate", "tls")
            self.central.ask("key", "rotate", "tls", "--now")
            self.central.stop()
            self.central.start()
        self.central.ask("key", "rotate", "sign")
        self.assertDone(self.kiosk.checkin(self.codes[0]))
        self.assertDelivered(self.kiosk, self.central)

    def test_another_machine_in_centrals_place_is_followed_by_nobody(self):
        stranger = self.world.central("stranger")
        self.central.stop()
        stranger.host, stranger.port = self.central.host, self.central.port
        stranger.start()
        stranger.ask("key", "rotate", "tls")
        stranger.ask("key", "rotate", "sign")
        self.assertFails(self.kiosk.once(), "another machine answers there")
        stranger.stop()
        self.central.start()
        self.assertDone(self.kiosk.checkin(self.codes[0]))
        self.assertDelivered(self.kiosk, self.central)


if __name__ == "__main__":
    unittest.main()
