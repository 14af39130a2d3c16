"""The kiosk for somebody who does not see it: keys and a voice, no finger and no eye."""

import statistics
import struct
import time
import unittest

import panel
import programs
from test_kiosk import KioskCase

# The keys on the screen, in the order in which the focus meets them.
LETTERS = "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЁЯЧСМИТЬБЮ"
WAVE_HEADER_BYTES, SAMPLES_PER_S = 44, 22050
# After a code for so long a key may still be the scanner's.
AFTER_A_CODE_S = 0.6
SLOW_FRAME_S = 0.3
WELCOME = ("Голос включён. Стрелки: выбор. Enter: нажать. Escape: назад. F5: повторить. "
           "F3 и F4: тише и громче. F2: выключить.")


class Listener:
    """What was said and played: (now or then, language or "tone", words)."""

    def __init__(self, path):
        self.path, self.heard = path, 0

    def lines(self):
        if not self.path.exists():
            return []
        return [tuple(line.split("\t", 2)) for line in self.path.read_text().split("\n")[:-1]]

    def since(self):
        """What came since somebody waited last."""
        return self.lines()[self.heard:]

    def wait_for(self, words):
        """Until a line begins so; returns all that came up to it."""
        def found():
            lines = self.since()
            for number, line in enumerate(lines, 1):
                if line[2].startswith(words):
                    return lines[:number]
            return None
        try:
            lines = programs.wait_until(f"'{words}' is said", found)
        except AssertionError as error:
            raise AssertionError(f"{error}; heard: {self.since()}") from error
        self.heard += len(lines)
        return lines


def notes(samples):
    """The pitches of what sounds, one after the other: by how often the wave crosses zero."""
    window, found = SAMPLES_PER_S // 50, []
    for at in range(0, len(samples) - window, window):
        part = samples[at:at + window]
        if max(map(abs, part)) < 500:
            found.append(None)
            continue
        crossings = sum((a < 0) != (b < 0) for a, b in zip(part, part[1:]))
        found.append(crossings / 2 * SAMPLES_PER_S / window)
    return found


class KeypadCase(KioskCase):
    def door(self, name, *arguments):
        kiosk = self.enrolled(name)
        door = self.panel(kiosk)
        log, self.wave = self.world.root / f"{name}.said", self.world.root / f"{name}.wav"
        door.start("--speech-log", log, "--sound-out", self.wave, *arguments)
        self.listener = Listener(log)
        return kiosk, door

    def go_to(self, label, key="Tab"):
        """Press the key until the label is said, if it was not at once; it is somewhere on the screen."""
        time.sleep(panel.NEXT_KEY_S)
        for _ in range(90):
            if any(line[2].startswith(label) for line in self.listener.since()):
                return self.listener.wait_for(label)
            before = len(self.listener.lines())
            self.display.keys(key)
            programs.wait_until("the focus has moved", lambda: len(self.listener.lines()) > before)
        raise AssertionError(f"{label} never had the focus: {self.listener.lines()[-90:]}")

    def press(self, label):
        self.go_to(label)
        self.display.keys("Return")

    def types(self, letters):
        """From the first letter key on, by arrows."""
        self.go_to(LETTERS[0])
        at = 0
        for letter in letters:
            steps = LETTERS.index(letter) - at
            at += steps
            if steps:
                self.display.keys(*["Right" if steps > 0 else "Left"] * abs(steps))
                self.listener.wait_for(letter)  # has the focus
            self.display.keys("Return")
            self.listener.wait_for(letter)  # is typed

    def samples(self):
        data = self.wave.read_bytes()[WAVE_HEADER_BYTES:]
        return struct.unpack(f"<{len(data) // 2}h", data)

    def assertHeard(self, lines, *expected):
        self.assertEqual([(how, what, words.replace("\u00a0", " ")) for how, what, words in lines], list(expected))


class Visit(KeypadCase):
    def test_a_whole_visit_by_keypad_and_voice(self):
        kiosk, door = self.door("blind")
        said = self.listener
        self.display.keys("F2")
        self.assertHeard(
            said.wait_for("Русский"),
            ("now", "ru", WELCOME),
            ("then", "ru", "Добро пожаловать!"),
            ("then", "ru", "Университет Правительства Москвы"),
            ("then", "ru", "Поднесите бейдж к сканеру"),
            ("then", "ru", "Русский, кнопка, выбрано"))
        self.press("Нет бейджа?")
        self.assertHeard(
            said.wait_for("Назад"),
            ("now", "ru", "Нет бейджа? Найти по фамилии"),
            ("then", "ru", "Фамилия или имя, русскими или латинскими буквами"),
            ("then", "ru", "Назад, кнопка"))
        self.types("ШАРАФЕТД")
        self.press("Гөлнара")
        self.assertHeard(
            said.wait_for("Да, это я"),
            ("now", "tone", "question"),
            ("then", "ru", "Это вы?"),
            ("then", "ru", "Гөлнара Ш."),
            ("then", "ru", "Да, это я, кнопка"))
        self.display.keys("Return")
        self.assertHeard(
            said.wait_for("Следующее здесь же"),
            ("now", "tone", "green"),
            ("then", "ru", "Гөлнара Ш., вы отмечены"),
            ("then", "ru", "Участник"),
            ("then", "ru", "Уже началось. Проходите: Актовый зал, 2-й этаж."),
            ("then", "ru", "Нетворкинг"),
            ("then", "ru", "Знакомство делегаций и работа в парах"),
            ("then", "ru", "09:30 – 11:00"),
            ("then", "ru", "Актовый зал, 2-й этаж"),
            ("then", "ru",
             "Следующее здесь же: Центр иммерсивных технологий на том же этаже, начало в 11:15., кнопка"))
        self.press("Об этой площадке")
        about = said.wait_for("Назад")
        self.assertEqual(about[0], ("now", "ru", "Университет Правительства Москвы"))
        self.assertIn("Вуз, в котором город готовит", about[1][2])
        self.press("Мои отметки")
        self.assertHeard(
            said.wait_for("Назад"),
            ("now", "ru", "Мои отметки"),
            ("then", "ru", "Отметки: 1 из 13"),
            ("then", "ru", "Вы ещё не ответили о согласии на обработку данных"),
            ("then", "ru", "Знакомство делегаций и работа в парах"),
            ("then", "ru", "09:35"),
            ("then", "ru", "Университет Правительства Москвы"),
            ("then", "ru", "Назад, кнопка"))
        self.leaves_with_the_badge_of("1")
        self.assertEqual(door.stop().code, 0)
        self.assertEqual([(f["person"], f["method"]) for f in kiosk.own("check-in")], [("1", "search")])
        self.assertEqual([f["person"] for f in kiosk.own("check-out")], ["1"])
        trace = door.trace_file.read_text()
        self.assertNotIn("Ш.", trace)
        self.assertNotIn("отмечены", trace)

    def leaves_with_the_badge_of(self, person):
        """Typed by a scanner into the window that has the focus of the keypad in it."""
        said = self.listener
        self.display.type_code(self.badges[person])
        self.assertHeard(
            said.wait_for("Гөлнара")[:2], ("now", "tone", "already"), ("then", "tt", "Гөлнара Ш., килүегез билгеләнде"))
        said.wait_for("Киләсе чара")
        time.sleep(AFTER_A_CODE_S)
        self.press("Китәм")
        self.assertHeard(
            said.wait_for("Әйе"),
            ("now", "tone", "question"), ("then", "tt", "Сез китәсезме?"), ("then", "tt", "Әйе, китәм, төймә"))
        self.display.keys("Return")
        left = said.wait_for("Чыгуыгыз билгеләнде")
        self.assertEqual(left[0], ("now", "tone", "green"))
        self.display.keys("Escape")
        said.wait_for("Тавыш сүндерелде")


class Keys(KeypadCase):
    def test_a_scanner_that_types_neither_moves_the_focus_nor_presses_anything(self):
        kiosk, door = self.door("mixed")
        self.display.keys("F2")
        self.go_to("Нет бейджа?")
        before = len(door.trace())
        self.display.type_code("HTTPS://EXAMPLE.ORG/2 8 4 6")
        self.assertEqual(door.wait_for("a verdict", "verdict", before)["verdict"], "not_a_badge")
        self.listener.wait_for("Нет бейджа? Найти по фамилии, кнопка")  # on the verdict, which it is first on
        time.sleep(AFTER_A_CODE_S)
        before = len(door.trace())
        self.display.type_code(self.badges["2"])
        self.assertEqual(door.wait_for("a verdict", "verdict", before)["verdict"], "green")
        time.sleep(AFTER_A_CODE_S)
        screens = [line["name"] for line in door.trace() if line["ev"] == "screen"]
        self.assertEqual(screens[-2:], ["attract", "verdict"])
        door.stop()
        self.assertEqual([f["person"] for f in kiosk.own("check-in")], ["2"])

    def test_letters_of_a_keyboard_go_on_searching(self):
        kiosk, door = self.door("typed")
        door.press("search")
        door.wait_for("the search", "screen", 0, name="identify")
        for letter in "sharafetd":
            self.display.keys(letter)
            time.sleep(SLOW_FRAME_S)  # what comes within one frame looks like a scanner's
        before = len(door.trace())
        door.press("found 0")
        door.press("yes")
        self.assertEqual(door.wait_for("a verdict", "verdict", before)["verdict"], "green")
        door.stop()
        self.assertEqual([f["person"] for f in kiosk.own("check-in")], ["1"])

    def test_a_number_pad_does_all_that_a_keyboard_does(self):
        _, door = self.door("pad")
        said = self.listener
        self.display.keys("KP_Multiply")
        said.wait_for("Русский")
        self.display.keys("KP_Add")
        said.wait_for("Громкость: 4 из 5")
        self.display.keys("KP_Subtract")
        said.wait_for("Громкость: 3 из 5")
        self.display.keys("KP_6")
        said.wait_for("Татарча")
        self.display.keys("KP_5")
        said.wait_for("Рәхим итегез!")
        self.display.keys("KP_Divide")
        said.wait_for("Рәхим итегез!")
        self.go_to("Бейдж юкмы?", key="KP_2")
        self.display.keys("KP_Enter")
        said.wait_for("Артка")
        self.display.keys("KP_0")
        said.wait_for("Рәхим итегез!")
        self.display.keys("KP_Multiply")
        said.wait_for("Тавыш сүндерелде")
        door.stop()

    def test_a_touch_is_still_a_touch_and_the_focus_waits_for_a_key(self):
        _, door = self.door("both")
        self.display.keys("Tab", "Tab")
        door.press("about")
        door.wait_for("the venue", "screen", 0, name="venue")
        before = len(door.trace())
        # The first key only shows where the focus is, the second presses it: back.
        self.display.keys("Return")
        self.assertFalse([line for line in door.trace()[before:] if line["ev"] == "screen"])
        self.display.keys("Return")
        door.wait_for("the attract screen", "screen", before, name="attract")
        door.stop()
        self.assertEqual(self.listener.lines(), [])


class Tones(KeypadCase):
    def test_results_have_tones_that_are_told_apart(self):
        _, door = self.door("tones")
        heard = {}
        for name, code in (("green", self.badges["3"]), ("already", self.badges["3"]), ("question", "NO BADGE")):
            before = len(self.samples())
            door.scan(code)
            self.listener.wait_for(name)
            programs.wait_until("it is played", lambda: len(self.samples()) > before)
            heard[name] = [hz for hz in notes(self.samples()[before:]) if hz]
        door.stop()
        self.assertHeard(self.listener.lines(), *[("now", "tone", name) for name in heard])
        self.assertGreater(heard["green"][-2], heard["green"][1] * 1.4)
        self.assertGreater(heard["already"][-2], heard["already"][1] * 1.1)
        self.assertLess(len(heard["already"]), len(heard["green"]))
        self.assertAlmostEqual(statistics.median(heard["question"]), 880, delta=30)

    def test_a_kiosk_without_sound_says_nothing_and_misses_nothing(self):
        _, door = self.door("silent", "--sound", "off")
        self.display.keys("F2")
        self.assertEqual(door.scan(self.badges["4"])["verdict"], "green")
        self.assertEqual(door.stop().code, 0)
        self.assertEqual(self.listener.lines(), [])


if __name__ == "__main__":
    unittest.main()
