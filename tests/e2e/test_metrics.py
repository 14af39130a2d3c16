"""What a program that watches over central is told: counts that move as facts arrive, and whether
central can do its work, while its disk is full, takes nothing, or has lost the keys."""

import collections
import json
import resource
import shutil
import tomllib
import unittest
import urllib.error

import mounts
from programs import NETWORKING, Case, Kiosk, OwnCentral, World, wait_until
from prometheus_client.parser import text_string_to_metric_families


def numbers(central):
    """{(name, its labels): value}. What others could not read, or reads twice, is a failure."""
    status, kind, body = central.get("/metrics")
    text = body.decode()
    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8"), (status, kind)
    assert text.endswith("\n"), text[-100:]
    found, families = {}, set()
    for family in text_string_to_metric_families(text):
        assert family.documentation and family.type in ("counter", "gauge", "histogram"), family
        assert family.name not in families, family.name
        families.add(family.name)
        for sample in family.samples:
            place = sample.name, frozenset(sample.labels.items())
            assert place not in found, place
            found[place] = sample.value
    return found


def number(central, name, **labels):
    return numbers(central).get((name, frozenset(labels.items())))


def asked(central, path):
    """(status, text)"""
    try:
        status, _, body = central.get(path)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    return status, body.decode()


class Numbers(OwnCentral):
    def kiosk(self, name):
        kiosk = Kiosk(self.world, self.world.root / name)
        self.assertDone(kiosk.enrol(self.central.enrol_code("university"), name=name.encode()))
        return kiosk

    def told(self, name, **labels):
        return number(self.central, name, **labels)

    def test_counts_move_as_facts_arrive(self):
        self.assertEqual(self.told("otmetka_kiosks", state="in_use"), 0)
        self.assertEqual(self.told("otmetka_enrolments_total"), 0)
        kiosk = self.kiosk("вход")
        self.assertEqual(self.told("otmetka_enrolments_total"), 1)
        self.assertEqual(self.told("otmetka_kiosks", state="in_use"), 1)
        for codes in self.codes[:3], self.codes[3:10]:
            before = numbers(self.central)
            self.assertDone(kiosk.checkin(*codes))
            self.assertDelivered(kiosk, self.central)
            after = numbers(self.central)
            moved = {place: value - before.get(place, 0) for place, value in after.items()}
            self.assertGreaterEqual(moved["otmetka_facts", frozenset({("log", "cohort")})], len(codes))
            self.assertFactsCounted(after, kiosk)
            self.assertGreaterEqual(moved["otmetka_exchanges_total", frozenset()], 1)
            route = frozenset({("route", "/sync/v1/exchange")})
            for name in ("otmetka_http_received_bytes_total", "otmetka_http_sent_bytes_total",
                         "otmetka_http_work_seconds_sum", "otmetka_http_work_seconds_count"):
                self.assertGreater(moved[name, route], 0, name)

    def assertFactsCounted(self, told, kiosk):
        """As many are told of each kind of log as central holds."""
        held = collections.Counter()
        for line in self.central.facts().splitlines():
            fact = json.loads(line)
            its_own = "kiosk" if fact["scope"] == "device" else "cohort"
            held[its_own if fact["device"] == kiosk.device else "office"] += 1
        self.assertEqual(sorted(held), ["cohort", "kiosk", "office"])
        self.assertEqual(held, {log: told["otmetka_facts", frozenset({("log", log)})] for log in held})

    def test_each_kiosk_tells_its_silence_also_after_a_restart_until_it_is_revoked(self):
        labels = {"kiosk": "вход", "venue": "university"}
        kiosk = self.kiosk("вход")
        self.assertEqual(self.told("otmetka_kiosks_never_heard"), 0)  # an exchange enrols too
        self.assertLess(self.told("otmetka_kiosk_silent_seconds", **labels), 60)
        self.central.stop()
        self.world.offset += 7200
        self.central.start()
        self.assertGreaterEqual(self.told("otmetka_kiosk_silent_seconds", **labels), 7200)
        self.assertEqual(self.told("otmetka_exchanges_total"), 0)
        self.assertDone(kiosk.command("assign", "--venue", "technograd"))
        self.assertDelivered(kiosk, self.central)
        labels["venue"] = "technograd"
        self.assertLess(self.told("otmetka_kiosk_silent_seconds", **labels), 60)
        self.central.ask("device", "revoke", kiosk.device)
        self.assertIsNone(self.told("otmetka_kiosk_silent_seconds", **labels))
        self.assertEqual(self.told("otmetka_kiosks", state="revoked"), 1)

    def test_nobody_is_named_and_no_path_as_it_was_asked(self):
        kiosk = self.kiosk("вход")
        self.assertDone(kiosk.checkin(*self.codes))
        self.assertDelivered(kiosk, self.central)
        asked(self.central, "/people/77?name=unheard-of")
        text = self.central.get("/metrics")[2].decode()
        people = tomllib.loads((self.package / "people.toml").read_text(encoding="utf-8"))["person"]
        self.assertGreater(len(people), 5)
        for person in people:
            self.assertNotIn(person["family"], text)
            self.assertNotIn(person["given"], text)
        for word in "people", "unheard-of", kiosk.device, str(self.central.directory):
            self.assertNotIn(word, text)
        self.assertEqual(self.told("otmetka_http_requests_total", route="other", status="404"), 1)

    def test_a_refusal_is_counted_by_the_code_that_was_told(self):
        self.assertIsNone(self.told("otmetka_refusals_total", code="code"))
        code = self.central.enrol_code("university")
        self.assertDone(Kiosk(self.world, self.world.root / "first").enrol(code))
        self.assertFails(Kiosk(self.world, self.world.root / "second").enrol(code))
        self.assertEqual(self.told("otmetka_refusals_total", code="code"), 1)
        self.assertEqual(self.told("otmetka_enrolments_total"), 1)

    def test_an_alarm_stands_until_it_is_closed(self):
        kiosk = self.kiosk("вход")
        image = self.world.root / "image"
        shutil.copytree(kiosk.directory, image)
        self.assertDone(kiosk.checkin(self.codes[0]))
        self.assertDone(kiosk.once())
        self.assertIsNone(self.told("otmetka_alarms_standing", kind="put-back"))
        shutil.rmtree(kiosk.directory)
        image.rename(kiosk.directory)
        self.assertDone(kiosk.checkin(self.codes[1]))
        self.assertDone(kiosk.once())
        self.assertEqual(self.told("otmetka_alarms_standing", kind="put-back"), 1)
        self.central.ask("alarm", "close", "1")
        self.assertEqual(self.told("otmetka_alarms_standing", kind="put-back"), 0)

    def test_the_age_of_the_last_backup_is_told_once_there_is_one(self):
        self.assertIsNone(self.told("otmetka_backup_age_seconds"))
        backups = self.world.root / "backups"
        backups.mkdir()
        self.central.ask("backup", "--to", backups)
        self.assertLess(self.told("otmetka_backup_age_seconds"), 60)
        self.central.stop()
        self.world.offset += 86400
        self.central.start()
        self.assertGreaterEqual(self.told("otmetka_backup_age_seconds"), 86400)


class Ready(Case):
    def central(self, **options):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        central = world.central()
        if size := options.pop("disk", None):
            mounts.small_disk(central.directory, size)
            self.addCleanup(mounts.unmount, central.directory)
        central.start(**options)
        self.addCleanup(central.kill)
        return central

    def assertNotReady(self, central, *words):
        status, text = asked(central, "/readyz")
        self.assertEqual(status, 503, text)
        self.assertEqual(text.count("\n"), 1, text)
        for word in words:
            self.assertIn(word, text)
        self.assertEqual(number(central, "otmetka_ready"), 0)
        self.assertEqual(asked(central, "/healthz"), (200, "ok\n"))

    def assertReady(self, central):
        self.assertEqual(asked(central, "/readyz"), (200, "ok\n"))
        self.assertEqual(number(central, "otmetka_ready"), 1)

    def test_a_central_on_a_full_disk_is_not_ready_until_there_is_room(self):
        mounts.need_mounts()
        central = self.central(disk=16 << 20)
        self.assertReady(central)
        filler = mounts.fill(central.directory)
        self.assertNotReady(central, "is full", "make room", str(central.directory))
        self.assertEqual(number(central, "otmetka_disk_free_bytes"), 0)
        filler.unlink()
        self.assertReady(central)

    def test_a_central_whose_database_takes_nothing_is_not_ready_until_it_does(self):
        # The kernel refuses what it would write to any file, as a disk does that has gone read-only.
        central = self.central(restore_signals=False)
        pid, limit = central.program.process.pid, resource.RLIMIT_FSIZE
        before = resource.prlimit(pid, limit)
        resource.prlimit(pid, limit, (1, before[1]))
        self.assertNotReady(central, "central.db", "cannot be written", "see to its disk")
        resource.prlimit(pid, limit, before)
        self.assertReady(central)
        # What went well is believed for some seconds, and no longer.
        resource.prlimit(pid, limit, (1, before[1]))
        wait_until("it is noticed", lambda: asked(central, "/readyz")[0] == 503)
        resource.prlimit(pid, limit, before)
        self.assertReady(central)

    def test_a_central_that_has_lost_its_key_file_is_not_ready_until_it_is_back(self):
        central = self.central()
        key = central.directory / "key"
        key.rename(central.directory / "away")
        self.assertNotReady(central, str(key), "put the key file back")
        (central.directory / "away").rename(key)
        self.assertReady(central)


if __name__ == "__main__":
    unittest.main()
