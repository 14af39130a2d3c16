"""A person is erased: no holder has a byte of their names, photo, notes and ideas any more, and none brings it back."""

import contextlib
import json
import shutil
import sqlite3
import time
import tomllib
import unittest

import panel
from programs import PACKAGE, Case, OwnCentral, files
from test_kiosk import KioskCase


def rows(path, sql):
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


class Holders(Case):
    """What lies in the raw files of a directory."""

    def sealed(self, database, names):
        """{name: bytes} of the texts that a store holds of these."""
        held = rows(database, "SELECT hash, bytes FROM detached UNION ALL SELECT hash, bytes FROM detached_large")
        return {name.hex(): data for name, data in held if name.hex() in names}

    def assertNowhere(self, directory, *parts):
        for path, data in files(directory).items():
            for part in parts:
                self.assertFalse(part in data, f"{directory.name}/{path} still has {part[:40]}")

    def parts(self, sealed):
        """Pieces of each sealed text: a nonce, and every 512 bytes."""
        return [data[at:at + 24] for data in sealed.values() for at in range(40, len(data) - 24, 512)]

    def texts_of(self, central, person):
        told = [json.loads(line) for line in central.facts().splitlines()]
        return {f["payload"]["detached"] for f in told if f["person"] == person and "detached" in f["payload"]}

    def erasures(self, central):
        return [line.split("\t") for line in central.ask("erase", "list").splitlines()]


class ByCommand(OwnCentral, Holders):
    """Without a screen: `otmetka checkin` is the kiosk."""

    @classmethod
    def setUpClass(cls):
        people = tomllib.loads((PACKAGE / "people.toml").read_text())["person"]
        cls.person, cls.entry = next((str(i + 1), p) for i, p in enumerate(people) if "photo" in p)

    def setUp(self):
        super().setUp()
        self.central.ask("staff", "note", "--cohort", "exchange", "--person", self.person, "ходит с тростью")
        self.here, self.away = (self.world.kiosk(self.central, name=name) for name in ("here", "away"))
        for kiosk in self.here, self.away:
            self.assertDone(kiosk.checkin(self.badges[self.person]))
            self.assertDelivered(kiosk, self.central)
        self.names = self.texts_of(self.central, self.person)
        self.assertEqual(len(self.names), 3)  # name, photo, note
        self.stores = {place.directory: self.sealed(place.directory / path, self.names)
                       for place, path in ((self.central, "central.db"), (self.here, "sync/mirror.db"),
                                           (self.away, "sync/mirror.db"))}
        for sealed in self.stores.values():
            self.assertEqual(set(sealed), self.names)

    def erase(self, *more):
        done = self.assertDone(self.central.command("erase", "person", "--cohort", "exchange", "--person",
                                                    self.person, "--reason", "request", *more))
        self.assertRegex(done.out, "^erased: 3 texts and pictures, under 1 name")
        self.assertRegex(done.err, "take the person out of the programme's package")

    def assertGone(self, place):
        self.assertNowhere(place.directory, *self.parts(self.stores[place.directory]),
                           self.entry["family"].encode())

    def settle(self, kiosk):
        """The daemon hears of it, the kiosk does its part, the daemon tells."""
        self.assertDone(kiosk.once())
        self.assertRegex(self.assertDone(kiosk.checkin(self.badges[self.person])).out, "^(green|already) ")
        self.assertDone(kiosk.once())

    def test_every_holder_loses_every_byte_and_central_tells_who_has_not_done_it_yet(self):
        self.erase()
        self.assertGone(self.central)
        (person, cohort, reason, _, texts, done, waiting, revoked), = self.erasures(self.central)
        self.assertEqual((person, cohort, reason, texts, done, revoked),
                         (self.person, "exchange", "request", "3", "0 of 2", "-"))
        self.settle(self.here)
        self.assertGone(self.here)
        (*_, done, waiting, _), = self.erasures(self.central)
        self.assertEqual(done, "1 of 2")
        self.assertIn(self.away.device, waiting)
        self.assertNotIn(self.here.device, waiting)
        # The one that was away for long has it still, and loses it as soon as it comes.
        self.assertEqual(set(self.sealed(self.away.directory / "sync/mirror.db", self.names)), self.names)
        self.settle(self.away)
        self.assertGone(self.away)
        self.assertEqual(self.erasures(self.central)[0][5:7], ["2 of 2", "-"])
        for kiosk in self.here, self.away:
            self.assertDelivered(kiosk, self.central)
        self.assertGone(self.central)

    def test_who_was_erased_is_counted_as_before_by_number_and_without_a_name(self):
        before = self.central.sessions()["networking"]
        self.erase()
        self.settle(self.here)
        after = self.central.sessions()["networking"]
        self.assertEqual(after["present"], before["present"])
        name, = {arrival["name"] for arrival in after["arrivals"] if arrival["person"] == self.person}
        self.assertIsNone(name)
        others = [arrival for arrival in before["arrivals"] if arrival["person"] != self.person]
        self.assertEqual([a for a in after["arrivals"] if a["person"] != self.person], others)
        self.assertIn(self.person, self.central.badges())

    def test_a_restored_backup_has_not_got_them_back_when_it_serves(self):
        backups = self.world.root / "backups"
        backups.mkdir()
        self.assertDone(self.central.command("backup", "--to", backups))
        backup, = backups.glob("otmetka-*")
        self.erase()
        self.central.stop()
        self.central.directory.rename(self.world.root / "lost")
        self.assertDone(self.world.run("otmetka", "restore", "--from", backup, "--data", self.central.directory))
        self.assertEqual(set(self.sealed(self.central.directory / "central.db", self.names)), self.names)
        self.central.start()
        self.assertEqual(self.sealed(self.central.directory / "central.db", self.names), {})
        self.assertGone(self.central)
        for kiosk in self.here, self.away:  # who has it still does not bring it back, and loses it
            self.settle(kiosk)
            self.assertGone(kiosk)
        self.assertGone(self.central)
        self.assertNoFaults(self.central)

    def test_an_older_copy_without_a_list_hears_of_erasures_from_the_kiosks_that_did(self):
        self.central.stop()
        copy = self.world.root / "copy"
        shutil.copytree(self.central.directory, copy)
        self.central.start()
        self.erase()
        self.settle(self.here)
        self.central.stop()
        shutil.rmtree(self.central.directory)
        copy.rename(self.central.directory)
        self.central.start()
        self.settle(self.here)
        self.assertGone(self.central)
        self.settle(self.away)
        self.assertGone(self.away)
        self.assertEqual(self.erasures(self.central)[0][5:7], ["2 of 2", "-"])

    def test_who_left_the_package_is_not_published_anew(self):
        self.erase()
        people = (self.package / "people.toml").read_text()
        blocks = people.split("[[person]]")
        kept = [block for block in blocks if f'family = "{self.entry["family"]}"' not in block]
        self.assertEqual(len(kept), len(blocks) - 1)
        without = "[[person]]".join(kept).replace(f'pair = "{self.entry["pair"]}"\n', "")
        (self.package / "people.toml").write_text(without)
        (self.package / "photos" / self.entry["photo"]).unlink()
        self.central.load(self.package, "today")
        self.assertGone(self.central)
        self.assertEqual(self.central.badges(), self.badges)

    def test_what_cannot_be_erased_is_told(self):
        erase = ["erase", "person", "--cohort", "exchange"]
        self.assertFails(self.central.command(*erase, "--person", "999", "--reason", "request"), "nobody of that number")
        self.assertFails(self.central.command(*erase, "--person", "1"), "--reason", code=2)
        self.assertFails(self.central.command(*erase, "--person", "1", "--reason", "whim"), "--reason", code=2)
        self.assertFails(self.central.command(*erase, "--reason", "request"), "--person", code=2)
        self.assertFails(self.central.command(*erase, "--walk-in", "nobody", "--reason", "request"), "DEVICE/SCOPE")


@unittest.skipIf(panel.missing_tools(), f"missing: {panel.missing_tools()}")
class AtTheScreen(Holders, KioskCase):
    def leave_idea(self, door, code):
        self.open_idea(door)
        door.scan(code)
        door.press("agree")
        self.open_idea(door)
        door.types("УМНЫЙ")
        door.press("key space")
        door.types("ДВОР")
        door.press("save")
        door.press("done")

    def test_an_idea_that_a_kiosk_brings_after_its_author_was_erased_goes_there_and_everywhere(self):
        kiosk = self.enrolled("late-idea")
        door = self.panel(kiosk).start()
        self.leave_idea(door, self.badges["3"])
        (salted,), = rows(kiosk.directory / "kiosk/journal.db", "SELECT salted FROM detached")
        words = salted[16:]
        self.assertRegex(words.decode(), "(?i)умный двор")
        self.assertDone(self.central.command("erase", "person", "--cohort", "exchange", "--person", "3", "--reason",
                                             "consent"))
        family = "Һадиева".encode()
        daemon = kiosk.daemon()
        panel.programs.wait_until("the kiosk has told", lambda: all(
            kiosk.device not in line[6] for line in self.erasures(self.central)))
        self.assertNowhere(kiosk.directory, words, family)
        self.assertNowhere(self.central.directory, words, family)
        told = self.erasures(self.central)
        self.assertEqual({line[0] for line in told}, {"3"})
        self.assertGreaterEqual(len(told), 2)  # the name, and then the idea
        # They come again, as a number; the search finds others only.
        time.sleep(1.5)
        self.assertIn(door.scan(self.badges["3"])["verdict"], ("green", "already"))
        door.press("about")
        door.press("tab 4")
        door.press("back")
        door.press("back")
        door.press("search")
        door.types("ХАДИЕВ")
        time.sleep(0.5)
        self.assertNotIn("found 0", door.targets())
        door.press("back")
        door.stop()
        daemon.stop()
        self.assertDelivered(kiosk, self.central)
        self.assertNowhere(kiosk.directory, words, family)


if __name__ == "__main__":
    unittest.main()
