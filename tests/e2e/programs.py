"""Runs the real programs for the tests. A world is a directory and what was started in it: both are
gone when the test ends, however it ends. All programs of a world get one clock offset, so that the
programme's hour is what the test wants it to be.

OTMETKA_BIN   the directory of the programs
OTMETKA_KEEP  if set, directories are left to be looked at
"""

import atexit
import collections
import contextlib
import ctypes
import datetime
import json
import os
import pathlib
import random
import re
import select
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import zoneinfo

TREE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("OTMETKA_BIN", TREE / "build/release/bin")).resolve()
CHECKER = TREE / "tests/checker/check.py"
PACKAGE = TREE / "assets/programmes/exchange"
ZONE = zoneinfo.ZoneInfo("Europe/Moscow")

# How long anything may take that must come. Nobody waits that long but a test that fails; programs
# built with sanitizers need a good part of it.
PATIENCE_S = 180
POLL_S = 0.02

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_LIBC = ctypes.CDLL(None, use_errno=True)


_OPEN = set()  # the worlds


@atexit.register
def _close_all():
    for world in list(_OPEN):
        world.close()


def _break_off(*_):
    _close_all()
    os._exit(1)


# Whoever loses patience with a run asks it to end first.
signal.signal(signal.SIGTERM, _break_off)


def _die_with_parent():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def no_leak_search():
    """For the environment of programs in which a sanitizer cannot find the leaks that are ours."""
    return {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}


def wait_until(what, condition):
    """Asks until `condition()` gives something true, and returns that."""
    end = time.monotonic() + PATIENCE_S
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {PATIENCE_S} s in vain: {what}")
        time.sleep(POLL_S)


def seconds_to(day, clock):
    """The clock offset with which it is `clock` ("09:45") in the programme's zone on `day` now."""
    hour, minute = map(int, clock.split(":"))
    wanted = datetime.datetime.combine(day, datetime.time(hour, minute), ZONE)
    return int(wanted.timestamp() - time.time())


# The clock offset of most tests: on this day, day 1 of the programme, its first session is on.
TODAY = datetime.datetime.now(datetime.timezone.utc).date()
NETWORKING = seconds_to(TODAY, "09:45")


class Done(collections.namedtuple("Done", "arguments code out err")):
    """What a program said before it ended."""

    @property
    def lines(self):
        return self.out.splitlines()

    def __str__(self):
        shown = " ".join(a if len(a) < 300 else a[:300] + "…" for a in map(str, self.arguments))
        return (f"{shown}\nexit {self.code}\n--- stdout\n{self.out[-3000:]}"
                f"\n--- stderr\n{self.err[-6000:]}")


def _healthy(done):
    """No test expects a crash, and exit 1 of a sanitizer is not exit 1 of the program."""
    if any(word in done.err for word in ("Sanitizer", "runtime error:", "terminate called", "Assertion")):
        raise AssertionError(f"a program crashed: {done}")
    return done


def _sound(done):
    if done.code not in (0, 1, 2):
        raise AssertionError(f"a program crashed: {done}")
    return _healthy(done)


class Running:
    """A program that was started and not yet stopped; it leads a process group of its own."""

    def __init__(self, arguments, err_path, **options):
        self.arguments, self._err_path, self._rest = arguments, err_path, b""
        with open(err_path, "ab") as err:
            self.process = subprocess.Popen(arguments, **{
                "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": err,
                "start_new_session": True, "preexec_fn": _die_with_parent, **options})

    @property
    def err(self):
        return self._err_path.read_text(errors="replace")

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def line(self):
        """The next line of its output; "" when it has closed that."""
        end = time.monotonic() + PATIENCE_S
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"no line came from {self.arguments}: {self.err}")
            part = os.read(self.process.stdout.fileno(), 65536)
            if not part:
                return ""
            self._rest += part
        line, self._rest = self._rest.split(b"\n", 1)
        return line.decode()

    def ask(self, data):
        self.write(data)
        return self.line()

    def strike(self):
        """As a power switch would, for this program. For threads: `kill` must follow."""
        self._signal(signal.SIGKILL)

    @contextlib.contextmanager
    def held_up(self):
        """It does nothing meanwhile, as on a machine that is busy with something else."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def cpu_s(self):
        """What it has had of the processor so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, line="VmRSS"):
        """Bytes that it has now; with "VmHWM" the most that it ever had."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{line}:\s+(\d+) kB", status)[1]) << 10

    def kill(self):
        self.strike()
        return _healthy(self._ended())

    def stop(self):
        """Asks it to end. Its output not yet read is in the answer."""
        if self.process.stdin:
            self.process.stdin.close()
        else:
            self._signal(signal.SIGTERM)
        return _sound(self._ended())

    def _signal(self, number):
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def _ended(self):
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        if not self.process.stdout.closed:
            with self.process.stdout as out:
                self._rest += out.read()
        code = self.process.wait(PATIENCE_S)
        return Done(self.arguments, code, self._rest.decode(errors="replace"), self.err)


class World:
    """A directory, its programs, and what time it is in it."""

    def __init__(self, offset=0):
        self.offset = offset
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="otmetka-e2e-"))
        self.bin = BIN
        self._running, self._started = [], 0
        _OPEN.add(self)

    def close(self):
        _OPEN.discard(self)
        for program in self._running:
            program.kill()
        if not os.environ.get("OTMETKA_KEEP"):
            shutil.rmtree(self.root)

    def arguments(self, program, arguments, offset=None):
        offset = self.offset if offset is None else offset
        return [str(self.bin / program), *map(str, arguments), f"--clock-offset={offset}"]

    def run(self, program, *arguments, stdin=b"", offset=None, **options):
        """Runs a program to its end. `options` are those of subprocess: user, group, umask, …"""
        line = self.arguments(program, arguments, offset)
        with subprocess.Popen(line, **{
                "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
                "start_new_session": True, "preexec_fn": _die_with_parent, **options}) as process:
            try:
                out, err = process.communicate(stdin, PATIENCE_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                out, err = process.communicate()
                raise AssertionError(f"did not end: {Done(line, None, str(out), str(err))}") from None
        return _sound(Done(line, process.returncode, (out or b"").decode(), (err or b"").decode(errors="replace")))

    def start(self, program, *arguments, offset=None, **options):
        self._started += 1
        err = self.root / f"{program}.{self._started}.err"
        running = Running(self.arguments(program, arguments, offset), err, **options)
        self._running = [old for old in self._running if old.process.poll() is None] + [running]
        return running

    def central(self, name="central", **options):
        return Central(self, self.root / name, **options)

    def kiosk(self, central, venue="university", name=None):
        """A kiosk that is enrolled."""
        kiosk = Kiosk(self, self.root / (name or f"kiosk-{venue}"))
        done = kiosk.enrol(central.enrol_code(venue))
        if done.code != 0:
            raise AssertionError(done)
        return kiosk

    def package(self, name="package"):
        """A copy of the sample programme, to be changed."""
        copy = self.root / name
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("source"))
        return copy


class Central:
    def __init__(self, world, directory, insecure=False):
        self.world, self.directory, self.insecure = world, directory, insecure
        # A loopback address of its own: nobody takes its port while it is down.
        self.host = "127." + ".".join(str(random.randint(1, 254)) for _ in range(3))
        self.port, self.program, self.url = 0, None, None

    def start(self, public_url=None, **options):
        """Starts it where it was, or anywhere at first, and waits until it serves."""
        line = self._begin(public_url, options)
        if not line.startswith("ready "):
            raise AssertionError(f"central did not start: {self.program.kill()}")
        self.url = line.removeprefix("ready ")
        self.port = int(self.url.rsplit(":", 1)[1])
        return self

    def _begin(self, public_url, options):
        flags = (["--insecure-http"] if self.insecure else []) + (["--public-url", public_url] if public_url else [])
        flags += ["--room-of-a-kiosk", str(room)] if (room := options.pop("room_mib", None)) else []
        self.program = self.world.start("otmetka-central", "--data", self.directory, "--listen",
                                        f"{self.host}:{self.port}", *flags, **options)
        return self.program.line()

    def fails_to_start(self):
        """What it said before it ended without having served."""
        line = self._begin(None, {})
        done = self.program.kill()
        if line:
            raise AssertionError(f"central serves all the same: {line}")
        return done

    def stop(self):
        return self.program.stop()

    def kill(self):
        return self.program.kill()

    def command(self, *arguments, **options):
        return self.world.run("otmetka", *arguments, "--data", self.directory, **options)

    def ask(self, *arguments):
        done = self.command(*arguments)
        if done.code != 0:
            raise AssertionError(done)
        return done.out

    def load(self, package, start=None):
        return self.ask("programme", "load", package, *(["--start", start] if start else []))

    def enrol_code(self, venue):
        return self.ask("enrol-code", "--venue", venue).rstrip("\n")

    def badges(self, cohort="exchange"):
        """{person: code}"""
        lines = self.ask("badge", "make", "--cohort", cohort, "--format", "codes").splitlines()
        return dict(line.split("\t", 1) for line in lines)

    def facts(self, *arguments):
        return self.ask("facts", *arguments)

    def get(self, path):
        """(status, content type, body) over TLS, with this central's own certificate and no other."""
        context = None
        if self.url.startswith("https"):
            context = ssl.create_default_context(cafile=self.directory / "tls.crt")
            context.check_hostname = False
        with urllib.request.urlopen(self.url + path, context=context, timeout=PATIENCE_S) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()

    def sessions(self, cohort="exchange"):
        """{name: session} as the attendance API tells them."""
        told = json.loads(self.get("/api/v1/attendance")[2])
        found = next(c for c in told["cohorts"] if c["name"] == cohort)
        return {session["name"]: session for session in found["sessions"]}


class Kiosk:
    def __init__(self, world, directory):
        self.world, self.directory = world, directory

    def command(self, *arguments, **options):
        return self.world.run("otmetka", *arguments, "--data", self.directory, **options)

    def enrol(self, code, name=None, **options):
        """`name`: bytes, since the command line takes any."""
        named = [] if name is None else ["--name", os.fsdecode(name)]
        return self.command("enrol", "--code", code, *named, **options)

    def checkin(self, *codes, **options):
        """Feeds codes on standard input, as a scanner would."""
        text = "".join(code + "\n" for code in codes).encode()
        return self.command("checkin", "--badge", "-", stdin=text, **options)

    def scanning(self, **options):
        """The same, left open: `ask` it codes."""
        return self.world.start("otmetka", "checkin", "--badge", "-", "--data", self.directory,
                                stdin=subprocess.PIPE, **options)

    def once(self, **options):
        return self.world.run("otmetka-syncd", "--once", "--data", self.directory, **options)

    def daemon(self, **options):
        return self.world.start("otmetka-syncd", "--data", self.directory, **options)

    def facts(self, *arguments):
        done = self.command("facts", *arguments)
        if done.code != 0:
            raise AssertionError(done)
        return done.out

    def own(self, kind=None):
        """Its facts, read."""
        lines = self.facts("--own", *(["--kind", kind] if kind else [])).splitlines()
        return [json.loads(line) for line in lines]

    def status(self):
        done = self.command("status", "--json")
        if done.code != 0:
            raise AssertionError(done)
        return json.loads(done.out)

    @property
    def device(self):
        return self.status()["device"]


class Case(unittest.TestCase):
    """What every test here may ask of two directories."""

    maxDiff = 4000

    def assertDone(self, done):
        self.assertEqual(done.code, 0, str(done))
        return done

    def assertFails(self, done, *words, code=1):
        """Failed as it should: a reason on standard error that says these words (any case)."""
        self.assertEqual(done.code, code, str(done))
        for word in words or [""]:
            self.assertRegex(done.err.strip(), f"(?is){word}", str(done))
        self.assertTrue(done.err.strip(), f"no reason was given: {done}")
        return done

    def check(self, world, *arguments):
        """The independent reader's counts; its faults are the test's."""
        done = subprocess.run([sys.executable, "-B", str(CHECKER), "--json", *map(str, arguments)],
                              capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        return json.loads(done.stdout)

    def assertNoFaults(self, place):
        self.assertDone(place.command("log", "verify"))
        self.check(place.world, place.directory)

    def assertSame(self, kiosk, central):
        """Both ends hold the same facts, by our own word and by an independent reader's."""
        own = kiosk.facts("--own")
        self.assertEqual(own, central.facts("--device", kiosk.device))
        self.assertNoFaults(kiosk)
        self.assertNoFaults(central)
        counts = self.check(kiosk.world, "--compare", kiosk.directory, central.directory)
        self.assertEqual(counts["compare equal"], own.count("\n"))
        self.assertEqual(counts["compare extra"], 0)

    def assertDelivered(self, kiosk, central, **options):
        self.assertDone(kiosk.once(**options))
        self.assertEqual(kiosk.status()["waiting"], 0)
        self.assertSame(kiosk, central)


class Programme(Case):
    """A class of tests with one central that serves the sample programme."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(NETWORKING)
        cls.addClassCleanup(cls.world.close)
        cls.package = cls.world.package()
        cls.central = cls.world.central().start()
        cls.loaded = cls.central.load(cls.package, "today")
        cls.badges = cls.central.badges()
        cls.codes = list(cls.badges.values())

    def path(self):
        """A place for this test's kiosk."""
        return self.world.root / self.id().rsplit(".", 1)[1]

    def used_kiosk(self):
        """A kiosk that delivered one fact and has two more that wait."""
        kiosk = Kiosk(self.world, self.path())
        self.assertDone(kiosk.enrol(self.central.enrol_code("university")))
        self.assertDone(kiosk.checkin(self.codes[0]))
        self.assertDone(kiosk.once())
        self.assertDone(kiosk.checkin(self.codes[1], self.codes[2]))
        return kiosk

    def assertWorks(self, kiosk):
        self.assertDone(kiosk.checkin(self.codes[3]))
        people = [fact["person"] for fact in kiosk.own("check-in")]
        self.assertLessEqual({"1", "2", "3", "4"}, set(people))
        self.assertDelivered(kiosk, self.central)


def seeded(test):
    """Chance that a test can be given again: OTMETKA_SEED."""
    seed = int(os.environ.get("OTMETKA_SEED") or random.randrange(1 << 32))
    print(f"OTMETKA_SEED={seed} for {test.id()}", flush=True)
    return random.Random(seed)


class OwnCentral(Programme):
    """The same, where each test has a central of its own, since it does something to it."""

    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        self.world = World(NETWORKING)
        self.addCleanup(self.world.close)
        self.central = self.world.central().start()
        self.package = self.world.package()
        self.central.load(self.package, "today")
        self.badges = self.central.badges()
        self.codes = list(self.badges.values())


def files(directory):
    """{path: bytes} of everything below."""
    return {str(path.relative_to(directory)): path.read_bytes()
            for path in sorted(directory.rglob("*")) if path.is_file()}
