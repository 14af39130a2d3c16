"""The whole way: badges scanned at a kiosk become rows at central, over TLS, with real programs."""

import datetime
import hashlib
import re
import subprocess
import time
import tomllib
import unittest

import programs
from programs import Kiosk, Programme, World, files, seconds_to

FACT_KEYS = ["device", "scope", "epoch", "seq", "kind", "person", "session", "venue", "method",
             "wall", "payload"]


class TheWholeWay(Programme):
    """32 badges are scanned before the daemon ever ran; it runs once; nothing more is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kiosk = cls.world.kiosk(cls.central)
        cls.scans = cls.kiosk.checkin(*cls.codes)
        cls.waiting = cls.kiosk.status()
        cls.once = cls.kiosk.once()

    def test_the_programme_is_loaded_whole(self):
        self.assertRegex(self.loaded, r"^exchange: 32 people, 6 photos, 14 sessions, 10 venues, 23 exhibits; ")

    def test_every_badge_is_shown_green_in_one_epoch(self):
        self.assertDone(self.scans)
        places = [line.split(" ") for line in self.scans.lines]
        self.assertEqual({(verdict, scope) for verdict, scope, _, _ in places}, {("green", "exchange")})
        self.assertEqual(len({epoch for _, _, epoch, _ in places}), 1)
        self.assertEqual([int(seq) for _, _, _, seq in places], list(range(2, 34)))

    def test_the_daemon_reports_everything_delivered_and_says_nothing(self):
        self.assertDone(self.once)
        self.assertEqual((self.once.out, self.once.err), ("", ""))

    def test_both_ends_hold_the_same_facts(self):
        self.assertSame(self.kiosk, self.central)

    def test_a_check_in_is_printed_as_the_contract_says(self):
        facts = self.kiosk.own("check-in")
        printed = {(f["scope"], f["epoch"], str(f["seq"])) for f in facts}
        self.assertEqual(printed, {tuple(line.split(" ")[1:]) for line in self.scans.lines})
        self.assertEqual([f["person"] for f in facts], list(self.badges))
        for fact in facts:
            self.assertEqual(list(fact), FACT_KEYS)
            self.assertEqual((fact["method"], fact["payload"]), ("qr", {}))
            self.assertIsInstance(fact["session"], int)
            self.assertIsInstance(fact["venue"], int)
            self.assertLess(abs(fact["wall"] - time.time() - self.world.offset), 3600)

    def test_facts_are_sorted_by_device_scope_and_place(self):
        order = [(f["device"], f["scope"], f["seq"]) for f in self.kiosk.own()]
        self.assertEqual(order, sorted(order))
        self.assertEqual({scope for _, scope, _ in order}, {"device", "exchange"})

    def test_the_session_that_is_on_counts_its_28_participants(self):
        sessions = self.central.sessions()
        self.assertEqual((sessions["networking"]["expected"], sessions["networking"]["present"]), (28, 28))
        self.assertEqual([a["person"] for a in sessions["networking"]["arrivals"]], list(self.badges))
        others = [name for name, session in sessions.items() if session["arrivals"]]
        self.assertEqual(others, ["networking"])

    def test_central_shows_a_page_of_arrivals(self):
        status, kind, body = self.central.get("/")
        self.assertEqual((status, kind.split(";")[0]), (200, "text/html"))
        self.assertIn(b"<script", body)

    def test_status_counts_what_waited(self):
        self.assertEqual(self.waiting["waiting"], 33)  # the log's first fact says who opened it
        self.assertLess(self.waiting["oldest_waiting_s"], 600)
        self.assertEqual(self.waiting["durable"], 0)

    def test_status_says_that_nothing_waits_any_more(self):
        status = self.kiosk.status()
        contract = {"waiting", "oldest_waiting_s", "last_exchange", "durable", "archived", "reason",
                    "clock", "disk_free"}
        self.assertLessEqual(contract, set(status))
        self.assertEqual((status["waiting"], status["oldest_waiting_s"], status["reason"]), (0, 0, ""))
        self.assertEqual(status["durable"], len(self.kiosk.own()))
        self.assertEqual((status["clock"], status["archived"]), ("anchored", 0))
        self.assertGreater(status["disk_free"], 0)
        self.assertLess(abs(status["last_exchange"] - time.time() - self.world.offset), 3600)

    def test_the_pictures_of_the_venue_arrive_under_their_hash_and_no_others(self):
        text = (self.package / "venues/university.toml").read_text()
        names = set(re.findall(r'"([\w-]+\.(?:jpg|png))"', text))
        self.assertGreater(len(names), 2)
        pictures = [(self.package / "pictures" / name).read_bytes() for name in names]
        wanted = {hashlib.blake2b(p, digest_size=32).hexdigest(): p for p in pictures}
        self.assertEqual(files(self.kiosk.directory / "sync/blobs"), wanted)

    def test_no_name_of_a_person_lies_open_in_any_file_of_the_kiosk(self):
        people = tomllib.loads((self.package / "people.toml").read_text())["person"]
        for path, data in files(self.kiosk.directory).items():
            for person in people:
                self.assertNotIn(person["family"].encode(), data, path)


class TheCommandLine(Programme):
    HELP = ["package", "package check", "programme", "programme load", "badge", "badge make",
            "device", "device list", "device revoke", "enrol-code", "enrol", "checkin", "facts", "log", "log verify", "status", "doctor",
            "key", "key list", "key rotate", "key rotate tls", "key withdraw", "key renew", "alarm", "alarm list", "alarm close",
            "backup", "restore", "erase", "erase person", "erase list"]

    def test_every_program_and_command_explains_itself(self):
        programs = [("otmetka",), ("otmetka-central",), ("otmetka-syncd",)]
        for words in programs + [("otmetka", *command.split()) for command in self.HELP]:
            done = self.assertDone(self.world.run(*words, "--help"))
            self.assertIn("Usage", done.out)
            self.assertEqual(done.err, "")

    def test_a_wrong_command_line_ends_with_2_and_a_reason(self):
        data = ("--data", self.world.root / "nothing-here")
        for words in [("otmetka",), ("otmetka", "dance"), ("otmetka", "log"), ("otmetka", "checkin"),
                      ("otmetka", "facts"), ("otmetka", "facts", *data, "--kind", "dance"),
                      ("otmetka", "facts", *data, "--own", "--device", "00" * 16),
                      ("otmetka", "facts", *data, "--device", "not hex"),
                      ("otmetka", "facts", *data, "--format", "xml"),
                      ("otmetka", "status", *data, "--yaml"), ("otmetka", "enrol", *data),
                      ("otmetka", "badge", "make", *data), ("otmetka", "package", "check"),
                      ("otmetka", "badge", "make", *data, "--cohort", "x", "--person", "none"),
                      ("otmetka", "badge", "make", *data, "--cohort", "x", "--format", "pdf"),
                      ("otmetka", "programme", "load", self.package, *data, "--start", "tomorrow"),
                      ("otmetka", "programme", "load", self.package, *data, "--start", "2026-02-30"),
                      ("otmetka-central",), ("otmetka-central", *data, "--listen", "everywhere"),
                      ("otmetka-central", *data, "--listen", "0.0.0.0:0", "--insecure-http"),
                      ("otmetka-syncd",), ("otmetka-syncd", *data, "--twice")]:
            with self.subTest(words=words):
                self.assertFails(self.world.run(*words), code=2)
        self.assertFalse(data[1].exists())

    def test_central_answers_its_commands_alike_whether_it_runs_or_not(self):
        running = {"badges": self.central.badges(), "facts": self.central.facts(),
                   "one": self.central.ask("badge", "make", "--cohort", "exchange", "--person", "7")}
        self.assertEqual(running["one"], f"7\t{running['badges']['7']}\n")
        self.assertRegex(self.central.load(self.package, "today"), "nothing has changed")
        self.assertDone(self.central.stop())
        self.assertEqual(self.central.badges(), running["badges"])
        self.assertEqual(self.central.ask("badge", "make", "--cohort", "exchange", "--person", "7"),
                         running["one"])
        self.assertRegex(self.central.load(self.package, "today"), "nothing has changed")
        code = self.central.enrol_code("lomonosov")
        self.central.start()
        self.assertEqual(self.central.facts(), running["facts"])
        kiosk = Kiosk(self.world, self.world.root / "by-a-code-of-a-stopped-central")
        self.assertDone(kiosk.enrol(code))
        self.assertEqual(kiosk.status()["venue"], "lomonosov")
        self.assertEqual(self.world.kiosk(self.central).status()["venue"], "university")

    def test_an_enrolment_code_is_drawn_in_the_terminal_as_a_camera_reads_it(self):
        code, *rows = self.central.ask("enrol-code", "--venue", "university", "--qr").splitlines()
        rows = [re.sub("\x1b\\[[0-9;]*m", "", row) for row in rows]
        dark = {"█": (0, 0), "▀": (0, 255), "▄": (255, 0), " ": (255, 255)}
        lines = [bytes(dark[cell][half] for cell in row for _ in range(4)) for row in rows for half in (0, 1)]
        picture = self.world.root / "enrol.pgm"
        picture.write_bytes(b"P5 %d %d 255\n" % (len(lines[0]), len(lines) * 4) + b"".join(line * 4 for line in lines))
        read = subprocess.run([programs.BIN / "read_codes", picture], check=True, capture_output=True, text=True)
        self.assertEqual(read.stdout, code + "\n")

    def test_a_check_of_a_package_tells_what_is_in_it_or_every_mistake_with_its_remedy(self):
        done = self.assertDone(self.world.run("otmetka", "package", "check", self.package))
        self.assertRegex(done.out, "32 people, 14 sessions, 10 venues, [0-9]+ pictures: no mistakes")
        broken = self.world.package("broken")
        (broken / "pictures/university.jpg").write_bytes(b"GIF89a")
        sessions = (broken / "sessions.toml").read_text().replace('"09:30"', '"9 o\'clock"', 1)
        (broken / "sessions.toml").write_text(sessions)
        for act in ["package", "check", broken], ["programme", "load", broken, "--data", self.central.directory]:
            done = self.assertFails(self.world.run("otmetka", *act),
                                    r"sessions\.toml:6: error: .*9 o'clock", r"university\.jpg", "2 mistakes")
            self.assertEqual(done.out, "")
        self.assertRegex(self.central.load(self.package, "today"), "nothing has changed")

    def test_today_is_the_day_it_is_where_the_programme_takes_place(self):
        """At half past midnight in Moscow it is still yesterday in Greenwich."""
        day = datetime.date(2030, 5, 6)
        world = World(seconds_to(day, "00:30"))
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(self.package, "today")
        start = datetime.datetime.fromtimestamp(central.sessions()["networking"]["start"],
                                                datetime.timezone.utc)
        self.assertEqual(start, datetime.datetime(2030, 5, 6, 6, 30, tzinfo=datetime.timezone.utc))

    def test_a_start_moves_every_date_of_the_programme(self):
        world = World()
        self.addCleanup(world.close)
        central = world.central().start()
        central.load(self.package, "2031-01-10")
        sessions = central.sessions()
        at = {name: datetime.datetime.fromtimestamp(s["start"], datetime.timezone.utc).isoformat()
              for name, s in sessions.items()}
        self.assertEqual(at["networking"], "2031-01-10T06:30:00+00:00")
        self.assertEqual(at["closing"], "2031-01-12T12:30:00+00:00")
        self.assertEqual(at["home-presentation"], "2031-02-08T11:00:00+00:00")


if __name__ == "__main__":
    unittest.main()
