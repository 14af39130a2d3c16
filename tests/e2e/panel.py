"""A kiosk as people meet it: the real program on a virtual display, a scanner on a pty, fingers and typed codes as X events."""

import json
import os
import pathlib
import pty
import random
import shutil
import struct
import subprocess
import time
import tty

import programs

TOOLS = ("Xvfb", "xdotool")
# A scanner sends a code in a few milliseconds; people need longer to hold up the next one.
NEXT_CODE_S = 0.05
# People who know what they want press keys some 150 ms apart.
NEXT_KEY_S = 0.15


# struct input_event of a 64-bit kernel, and the keys of a badge by their numbers in linux/input-event-codes.h.
INPUT_EVENT = struct.Struct("@qqHHi")
EV_SYN, EV_KEY = 0, 1
ENTER, SHIFT = 28, 42
PLAIN = {c: 2 + i for i, c in enumerate("1234567890-")} | {".": 52, "/": 53, " ": 57}
SHIFTED = {c: first + i for first, row in ((16, "QWERTYUIOP"), (30, "ASDFGHJKL:"), (44, "ZXCVBNM"))
           for i, c in enumerate(row)} | {"$": 5, "%": 6, "*": 9, "+": 13}


def key_events(code):
    """A code as a scanner that is a keyboard presses it on a US layout, Enter at the end."""
    def turn(key, value):
        return INPUT_EVENT.pack(0, 0, EV_KEY, key, value) + INPUT_EVENT.pack(0, 0, EV_SYN, 0, 0)

    def stroke(key):
        return turn(key, 1) + turn(key, 0)

    def character(c):
        return stroke(PLAIN[c]) if c in PLAIN else turn(SHIFT, 1) + stroke(SHIFTED[c]) + turn(SHIFT, 0)

    return b"".join(map(character, code)) + stroke(ENTER)


def missing_tools():
    return [tool for tool in TOOLS if not shutil.which(tool)]


class Display:
    def __init__(self, world, size=(1280, 800)):
        self.size, self.folder = size, world.root
        for number in random.sample(range(200, 4000), 50):
            socket = pathlib.Path(f"/tmp/.X11-unix/X{number}")
            if socket.exists():
                continue
            self.name = f":{number}"
            # -noreset: without it the server forgets everything whenever its last client leaves.
            self.server = programs.Running(
                ["Xvfb", self.name, "-noreset", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
                world.root / f"xvfb.{number}.err")
            programs.wait_until("Xvfb", lambda: socket.exists() or self.server.process.poll() is not None)
            if self.server.process.poll() is None:
                break
        # Drivers of the screen leak by design, which a sanitizer would call ours.
        self.environment = dict(os.environ, **programs.no_leak_search(), DISPLAY=self.name, LIBGL_ALWAYS_SOFTWARE="1")

    def close(self):
        self.server.kill()

    def tool(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True)

    def touch(self, x, y):
        """In parts of the screen; the finger stays for a moment."""
        self.tool("mousemove", int(x * self.size[0]), int(y * self.size[1]))
        for act in ("mousedown", "mouseup"):
            time.sleep(0.1)
            self.tool(act, 1)

    def drag(self, x, from_y, to_y, steps=8):
        """A finger comes down, moves in steps and goes up while it moves; in pixels."""
        self.tool("mousemove", round(x), round(from_y), "mousedown", 1)
        for step in range(1, steps + 1):
            time.sleep(0.02)
            self.tool("mousemove", round(x), round(from_y + (to_y - from_y) * step / steps))
        self.tool("mouseup", 1)

    def type_code(self, code):
        """As a scanner that is a keyboard: all at once, Enter at the end."""
        self.tool("type", "--delay", "1", code)
        self.tool("key", "Return")

    def keys(self, *names):
        """Keys of a keyboard or keypad, as a finger presses them: with a rest after each."""
        self.tool("key", "--delay", round(NEXT_KEY_S * 1000), *names)
        time.sleep(NEXT_KEY_S)

    def colours(self, left, top, wide, high):
        """How many there are in a part of the screen."""
        path = self.folder / f"part.{random.getrandbits(32):08x}.png"
        self.shot(path)
        part = ["convert", str(path), "-crop", f"{wide}x{high}+{left}+{top}", "+repage", "-format", "%k", "info:"]
        return int(subprocess.run(part, check=True, capture_output=True, text=True).stdout)

    def shot(self, path):
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True)


class Panel:
    """One run after another of the kiosk program of a kiosk's directory, on one display, with one scanner."""

    def __init__(self, kiosk, display):
        self.kiosk, self.display = kiosk, display
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self._slave, self.scanner = slave, os.ttyname(slave)
        self.trace_file = kiosk.world.root / f"trace.{random.getrandbits(32):08x}"
        self.program = None

    def close(self):
        # A kiosk that is left looks for its scanner, and would read from the next one that has its name.
        if self.program:
            self.program.kill()
        os.close(self.master)
        os.close(self._slave)

    def start(self, *arguments, offset=None, **options):
        before = len(self.trace())
        self.program = self.kiosk.world.start(
            "otmetka-kiosk", "--data", self.kiosk.directory, "--scanner", self.scanner, "--trace", self.trace_file,
            *arguments, offset=offset, **{"env": self.display.environment, **options})
        self.wait_for("the first screen", "screen", before)
        return self

    def trace(self):
        """What was traced so far; a line cut by a kill does not count."""
        if not self.trace_file.exists():
            return []
        lines = self.trace_file.read_text().split("\n")[:-1]
        return [json.loads(line) for line in lines]

    def wait_for(self, what, event, since, **fields):
        def found():
            if self.program and self.program.process.poll() is not None:
                raise AssertionError(f"the kiosk ended while it was waited for {what}: {self.program.err}")
            for line in self.trace()[since:]:
                if line["ev"] == event and all(line.get(k) == v for k, v in fields.items()):
                    return line
            return None
        return self.patiently(what, found)

    def patiently(self, what, condition):
        """As programs.wait_until; whoever waited in vain is told what the kiosk did meanwhile."""
        try:
            return programs.wait_until(what, condition)
        except AssertionError as error:
            last = "\n".join(str(line)[:300] for line in self.trace()[-8:])
            said = self.program.err[-1000:] if self.program else "it does not run"
            raise AssertionError(f"{error}\n--- it did last\n{last}\n--- it said\n{said}") from None

    def send(self, code):
        """The code leaves the scanner; whatever the kiosk makes of it."""
        os.write(self.master, code.encode() + b"\r")

    def scan(self, code):
        """One code and the verdict that was shown for it."""
        before = len(self.trace())
        self.send(code)
        return self.wait_for("a verdict", "verdict", before)

    def targets(self):
        """{name: (x, y)} of what can be pressed now."""
        shown = [line["targets"] for line in self.trace() if line["ev"] == "targets"]
        return shown[-1] if shown else {}

    def press(self, name):
        """A finger on the button of that name, once the kiosk shows it."""
        x, y = self.patiently(f"the button {name}", lambda: self.targets().get(name))
        self.display.touch(x / self.display.size[0], y / self.display.size[1])

    def press_at_once(self, names):
        """Faster than any frame: no touch waits for what the one before has done."""
        shown = self.targets()
        words = []
        for name in names:
            words += ["mousemove", *shown[name], "click", 1]
        self.display.tool(*words)

    def types(self, letters):
        for letter in letters:
            self.press(f"key {letter}")

    def stop(self):
        return self.program.stop()

    def kill(self):
        return self.program.kill()
