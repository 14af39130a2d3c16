"""The older version: its programs, and files that they wrote (tests/data/older)."""

import datetime
import os
import pathlib

import zstandard

import programs

DATA = programs.TREE / "tests/data/older"
BIN = os.environ.get("OTMETKA_OLDER_BIN")
MISSING = "" if BIN else "OTMETKA_OLDER_BIN is not set: `./dev older` builds the programs of the older version"

# When its files were written, and where its central answered: its kiosk asks there.
DAY = datetime.date(2026, 5, 12)
MORNING = programs.seconds_to(DAY, "09:45")
HOST, PORT = "127.84.77.69", 18471


def pack(path, data):
    path.with_name(path.name + ".zst").write_bytes(zstandard.ZstdCompressor(level=19).compress(data))


def unpack(name, target):
    """A copy of what the older version left of a central or a kiosk."""
    for path, data in programs.files(DATA / name).items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".zst":
            file, data = file.with_suffix(""), zstandard.ZstdDecompressor().decompress(data)
        file.write_bytes(data)
        file.chmod(0o640 if file.suffix == ".db" else 0o600)
    for directory in target, *(path for path in target.rglob("*") if path.is_dir()):
        directory.chmod(0o700 if name == "central" else 0o2750)


def world():
    """One in which it is that morning, and today's programs run."""
    return programs.World(MORNING)


def facts(name):
    return (DATA / f"facts-{name}").read_text()


def badges():
    """{person: code}"""
    return dict(line.split("\t", 1) for line in (DATA / "badges").read_text().splitlines())


def bin_directory():
    return pathlib.Path(BIN).resolve()


def package():
    """The sample programme as it was then."""
    return bin_directory().parents[2] / "assets/programmes/exchange"
