"""./dev does what its page says: run on a copy with stand-ins for CMake, CTest and dpkg.

`test_dev.py ROOT`
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

source = None

STAND_INS = {
    "cmake": """
        case $1 in --list-presets) echo '  "release"'; echo '  "debug"'; echo '  "asan"' ;; esac
        echo "cmake $*" >>"$CALLS"
        case "$*" in *"${BREAK_BUILD:-nothing}"*) echo "error: broken"; exit 1 ;; esac""",
    "ctest": """
        echo "ctest $*" >>"$CALLS"
        echo "asan: $ASAN_OPTIONS" >>"$CALLS"
        if read -r line; then echo "somebody typed $line"; exit 1; fi
        failed=0; case "$*" in *"${BREAK_TESTS:-nothing}"*) failed=1 ;; esac
        echo "4/5 Test #3: wire .......***Skipped 0.00 sec"
        echo "50% tests passed, $failed tests failed out of 5"
        echo "Total Test time (real) =   1.25 sec"
        exit $((failed * 8))""",
    # Everything is installed but what MISSING names.
    "dpkg-query": """
        shift 3
        for name; do case $name in
          *"${MISSING:-nothing}"*) ;;
          catch2) printf 'installed 3.7.1-0.4' ;;
          *) echo "$name installed" ;;
        esac; done""",
    "dpkg": "exit 0",
    "node": "exit 0",
    "npm": "exit 0",
    # No test may install anything on the machine that it runs on.
    "apt-get": "echo 'no network here' >&2; exit 1",
    "sudo": "exit 1",
}


class Dev(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name in ("dev", ".ci/run"):
            (self.root / name).parent.mkdir(exist_ok=True)
            shutil.copy(source / name, self.root / name)
        self.calls = self.root / "calls"
        self.calls.touch()
        for name, body in STAND_INS.items():
            self.program(f"stand-ins/{name}", body)
        self.program("build/release/bin/otmetka-bench", 'echo "bench $*" >>"$CALLS"')
        self.program("build/release/bin/otmetka-gallery", 'printf "<%s>" gallery "$@" >>"$CALLS"')

    def program(self, name, body):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def dev(self, *arguments, status=0, program="dev", **settings):
        """Runs it from another directory with somebody typing; returns what it printed."""
        path = f"{self.root}/stand-ins:{os.environ['PATH']}"
        done = subprocess.run(
            [self.root / program, *arguments], cwd="/", input="typed\n", text=True,
            capture_output=True, env={"PATH": path, "CALLS": str(self.calls), **settings})
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        self.assertNotIn("\x1b", done.stdout + done.stderr)
        return done.stdout, done.stderr

    def called(self):
        return self.calls.read_text()

    def test_help_goes_to_output_and_misuse_to_errors_with_status_2(self):
        for arguments in (["help"], ["--help"], ["-h"], ["test", "--help"]):
            self.assertIn("usage: ./dev", self.dev(*arguments)[0])
        for line in ("", "deploy", "test --fast", "test --quick --long", "test -R", "build --x",
                     "build nothing", "format now", "clean all", "demo --shots", "demo a b",
                     "setup --force", "bench a b", "gallery --out", "gallery attract",
                     "fuzz badge soon", "fuzz badge 5 6", "older 3"):
            out, err = self.dev(*line.split(), status=2)
            self.assertEqual(("", True), (out, "usage: ./dev" in err), line)
        self.assertNotIn("cmake --build", self.called())

    def test_all_runs_end_in_their_totals_and_fuzzers_say_how_much_they_tried(self):
        log = self.root / "build/asan/Testing/Temporary/LastTest.log"
        log.parent.mkdir(parents=True)
        log.write_text("noise\nfuzz badge: 900 executions, 90 a second\n")
        out, _ = self.dev("test")
        self.assertEqual(
            [*(f"{run}: 50% tests passed, 0 tests failed out of 5, 1 did not run (1.25 s)"
               for run in ("release", "asan")), "  badge: 900 executions, 90 a second"],
            out.splitlines()[-3:])
        self.assertIn("asan: detect_leaks=1:abort_on_error=0", self.called())
        self.assertIn("--preset asan", self.called())

    def test_a_failed_run_fails_the_whole_but_not_the_other_run(self):
        out, _ = self.dev("test", status=1, BREAK_TESTS="--preset release")
        self.assertIn("release: 50% tests passed, 1 tests failed", out)
        self.assertIn("asan: 50% tests passed, 0 tests failed", out)

    def test_a_failed_build_shows_why_and_tests_nothing(self):
        _, err = self.dev("test", status=1, BREAK_BUILD="--preset release")
        self.assertIn("error: broken", err)
        self.assertNotIn("ctest", self.called())

    def test_which_labels_run(self):
        jobs = f"-j {len(os.sched_getaffinity(0))}"
        for arguments, expected, runs in (([], f"--preset release {jobs} -LE ^long$", 1),
                                          ([], f"--preset asan {jobs} -LE ^(long|slow)$", 1),
                                          (["--quick"], "-LE ^(long|slow)$", 1),
                                          (["-R", "fuzz row"], "-R fuzz row", 2),
                                          (["--long", "-R", "a b"], "-R a b\n", 2)):
            with self.subTest(arguments):
                self.calls.write_text("")
                self.dev("test", *arguments)
                self.assertEqual(runs, self.called().count(expected), self.called())
        self.assertNotIn("-LE", self.called())

    def test_an_older_version_is_built_where_its_commit_is_and_tests_go_on_without(self):
        self.assertIn("no commit", self.dev("older", status=1)[0])
        self.assertIn("no commit", self.dev("test", "--long")[0])
        self.program("stand-ins/git", 'case $* in *archive*) tar -c --files-from /dev/null ;; esac')
        self.program("stand-ins/ctest", 'echo "ctest with $OTMETKA_OLDER_BIN" >>"$CALLS"')
        self.dev("test", "--long")
        self.assertIn("--target otmetka otmetka-central otmetka-syncd otmetka-kiosk\n", self.called())
        self.assertIn(f"ctest with {self.root.resolve()}/build/older/build/release/bin\n", self.called())

    def test_continuous_integration_runs_all_and_passes_the_status_on(self):
        self.assertIn("asan: 50% tests passed", self.dev(program=".ci/run")[0].splitlines()[-1])
        self.dev(program=".ci/run", status=1, BREAK_TESTS="--preset asan")

    def test_a_fuzzer_runs_as_long_as_is_wished_and_all_for_a_minute(self):
        self.program("tests/fuzz/run", 'printf "<%s>" "${@##*/}" >>"$CALLS"; exit "${FOUND:-0}"')
        self.program("build/asan/bin/fuzz_badge", "")
        self.program("build/asan/bin/fuzz_row", "")
        self.dev("fuzz", "row", "900")
        self.dev("fuzz")
        self.assertIn("--build --preset asan --target fuzz_targets\n<fuzz_row><900>", self.called())
        self.assertIn("<fuzz_badge><60><badge><fuzz_row><60><row>", self.called())
        self.dev("fuzz", status=1, FOUND="77")
        self.assertRegex(self.dev("fuzz", "rows", status=1)[1], "no fuzzer rows.*\n.*fuzz_row")

    def test_setup_tells_what_is_missing_and_is_content_otherwise(self):
        self.dev("setup")
        self.dev("setup", "--check")
        out, _ = self.dev("setup", "--check", status=1, MISSING="mold")
        self.assertEqual("missing: mold\n", out)
        self.assertRegex(self.dev("build", status=1, MISSING="mold")[1], "mold|network|password")
        self.dev("build", "asan", MISSING="mold", OTMETKA_SKIP_SETUP="1")

    def test_the_demo_and_the_bench_get_their_arguments(self):
        self.assertIn("no demo", self.dev("demo", status=1)[1])
        self.program("tests/e2e/demo", 'printf "<%s>" "$@" >>"$CALLS"')
        self.dev("demo", "--shots", "my shots", "first day")
        self.assertIn("<--shots></my shots><first day>", self.called())
        self.dev("bench", "checkin")
        self.assertIn("bench checkin", self.called())

    def test_the_gallery_runs_on_a_virtual_display_where_there_is_none(self):
        self.program("stand-ins/xvfb-run", 'echo "virtual" >>"$CALLS"; exec "${@:4}"')
        self.dev("gallery")
        self.assertRegex(self.called(), "virtual\n<gallery><--out><.*/build/gallery>$")
        self.calls.write_text("")
        self.dev("gallery", "--out", str(self.root / "my shots"), "--only", "attract", DISPLAY=":7")
        self.assertNotIn("virtual", self.called())
        self.assertIn("/my shots><--only><attract>", self.called())
        self.assertTrue((self.root / "my shots").is_dir())

    def test_clean_removes_what_was_built_and_no_more(self):
        self.dev("clean")
        self.assertFalse((self.root / "build").exists())
        self.assertTrue((self.root / "dev").exists())

    def test_format_sees_new_files_and_leaves_generated_ones(self):
        if not shutil.which("clang-format") and not shutil.which("clang-format-16"):
            self.skipTest("no clang-format")
        subprocess.run(["git", "-C", self.root, "init", "-q"], check=True)
        for name in ("a.cpp", "a.pb.h"):
            (self.root / name).write_text("int  a ;\n")
        self.assertIn("./dev format", self.dev("format", "--check", status=1)[1])
        self.dev("format")
        self.dev("format", "--check")
        self.assertEqual("int a;\n", (self.root / "a.cpp").read_text())
        self.assertEqual("int  a ;\n", (self.root / "a.pb.h").read_text())

    def test_shellcheck_has_nothing_to_say(self):
        if not shutil.which("shellcheck"):
            self.skipTest("no shellcheck")
        done = subprocess.run(["shellcheck", source / "dev", source / ".ci/run"],
                              capture_output=True, text=True)
        self.assertEqual((0, ""), (done.returncode, done.stdout))


if __name__ == "__main__":
    source = Path(sys.argv.pop()).resolve()
    unittest.main()
