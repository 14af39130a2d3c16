"""kill -9 at a system call of its own choosing: of a whole run of a program each call is known, and the
program is killed at any one of them. What is left behind is gone on with.

OTMETKA_SEED  repeats the choice
OTMETKA_LONG  ten times as many kills
"""

import collections
import contextlib
import os
import pathlib
import shutil
import subprocess
import unittest

from programs import NETWORKING, PATIENCE_S, OwnCentral, no_leak_search, seeded, wait_until

KILLS = 400 if os.environ.get("OTMETKA_LONG") else 32
# What a file or the other end can see of a program; half of the kills are at one of these.
SEEN_OUTSIDE = {"pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "openat", "fchmod",
                "connect", "sendto", "sendmsg", "recvfrom", "recvmsg", "close", "flock"}


def can_trace():
    """Whether this machine lets a program be traced at all."""
    if not shutil.which("strace"):
        return False
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True)
    return done.returncode == 0


@unittest.skipUnless(can_trace(), "strace is missing, or nothing may be traced here")
class Killed(OwnCentral):
    def setUp(self):
        super().setUp()
        self.chance = seeded(self)

    def traced(self, flags, line, stdin=b""):
        """A program under strace; minus nine is its code when it was killed."""
        return subprocess.run(["strace", "-f", "-qq", *flags, *line], input=stdin, capture_output=True, check=False,
                              timeout=PATIENCE_S, env={**os.environ, **no_leak_search()})

    def calls_of(self, line, stdin=b""):
        """[(name, how manieth of that name)] of a run that is left alone."""
        trace = self.world.root / "trace"
        done = self.traced(["-o", trace], line, stdin)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.calls_in(trace)

    def calls_in(self, trace):
        """Those of the busiest thread: each thread is counted by itself."""
        lines = [line.split(None, 1) for line in trace.read_text(errors="replace").splitlines()]
        (busiest, _), = collections.Counter(thread for thread, _ in lines).most_common(1)
        counts, calls = collections.Counter(), []
        for thread, call in lines:
            name = call.split("(", 1)[0]
            if thread == busiest and name.isidentifier() and name != "execve":
                counts[name] += 1
                calls.append((name, counts[name]))
        return calls

    def chosen(self, calls, count):
        """Some spread over the whole run, and as many of those that are seen outside."""
        outside = [call for call in calls if call[0] in SEEN_OUTSIDE]
        half = min(count // 2, len(outside))
        spread = [calls[self.chance.randrange(len(calls) * at // count, len(calls) * (at + 1) // count)]
                  for at in range(0, count, 2)]
        return self.chance.sample(outside, half) + spread

    def killed_at(self, call, line, stdin=b""):
        """Whether it came so far; and what it had printed."""
        name, number = call
        done = self.traced(["-o", "/dev/null", "-e", f"inject={name}:signal=SIGKILL:when={number}"], line, stdin)
        self.assertIn(done.returncode, (-9, 0, 1), f"{call}: {done.stderr}")
        return done.returncode == -9, done.stdout.decode()

    def assertOnce(self, kiosk, scans):
        """Everything that was scanned is there, once, at both ends."""
        self.assertDelivered(kiosk, self.central)
        people = collections.Counter((f["epoch"], f["person"]) for f in kiosk.own("check-in"))
        self.assertEqual(sum(people.values()), scans)
        self.assertEqual(set(people.values()), {1})
        self.assertEqual(self.central.ask("alarm", "list"), "")

    def test_t4_a_daemon_killed_at_a_system_call_skips_nothing_and_doubles_nothing(self):
        kiosk = self.world.kiosk(self.central)
        self.assertDone(kiosk.checkin(*self.codes[:3]))
        line = self.world.arguments("otmetka-syncd", ["--once", "--data", kiosk.directory])
        calls, scans, killed = self.calls_of(line), 3, 0
        for boot, call in enumerate(self.chosen(calls, KILLS), 1):
            line[-1] = f"--clock-offset={NETWORKING + boot}"
            self.assertDone(kiosk.checkin(*self.codes[:1 + boot % 3], offset=NETWORKING + boot))
            scans += 1 + boot % 3
            killed += self.killed_at(call, line)[0]
            if boot % 5 == 0:  # else the next one finds what several of them have left
                self.assertOnce(kiosk, scans)
        self.assertGreater(killed, KILLS // 4)
        self.assertOnce(kiosk, scans)

    def test_t9_a_daemon_killed_between_any_two_of_its_writes_derives_all_of_it_again_without_an_alarm(self):
        kiosk = self.world.kiosk(self.central)
        self.assertDone(kiosk.checkin(*self.codes[:3]))
        line = self.world.arguments("otmetka-syncd", ["--once", "--data", kiosk.directory])
        writes = [call for call in self.calls_of(line) if call[0] in ("pwrite64", "fdatasync", "ftruncate")]
        self.assertGreater(len(writes), 30)
        scans, killed = 3, 0
        for boot, call in enumerate(self.chance.sample(writes, min(KILLS, len(writes))), 1):
            line[-1] = f"--clock-offset={NETWORKING + boot}"
            self.assertDone(kiosk.checkin(self.codes[0], offset=NETWORKING + boot))
            scans += 1
            killed += self.killed_at(call, line)[0]
            self.assertDone(kiosk.once(offset=NETWORKING + boot))
            self.assertEqual(kiosk.status()["waiting"], 0)
        self.assertGreater(killed, min(KILLS, len(writes)) // 4)  # runs differ a little
        self.assertOnce(kiosk, scans)

    def test_t4_what_a_check_in_printed_before_it_was_killed_at_a_system_call_is_there_once(self):
        kiosk = self.world.kiosk(self.central)
        line = self.world.arguments("otmetka", ["checkin", "--badge", "-", "--data", kiosk.directory])
        stdin = "".join(code + "\n" for code in self.codes[:4]).encode()
        calls, killed, printed = self.calls_of(line, stdin), 0, []
        for boot, call in enumerate(self.chosen(calls, KILLS // 2), 1):
            line[-1] = f"--clock-offset={NETWORKING + boot}"
            was_killed, out = self.killed_at(call, line, stdin)
            killed += was_killed
            printed += [tuple(verdict.split(" ")[1:]) for verdict in out.split("\n")[:-1]]
            self.assertDone(kiosk.command("log", "verify"))
        self.assertGreater(killed, KILLS // 4)
        self.assertGreater(len(printed), 0)
        self.assertEqual(len(set(printed)), len(printed))
        own = kiosk.own("check-in")
        self.assertLessEqual(set(printed), {(f["scope"], f["epoch"], str(f["seq"])) for f in own})
        self.assertOnce(kiosk, len(own))

    @contextlib.contextmanager
    def watched(self, *flags):
        """Central is under strace meanwhile, and its calls are counted from here on."""
        central = self.central.program.process
        tracer = subprocess.Popen(["strace", "-f", "-qq", "-p", str(central.pid), *map(str, flags)],
                                  stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        status = pathlib.Path(f"/proc/{central.pid}/status")
        try:
            wait_until("it is traced, or killed already", lambda: central.poll() is not None or
                       f"TracerPid:\t{tracer.pid}\n" in status.read_text())
            yield
        finally:
            tracer.terminate()
            tracer.wait(PATIENCE_S)

    def test_t4_a_central_killed_at_a_system_call_of_an_exchange_skips_nothing_and_doubles_nothing(self):
        kiosk, trace = self.world.kiosk(self.central), self.world.root / "trace"
        self.assertDone(kiosk.checkin(*self.codes[:3]))
        with self.watched("-o", trace):
            self.assertDone(kiosk.once())
        calls, scans, killed = self.calls_in(trace), 3, 0
        for boot, (name, number) in enumerate(self.chosen(calls, KILLS // 2), 1):
            self.assertDone(kiosk.checkin(*self.codes[:1 + boot % 3], offset=NETWORKING + boot))
            scans += 1 + boot % 3
            with self.watched("-o", "/dev/null", "-e", f"inject={name}:signal=SIGKILL:when={number}"):
                kiosk.once(offset=NETWORKING + boot)
            if self.central.program.process.poll() is not None:
                killed += 1
                self.central.kill()
                self.central.start()
            if boot % 5 == 0:
                self.assertOnce(kiosk, scans)
        self.assertGreater(killed, KILLS // 8)  # one that goes on makes fewer calls than one that has just begun
        self.assertOnce(kiosk, scans)


if __name__ == "__main__":
    unittest.main()
