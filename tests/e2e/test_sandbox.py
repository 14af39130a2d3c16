"""What the services ask of the kernel is what their units let through. Their programs are traced while they work, each call
is held against images/systemd. What only systemd can do (namespaces, users, devices) is not tried here."""

import os
import re
import shutil
import subprocess
import unittest

import panel
import programs

UNITS = programs.TREE / "images/systemd"
PROGRAMS = ("otmetka-central", "otmetka-syncd", "otmetka-kiosk", "otmetka-backup")
# What the unit of that name starts, where it is not a program of that name.
STARTS = {"otmetka-backup": 'otmetka" backup'}
TOOLS = ("strace", "systemd-analyze")
# Refused here too, and done without: threads of Mesa choose a processor, or step back behind the others.
DONE_WITHOUT = {"otmetka-kiosk": ("sched_setaffinity", "sched_setscheduler", "setpriority")}
# What the store does for root alone, which no service is.
OF_ROOT = {"fchown"} if os.geteuid() == 0 else set()
CALL = re.compile(r"^\d+ +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)")


def sanitized():
    return b"__asan_init" in (programs.BIN / PROGRAMS[0]).read_bytes()


def missing():
    return [tool for tool in TOOLS if not shutil.which(tool)] + panel.missing_tools()


class Unit:
    def __init__(self, program):
        text = (UNITS / f"{program}.service").read_text()
        self.lines = re.findall(r"^(\w+)=(.*)$", text, re.M)
        self.calls = {"execve"} | self.of_set("@default")
        for key, value in self.lines:
            if key == "SystemCallFilter":
                named = {call for word in value.lstrip("~").split() for call in self.of_set(word)}
                self.calls = self.calls - named if value.startswith("~") else self.calls | named

    def says(self, key):
        return [value for name, value in self.lines if name == key]

    @classmethod
    def of_set(cls, word):
        """The calls that a word of SystemCallFilter means."""
        if not word.startswith("@"):
            return {word}
        listed = subprocess.run(["systemd-analyze", "syscall-filter", word], check=True,
                                capture_output=True, text=True).stdout.splitlines()
        words = [line.strip() for line in listed[1:] if line.strip() and not line.strip().startswith("#")]
        return {call for inner in words for call in cls.of_set(inner)}

    def refuses(self, call, arguments):
        """Why a call would fail; None: it is let through."""
        if call not in self.calls:
            return "SystemCallFilter"
        family = re.match(r"(AF_\w+)", arguments) if call in ("socket", "socketpair") else None
        if family and family[1] not in self.says("RestrictAddressFamilies")[0].split():
            return "RestrictAddressFamilies"
        writable = call in ("mmap", "mprotect", "pkey_mprotect") and "PROT_EXEC" in arguments
        if writable and (call != "mmap" or "PROT_WRITE" in arguments) and "yes" in self.says("MemoryDenyWriteExecute"):
            return "MemoryDenyWriteExecute"
        if "CLONE_NEW" in arguments and "yes" in self.says("RestrictNamespaces"):
            return "RestrictNamespaces"
        if re.search(r"SCHED_(FIFO|RR|DEADLINE)", arguments) and "yes" in self.says("RestrictRealtime"):
            return "RestrictRealtime"
        # A mode of four digits: chmod, mkdir and open write it in octal.
        mode = re.search(r", 0([246]\d{3})(?!\d)", arguments) if re.search("mkdir|chmod|open|mknod|creat", call) else None
        if mode and "yes" in self.says("RestrictSUIDSGID"):
            return "RestrictSUIDSGID"
        return None


@unittest.skipIf(missing(), f"missing: {missing()}")
@unittest.skipIf(sanitized(), "a sanitizer asks for more than the program does")
class Sandbox(programs.Case):
    def setUp(self):
        self.world = programs.World(programs.NETWORKING)
        self.addCleanup(self.world.close)
        self.display = panel.Display(self.world)
        self.addCleanup(self.display.close)
        self.world.bin = self.world.root / "bin"
        self.world.bin.mkdir()
        (self.world.bin / "otmetka").symlink_to(programs.BIN / "otmetka")
        for program in PROGRAMS:
            # -D: the program, not strace, is what was started, and gets its signals.
            line = f'exec strace -D -f -qq -s 64 -e signal=none -o "{self.world.root}/calls.{program}.$$"'
            if program in DONE_WITHOUT:
                line += f" -e inject={','.join(DONE_WITHOUT[program])}:error=EPERM"
            wrapper = self.world.bin / program
            wrapper.write_text(f'#!/bin/sh\n{line} "{programs.BIN}/{STARTS.get(program, program + chr(34))} "$@"\n')
            wrapper.chmod(0o755)

    def asked(self, program):
        """{(call, arguments)} of all its runs and of what it started."""
        found = set()
        for log in self.world.root.glob(f"calls.{program}.*"):
            found |= {match.groups() for match in map(CALL.match, log.read_text(errors="replace").splitlines()) if match}
        return found

    def live(self):
        """A day of all: programme, enrolment, a check-in that arrives, a restart of each."""
        central = self.world.central().start()
        central.load(self.world.package(), "today")
        kiosk = programs.Kiosk(self.world, self.world.root / "kiosk")
        for name in ("", "kiosk", "sync"):  # as tmpfiles.d makes them
            (kiosk.directory / name).mkdir()
            (kiosk.directory / name).chmod(0o2750)
        for person, code in list(central.badges().items())[:2]:
            daemon = kiosk.daemon()
            door = panel.Panel(kiosk, self.display)
            self.addCleanup(door.close)
            door.start()
            if person == "1":
                door.send(central.enrol_code("university"))
            door.wait_for("the attract screen", "screen", 0, name="attract")
            self.assertEqual("green", door.scan(code)["verdict"])
            programs.wait_until("everything is delivered", lambda: kiosk.status()["waiting"] == 0)
            self.assertDone(door.stop())
            self.assertDone(daemon.stop())
            backups = self.world.root / f"backups-{person}"
            backups.mkdir()
            self.assertDone(self.world.run("otmetka-backup", "--data", central.directory, "--to", backups))
            central.stop()
            central.start()
        central.stop()

    def test_no_program_asks_for_what_its_unit_refuses(self):
        self.live()
        for program in PROGRAMS:
            with self.subTest(program):
                unit, asked = Unit(program), self.asked(program)
                self.assertGreater(len(asked), 100)
                expected = {*OF_ROOT, *DONE_WITHOUT.get(program, ())}
                refused = {(why, call, arguments[:120]) for call, arguments in asked
                           if call not in expected and (why := unit.refuses(call, arguments))}
                self.assertEqual(set(), refused)


if __name__ == "__main__":
    unittest.main()
