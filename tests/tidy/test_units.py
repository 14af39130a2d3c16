"""The units, users and directories of images/systemd are what systemd takes them for.

`test_units.py ROOT`; ends with 77 (skipped) where systemd's tools are not installed.
"""
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

UNITS = "usr/lib/systemd/system"
# Tenths of "exposure" as `systemd-analyze security` counts it; a looser sandbox needs a reason and
# a new number here.
EXPOSURE_MAX = {"otmetka-central": 11, "otmetka-backup": 9, "otmetka-syncd": 13, "otmetka-kiosk": 16}
# What it misses, by its names for it: each stands with its reason in a comment of the unit.
LEFT_OUT = {
    "otmetka-central": "AF_INET_INET6 AF_NETLINK AF_UNIX DeviceAllow IPAddressDeny PrivateNetwork "
                       "ProcSubset RootDirectory",
    "otmetka-backup": "AF_UNIX DeviceAllow ProcSubset RootDirectory",
    "otmetka-syncd": "AF_INET_INET6 AF_NETLINK AF_UNIX DeviceAllow IPAddressDeny PrivateNetwork "
                     "PrivateUsers ProcSubset RootDirectory UMask",
    "otmetka-kiosk": "@privileged AF_NETLINK AF_UNIX DeviceAllow MemoryDenyWriteExecute "
                     "PrivateDevices PrivateNetwork PrivateUsers ProcSubset ProtectClock "
                     "ProtectHome RootDirectory SupplementaryGroups UMask",
}
# Of these it counts nothing, or not that they name what they should.
UNCOUNTED = {
    "otmetka-central": {"LimitCORE": "0", "TasksMax": "256", "SystemCallErrorNumber": "EPERM",
                        "ReadWritePaths": "/var/lib/otmetka-central", "User": "otmetka-central"},
    "otmetka-backup": {"LimitCORE": "0", "TasksMax": "16", "SystemCallErrorNumber": "EPERM",
                       "ReadWritePaths": "/var/lib/otmetka-central /var/backups/otmetka",
                       "User": "otmetka-central"},
    "otmetka-syncd": {"LimitCORE": "0", "TasksMax": "64", "SystemCallErrorNumber": "EPERM",
                      "ReadWritePaths": "/var/lib/otmetka/sync", "User": "otmetka-sync",
                      "MemoryMax": "512M"},
    "otmetka-kiosk": {"LimitCORE": "0", "TasksMax": "256", "SystemCallErrorNumber": "EPERM",
                      "ReadWritePaths": "/var/lib/otmetka/kiosk /run/user", "MemoryMax": "1G",
                      "InaccessiblePaths": "-/home -/root", "User": "otmetka-kiosk"},
}
# The part of a unit in which every line is a promise.
SANDBOX = re.compile(r"^ReadWritePaths=.*?^SystemCallErrorNumber=\S+$", re.M | re.S)
# What design.md promises: each file in a directory of its own, owned by its writer.
DIRECTORIES = {
    "var/lib/otmetka": (0o0750, "root", "otmetka-data"),
    "var/lib/otmetka/kiosk": (0o2750, "otmetka-kiosk", "otmetka-data"),
    "var/lib/otmetka/sync": (0o2750, "otmetka-sync", "otmetka-data"),
    "var/lib/otmetka-central": (0o0700, "otmetka-central", "otmetka-central"),
    "var/backups/otmetka": (0o0700, "otmetka-central", "otmetka-central"),
}
SKIPPED = 77
source = None


class Machine(unittest.TestCase):
    """A root with systemd's own units, ours, and a stub for each program that ours start."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        shutil.copytree(f"/{UNITS}", self.root / UNITS, symlinks=True)
        (self.root / "etc").mkdir()
        for unit in [*source.glob("*.service"), *source.glob("*.timer")]:
            shutil.copy(unit, self.root / UNITS)
            for program in re.findall(r"(?<=[=\s])/usr/bin/\S+", unit.read_text()):
                stub = self.root / program[1:]
                stub.parent.mkdir(parents=True, exist_ok=True)
                stub.write_text("#!/bin/sh\n")
                stub.chmod(0o755)
        for kind in ("sysusers.d", "tmpfiles.d"):
            shutil.copytree(source / kind, self.root / "usr/lib" / kind)

    def run_tool(self, *command):
        done = subprocess.run([*command, f"--root={self.root}"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
        return done.returncode, done.stdout

    def test_systemd_has_nothing_to_say_about_a_unit(self):
        self.assertEqual(set(EXPOSURE_MAX), {unit.stem for unit in source.glob("*.service")})
        for name in EXPOSURE_MAX:
            with self.subTest(name):
                status, said = self.run_tool("systemd-analyze", "verify", "--man=no",
                                             f"{name}.service")
                self.assertEqual((0, ""), (status, said))

    def test_the_backup_has_a_timer_that_systemd_understands(self):
        self.assertEqual((0, ""), self.run_tool("systemd-analyze", "verify", "--man=no",
                                                "otmetka-backup.timer"))

    def test_no_sandbox_is_looser_than_agreed(self):
        for name, tenths in EXPOSURE_MAX.items():
            with self.subTest(name):
                status, said = self.run_tool("systemd-analyze", "security", "--no-pager",
                                             "--offline=true", f"--threshold={tenths}",
                                             f"{name}.service")
                self.assertEqual(0, status, said)

    def test_what_is_left_out_of_a_sandbox_is_agreed_and_has_its_reason(self):
        for name, agreed in LEFT_OUT.items():
            text = (source / f"{name}.service").read_text()
            reasons = "".join(re.findall(r"^# *(.*)", text.partition("Left out on purpose.")[2], re.M))
            with self.subTest(name):
                self.assertEqual(set(agreed.split()), self.weak_points(text))
                for word in set(agreed.split()) - {"AF_INET_INET6"}:  # PrivateNetwork's reason
                    self.assertIn(word, reasons)

    def test_no_line_of_a_sandbox_can_be_lost(self):
        for name in EXPOSURE_MAX:
            text = (source / f"{name}.service").read_text()
            part = SANDBOX.search(text)
            for line in part[0].splitlines():
                if line.startswith("#"):
                    continue
                lost = text[:part.start()] + part[0].replace(line, "", 1) + text[part.end():]
                with self.subTest(f"{name}: {line}"):
                    self.assertTrue(self.weak_points(lost) - self.weak_points(text)
                                    or self.settings(lost) != UNCOUNTED[name])

    def test_settings_that_nobody_counts_are_there(self):
        for name, settings in UNCOUNTED.items():
            with self.subTest(name):
                self.assertEqual(settings, self.settings((source / f"{name}.service").read_text()))

    @staticmethod
    def settings(text):
        wanted = {key for settings in UNCOUNTED.values() for key in settings}
        return {key: value for key, value in re.findall(r"^(\w+)=(.*)", text, re.M) if key in wanted}

    def weak_points(self, text):
        """What systemd finds missing, by the last word of its name for it."""
        (self.root / UNITS / "looked-at.service").write_text(text)
        status, said = self.run_tool("systemd-analyze", "security", "--no-pager", "--offline=true",
                                     "--json=short", "looked-at.service")
        self.assertEqual(0, status, said)
        return {re.sub(r"^(RestrictAddressFamilies|SystemCallFilter|CapabilityBoundingSet)_|OrRootImage$",
                       lambda m: "@" if m[1] == "SystemCallFilter" else "", found["json_field"])
                for found in json.loads(said) if found["set"] is False}

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("systemd-sysusers")
                         and shutil.which("systemd-tmpfiles"), "wants root and systemd's tools")
    def test_directories_belong_to_their_writers(self):
        self.assertEqual(0, self.run_tool("systemd-sysusers")[0])
        self.assertEqual((0, ""), self.run_tool("systemd-tmpfiles", "--create"))
        users = self.numbers("etc/passwd")
        groups = self.numbers("etc/group")
        for name, (mode, user, group) in DIRECTORIES.items():
            with self.subTest(name):
                found = (self.root / name).stat()
                self.assertEqual((oct(mode), users[user], groups[group]),
                                 (oct(stat.S_IMODE(found.st_mode)), found.st_uid, found.st_gid))
        members = re.search(r"^otmetka-data:.*:(.*)$", (self.root / "etc/group").read_text(), re.M)
        self.assertEqual({"otmetka-kiosk", "otmetka-sync"}, set(members[1].split(",")))

    def numbers(self, file):
        rows = [row.split(":") for row in (self.root / file).read_text().splitlines()]
        return {"root": 0, **{row[0]: int(row[2]) for row in rows}}


if __name__ == "__main__":
    source = Path(sys.argv.pop()).resolve() / "images/systemd"
    if not shutil.which("systemd-analyze") or not Path(f"/{UNITS}/multi-user.target").exists():
        print("systemd's tools are not installed")
        sys.exit(SKIPPED)
    unittest.main()
