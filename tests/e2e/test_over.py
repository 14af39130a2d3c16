"""A cohort is over: kiosks deliver what they have of it, forget its people, destroy its keys, and tell."""

import shutil
import unittest

from programs import OwnCentral
from test_erase import Holders, rows


class Over(OwnCentral, Holders):
    def setUp(self):
        super().setUp()
        self.here, self.away = (self.world.kiosk(self.central, name=name) for name in ("here", "away"))
        for kiosk in self.here, self.away:
            self.assertDone(kiosk.checkin(*self.codes[:3]))
            self.assertDelivered(kiosk, self.central)
        self.assertDone(self.here.checkin(self.codes[3]))  # which central has not yet

    def end(self):
        return self.assertDone(self.central.command("erase", "cohort", "--cohort", "exchange"))

    def settle(self, kiosk):
        """It hears, closes the cohort, forgets it, and tells."""
        for _ in range(3):
            self.assertDone(kiosk.once())
            self.assertRegex(self.assertDone(kiosk.checkin(self.codes[4])).out, "^refused ")
        self.assertDone(kiosk.once())

    def texts(self, kiosk):
        return rows(kiosk.directory / "sync/mirror.db", "SELECT hash FROM detached WHERE scope='exchange' "
                    "UNION ALL SELECT hash FROM detached_large WHERE scope='exchange'")

    def opens(self, kiosk):
        """Whether anything on its disk opens the cohort's logs."""
        sealed = rows(kiosk.directory / "sync/mirror.db", "SELECT key_id FROM kiosk_key WHERE scope='exchange'")
        return bool(sealed) or " exchange " in (kiosk.directory / "sync/key").read_text()

    def assertForgotten(self, kiosk):
        self.assertEqual(self.texts(kiosk), [])
        self.assertFalse(self.opens(kiosk))

    def test_kiosks_deliver_forget_and_tell_and_central_keeps_what_it_had(self):
        self.assertTrue(self.texts(self.here) and self.opens(self.here))
        before = self.central.sessions()["networking"]
        self.assertRegex(self.end().out, "^2 kiosks will deliver what they have of exchange, forget its people")
        (who, cohort, reason, _, _, done, waiting, _), = self.erasures(self.central)
        self.assertEqual((who, cohort, reason, done), ("everybody", "exchange", "ended", "0 of 2"))
        self.settle(self.here)
        self.assertForgotten(self.here)
        (*_, done, waiting, _), = self.erasures(self.central)
        self.assertEqual(done, "1 of 2")
        self.assertIn(self.away.device, waiting)
        self.assertTrue(self.texts(self.away) and self.opens(self.away))
        self.settle(self.away)
        self.assertForgotten(self.away)
        self.assertEqual(self.erasures(self.central)[0][5:7], ["2 of 2", "-"])
        after = self.central.sessions()["networking"]
        self.assertEqual(after["present"], before["present"] + 1)
        self.assertTrue(all(arrival["name"] for arrival in after["arrivals"]), after["arrivals"])
        for place in self.here, self.away, self.central:
            self.assertDone(place.command("log", "verify"))
        self.assertEqual(self.here.status()["waiting"], 0)

    def test_before_central_has_everything_nothing_is_destroyed(self):
        self.end()
        self.assertDone(self.here.once())
        self.assertDone(self.here.checkin(self.codes[4]))
        self.central.stop()
        self.assertFails(self.here.once(), "central")
        self.assertForgotten(self.here)  # it had delivered, and needs nobody for this
        self.assertFails(self.away.once(), "central")
        self.assertTrue(self.texts(self.away) and self.opens(self.away))

    def test_a_disk_that_was_put_back_forgets_again_and_gets_no_key(self):
        shutil.copytree(self.here.directory, self.world.root / "image")
        self.end()
        self.settle(self.here)
        shutil.rmtree(self.here.directory)
        shutil.copytree(self.world.root / "image", self.here.directory)
        self.assertTrue(self.texts(self.here) and self.opens(self.here))
        for _ in range(4):
            self.here.once()
            self.here.checkin(self.codes[4])
        self.assertForgotten(self.here)

    def test_what_cannot_be_ended_is_said(self):
        self.assertFails(self.central.command("erase", "cohort", "--cohort", "mayors"), "no cohort mayors")
        self.end()
        self.assertFails(self.central.command("erase", "cohort", "--cohort", "exchange"), "already")
        self.assertFails(self.central.command("programme", "load", self.package, "--start", "today"),
                         "over", "another name")
        # A kiosk that comes later gets the venue, and nobody's name.
        late = self.world.kiosk(self.central, name="late")
        self.assertEqual(self.texts(late), [])
        self.assertFalse(self.opens(late))
        self.assertRegex(self.assertDone(late.checkin(self.codes[0])).out, "^refused ")


if __name__ == "__main__":
    unittest.main()
