"""What a scan does: each row of the table in the design, at real kiosks of one central. A verdict is
printed after the commit, and what is printed is what the log says."""

import unittest

from programs import NETWORKING, Programme, World

ANOTHER_BOOT = 1  # a second's difference of the offset is another boot, whose clock nobody has checked
UNANCHORED = 8
GUEST = 4
GARBAGE = ["", " ", "hello", "K1:", "K1:%%%", "K1:AAAA", "k1:AB", "4607025392408", "https://x.example/?K1:",
           "OTM1:ABC", "Ж" * 100, "\0\x01\x02", "K1:" + "A" * 132, "K1:" + ":" * 132]
OTHER_PROGRAMME = {
    "programme.toml": '''name = "other"
kind = "exchange"
title = { ru = "Т", tt = "Т", ky = "Т", en = "T" }
zone = "Europe/Moscow"
start = 2026-09-07
languages = ["ru", "en"]
[organiser]
title = { ru = "О", tt = "О", ky = "О", en = "O" }
url = "https://other.example/"
[issuer]
title = { ru = "И", tt = "И", ky = "И", en = "I" }
[forget]
days_after_end = 30
''',
    "people.toml": '''[[delegation]]
name = "north"
title = { ru = "С", tt = "С", ky = "С", en = "N" }
organisation = { ru = "С", tt = "С", ky = "С", en = "N" }
zone = "Europe/Moscow"
[[person]]
family = "Северова"
given = "Анна"
latin = "Severova Anna"
delegation = "north"
language = "ru"
role = "participant"
''',
    "sessions.toml": '''[[session]]
name = "visit"
venue = "elsewhere"
day = 1
start = "09:30"
end = "11:00"
type = "visit"
title = { ru = "В", tt = "В", ky = "В", en = "V" }
''',
    "venues/elsewhere.toml": '''title = { ru = "Г", tt = "Г", ky = "Г", en = "E" }
about = { ru = "О", tt = "О", ky = "О", en = "A" }
address = { ru = "У", tt = "У", ky = "У", en = "A" }
latitude = 55.0
longitude = 37.0
zone = "Europe/Moscow"
public_name = true
''',
}


class Scans(Programme):
    def setUp(self):
        self.name = self.id().rsplit(".", 1)[1]

    def kiosk(self, venue="university"):
        return self.world.kiosk(self.central, venue, f"{self.name}-{venue}")

    def recorded(self, kiosk, line):
        """The fact that a printed line names."""
        _, scope, epoch, seq = line.split(" ")
        found = [f for f in kiosk.own() if (f["scope"], f["epoch"], f["seq"]) == (scope, epoch, int(seq))]
        self.assertEqual(len(found), 1, line)
        return found[0]

    def scan(self, kiosk, code, verdict, **options):
        """Scans once; the fact that came of it, which is the only new one of its kind."""
        before = len(kiosk.own("check-in") + kiosk.own("refused-scan"))
        done = self.assertDone(kiosk.command("checkin", "--badge", code, **options))
        self.assertEqual(len(done.lines), 1)
        self.assertEqual(done.lines[0].split(" ")[0], verdict)
        self.assertEqual(len(kiosk.own("check-in") + kiosk.own("refused-scan")), before + 1)
        return self.recorded(kiosk, done.lines[0])

    def session_numbers(self):
        return {name: session["number"] for name, session in self.central.sessions().items()}

    def test_the_badge_of_a_session_that_is_on_is_green(self):
        fact = self.scan(self.kiosk(), self.badges["1"], "green")
        self.assertEqual((fact["kind"], fact["person"], fact["scope"]), ("check-in", "1", "exchange"))
        self.assertEqual((fact["session"], fact["payload"]), (self.session_numbers()["networking"], {}))

    def test_with_a_clock_that_nobody_checked_the_badge_is_green_and_the_fact_says_so(self):
        twenty_years = -20 * 365 * 86400
        fact = self.scan(self.kiosk(), self.badges["1"], "green", offset=twenty_years)
        self.assertEqual((fact["session"], fact["payload"]), (None, {"flags": UNANCHORED}))
        self.assertLess(fact["wall"], 1_300_000_000)

    def test_outside_every_session_a_scan_is_amber_and_recorded_without_one(self):
        fact = self.scan(self.kiosk("lomonosov"), self.badges["1"], "amber")
        self.assertEqual((fact["kind"], fact["person"], fact["session"]), ("check-in", "1", None))

    def test_who_is_not_expected_at_this_venue_is_amber_whatever_the_clock_says(self):
        kiosk = self.kiosk("home-hall")  # its only session is for one of the two delegations
        sent = {role: person for person, role in self.delegations().items()}
        fact = self.scan(kiosk, self.badges[sent["Tula"]], "amber", offset=NETWORKING + ANOTHER_BOOT)
        self.assertEqual((fact["session"], fact["payload"]), (None, {"flags": UNANCHORED}))
        self.scan(kiosk, self.badges[sent["Kazan"]], "green", offset=NETWORKING + ANOTHER_BOOT)

    def delegations(self):
        """{person: delegation}, as central shows them once everybody was seen somewhere."""
        kiosk = self.world.kiosk(self.central, name=f"{self.name}-all")
        self.assertDone(kiosk.checkin(*self.codes))
        self.assertDone(kiosk.once())
        arrivals = self.central.sessions()["networking"]["arrivals"]
        return {a["person"]: a["delegation"]["en"] for a in arrivals if a["delegation"]}

    def test_a_second_scan_within_a_minute_is_already_with_the_same_place_and_no_new_fact(self):
        kiosk = self.kiosk()
        with_one = kiosk.checkin(self.badges["3"], self.badges["4"], self.badges["3"])
        self.assertDone(with_one)
        green, _, already = with_one.lines
        self.assertEqual(already.split(" "), ["already", *green.split(" ")[1:]])
        facts = kiosk.own()
        later = self.assertDone(kiosk.command("checkin", "--badge", self.badges["3"]))
        self.assertEqual(later.lines, [already])
        self.assertEqual(kiosk.own(), facts)

    def test_after_another_boot_the_same_person_is_checked_in_again(self):
        kiosk = self.kiosk()
        first = self.scan(kiosk, self.badges["3"], "green")
        again = self.scan(kiosk, self.badges["3"], "green", offset=NETWORKING + ANOTHER_BOOT)
        self.assertNotEqual(first["epoch"], again["epoch"])
        self.assertDelivered(kiosk, self.central)
        arrivals = self.central.sessions()["networking"]["arrivals"]
        self.assertEqual([a["person"] for a in arrivals].count("3"), 1)

    def test_a_badge_of_somebody_this_kiosk_has_not_heard_of_yet_is_a_guests(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        package, central = world.package(), world.central().start()
        central.load(package, "today")
        kiosk = world.kiosk(central)
        with (package / "people.toml").open("a") as people:
            people.write('\n[[person]]\nfamily = "Поздний"\ngiven = "Пётр"\nlatin = "Pozdniy Petr"\n'
                         'delegation = "tula"\nlanguage = "ru"\nrole = "participant"\n')
        central.load(package, "today")
        late = central.badges()["33"]
        fact = self.scan(kiosk, late, "guest")
        self.assertEqual((fact["kind"], fact["person"]), ("check-in", "33"))
        self.assertEqual(fact["payload"], {"flags": GUEST})
        self.assertRegex(kiosk.checkin(late).out, "^already ")
        self.assertDelivered(kiosk, central)
        arrival = central.sessions()["networking"]["arrivals"][0]
        self.assertEqual((arrival["person"], arrival["guest"]), ("33", True))
        # The exchange brought the news: the same badge is nobody's guest any more.
        self.scan(kiosk, late, "green", offset=NETWORKING + ANOTHER_BOOT)

    def test_a_revoked_badge_is_refused_from_the_next_exchange_on_and_its_successor_is_green(self):
        kiosk = self.kiosk()
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "20")
        self.scan(kiosk, self.badges["20"], "green")  # the news has not come
        self.assertDone(kiosk.once())
        fact = self.scan(kiosk, self.badges["20"], "refused")
        self.assertEqual((fact["kind"], fact["scope"], fact["person"]), ("refused-scan", "exchange", "20"))
        self.assertEqual(fact["payload"]["reason"], "REVOKED")
        successor = self.central.badges()["20"]
        self.assertNotEqual(successor, self.badges["20"])
        self.assertRegex(kiosk.checkin(successor).out, "^already ")
        self.scan(kiosk, successor, "green", offset=NETWORKING + ANOTHER_BOOT)
        self.assertDelivered(kiosk, self.central)

    def test_a_badge_of_another_programme_is_refused_and_stands_in_the_devices_own_log(self):
        package = self.world.root / "other"
        for name, text in OTHER_PROGRAMME.items():
            (package / name).parent.mkdir(exist_ok=True, parents=True)
            (package / name).write_text(text)
        self.central.load(package, "today")
        kiosk = self.kiosk()
        (code,) = self.central.badges("other").values()
        fact = self.scan(kiosk, code, "refused")
        self.assertEqual((fact["kind"], fact["scope"]), ("refused-scan", "device"))
        self.assertEqual(fact["payload"]["reason"], "OTHER_PROGRAMME")
        self.assertDelivered(kiosk, self.central)

    def test_a_badge_signed_by_nobody_we_know_is_not_a_badge_and_is_not_recorded(self):
        world = World(NETWORKING)
        self.addCleanup(world.close)
        stranger = world.central().start()
        stranger.load(world.package(), "today")
        self.assertNotABadge(stranger.badges()["1"])

    def test_what_is_no_badge_is_not_recorded_and_the_next_badge_works(self):
        at_40 = "1" if self.badges["1"][40] == "0" else "0"
        damaged = [self.badges["1"][:-1], self.badges["1"] + "0", self.badges["1"].lower(),
                   " " + self.badges["1"], self.badges["1"][:40] + at_40 + self.badges["1"][41:]]
        self.assertNotABadge(*GARBAGE, *damaged)

    def assertNotABadge(self, *codes):
        kiosk = self.kiosk()
        facts = kiosk.own()
        done = kiosk.checkin(*codes)
        self.assertEqual((done.code, done.lines), (1, ["not_a_badge"] * len(codes)), str(done))
        self.assertEqual([f for f in kiosk.own() if f not in facts and f["kind"] not in ("opened", "anchor")], [])
        # Good and bad together: each is judged alone, and one bad line is told by the exit code.
        mixed = kiosk.checkin(codes[0], self.badges["1"], codes[-1], self.badges["2"])
        self.assertEqual([line.split(" ")[0] for line in mixed.lines],
                         ["not_a_badge", "green", "not_a_badge", "green"])
        self.assertEqual(mixed.code, 1)

    def test_line_ends_of_any_scanner_are_stripped_and_nothing_else(self):
        kiosk = self.kiosk()
        text = f"{self.badges['1']}\r\n{self.badges['2']}\n{self.badges['5']}"  # the last without an end
        done = kiosk.command("checkin", "--badge", "-", stdin=text.encode())
        self.assertDone(done)
        self.assertEqual([line.split(" ")[0] for line in done.lines], ["green"] * 3)

    def test_nothing_scanned_is_nothing_wrong_and_opens_no_log(self):
        kiosk = self.kiosk()
        facts = kiosk.own()
        done = self.assertDone(kiosk.command("checkin", "--badge", "-", stdin=b""))
        self.assertEqual((done.out, kiosk.own()), ("", facts))

    def test_a_verdict_is_printed_while_the_next_code_is_still_awaited(self):
        kiosk = self.kiosk()
        scanning = kiosk.scanning()
        for person in "6", "7":
            line = scanning.ask(self.badges[person].encode() + b"\n")
            self.assertEqual(self.recorded(kiosk, line)["person"], person)
        self.assertDone(scanning.stop())

    def test_news_that_the_daemon_brings_count_from_the_next_scan_on_without_a_restart(self):
        kiosk = self.kiosk()
        scanning = kiosk.scanning()
        self.assertRegex(scanning.ask(self.badges["8"].encode() + b"\n"), "^green ")
        self.central.ask("badge", "revoke", "--cohort", "exchange", "--person", "21")
        self.assertDone(kiosk.once())
        self.assertRegex(scanning.ask(self.badges["21"].encode() + b"\n"), "^refused ")
        self.assertDone(scanning.stop())


if __name__ == "__main__":
    unittest.main()
