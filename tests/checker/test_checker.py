"""Self-test: a good kiosk and central are clean, and each single damage is found and named."""

import contextlib
import io
import json
import os
import random
import sqlite3
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import check
import otmetka_format as fmt
import otmetka_segment as seg
import otmetka_slips as slips
import tiny_writer as tiny
from tiny_world import (
    CENTRAL, CHANNEL, CHILD, DEVICE, FIRST, HELD_DAMAGE, JOURNAL_DAMAGE, LONE, OTHER_SIGN,
    SIBLING, SIGN, World, opened, random_rows, some_rows)

def run(*arguments):
    """(exit code, standard output, standard error)"""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = check.main(list(arguments))
        except SystemExit as leave:
            code = leave.code
    return code, out.getvalue(), err.getvalue()


class WorldCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.world = World(folder.name)


class Good(WorldCase):
    def test_clean(self):
        for folder in (self.world.kiosk, self.world.central):
            code, out, err = run(folder, "--json")
            self.assertEqual((code, err), (0, ""))
            summary = json.loads(out)
            self.assertEqual((summary["held facts"], summary["held epochs"]), (27, 5))
            self.assertNotIn("sealed, not opened", summary)

    def test_writer_is_not_disturbed(self):
        def state():
            return {os.path.join(base, name): os.stat(os.path.join(base, name)).st_mtime_ns
                    for base, _, names in os.walk(self.world.root) for name in names}
        # An open writer with rows that are in the -wal alone.
        with contextlib.closing(sqlite3.connect(self.world.journal)) as db:
            db.execute("INSERT INTO detached VALUES(?, 'kurs-7', ?)",
                       (tiny.h(b"t" * 20), b"t" * 20))
            db.commit()
            before = state()
            code, out, _ = run(self.world.kiosk, "--json")
            self.assertEqual(state(), before)
        self.assertEqual((code, json.loads(out)["journal detached"]), (0, 2))

    def test_without_keys_nothing_is_opened_and_nothing_wrong(self):
        os.remove(f"{self.world.central}/key")
        code, out, err = run(self.world.central, "--json")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json.loads(out)["sealed, not opened"], 10)

    def test_facts(self):
        code, out, _ = run(self.world.central, "--facts")
        facts = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(code, 0)
        seen = list(dict.fromkeys((f["device"][:2], f["scope"], f["epoch"]) for f in facts))
        self.assertEqual(seen, [("c0", "kurs-7", f"{CHANNEL:016x}"),
                                ("d0", "device", f"{LONE:016x}"),
                                ("d0", "kurs-7", f"{FIRST:016x}"),
                                ("d0", "kurs-7", f"{CHILD:016x}"),
                                ("d0", "kurs-7", f"{SIBLING:016x}")])
        own = [f for f in facts if f["device"] == DEVICE.hex() and f["epoch"][0] == "8"]
        self.assertEqual([f["seq"] for f in own], list(range(1, 11)))
        self.assertEqual(out.splitlines()[facts.index(own[1])],
                         f'{{"device":"{DEVICE.hex()}","scope":"kurs-7","epoch":"{FIRST:016x}",'
                         '"seq":2,"kind":"check-in","person":"40","session":3,"venue":2,'
                         '"method":"qr","wall":1760000060}')
        self.assertEqual(own[7]["session"], f"{DEVICE.hex()}/kurs-7/{FIRST:016x}/2")
        self.assertEqual((own[7]["person"], own[7]["method"], own[7]["wall"]), (None, None, -5))
        self.assertEqual((own[9]["kind"], own[9]["person"]), ("kind-99", str(2 ** 32 - 1)))

    def test_own_facts_and_device(self):
        all_facts = run(self.world.central, "--facts")[1].splitlines()
        own = run(self.world.kiosk, "--facts", "--own")[1].splitlines()
        self.assertEqual(own, [line for line in all_facts if DEVICE.hex() in line[:50]])
        self.assertEqual(
            run(self.world.central, "--facts", "--device", DEVICE.hex())[1].splitlines(), own)

    def test_compare(self):
        code, out, err = run("--compare", self.world.kiosk, self.world.central, "--json")
        self.assertEqual((code, err), (0, ""))
        summary = json.loads(out)
        self.assertEqual([summary[f"compare {name}"] for name in
                          ("equal", "missing", "different", "sealed", "extra")], [25, 0, 0, 0, 0])

    def test_compare_missing_and_extra(self):
        self.world.sql(self.world.db, "DELETE FROM segment WHERE epoch = 1 AND first = 9")
        links = tiny.chain(*self.world.epochs[0][:4])
        self.world.sql(self.world.db, "UPDATE held_epoch SET held_seq = 8, held_link = ?"
                                      " WHERE id = 1", links[8])
        for table in ("row WHERE epoch = 4", "epoch WHERE id = 4"):
            self.world.sql(self.world.journal, f"DELETE FROM {table}")
        code, out, err = run("--compare", self.world.kiosk, self.world.central, "--json")
        self.assertEqual(code, 1)
        self.assertIn("seq 9 … 10: missing", err)
        summary = json.loads(out)
        self.assertEqual((summary["compare missing"], summary["compare extra"]), (2, 2))

    def test_usage(self):
        for arguments in ([], ["/nowhere"], [self.world.kiosk, "--own"],
                          ["--compare", self.world.central, self.world.kiosk]):
            self.assertEqual(run(*arguments)[0], 2, arguments)

    def test_parent_of_another_file_is_a_note(self):
        self.world.sql(self.world.journal, "DELETE FROM row WHERE epoch = 1")
        self.world.sql(self.world.journal, "DELETE FROM epoch WHERE id = 1")
        code, _, err = run(self.world.kiosk)
        self.assertEqual(code, 0)
        self.assertIn("note: ", err)

    def test_quarantine_is_a_warning(self):
        self.world.sql(self.world.db, "INSERT INTO quarantine VALUES(1, 5, 'fork', x'00', x'')")
        code, _, err = run(self.world.central)
        self.assertEqual(code, 0)
        self.assertRegex(err, "warning: central.db: quarantine 1: at 5: fork: unreadable")


class Damage(WorldCase):
    def each(self, damages, folder):
        for name, damage, expected in damages:
            with self.subTest(name), tempfile.TemporaryDirectory() as root:
                world = World(root)
                damage(world)
                code, _, err = run(getattr(world, folder))
                self.assertEqual(code, 1, name)
                faults = [line for line in err.splitlines() if line.startswith("fault: ")]
                self.assertTrue(faults)
                self.assertRegex("\n".join(faults), expected)

    def test_journal(self):
        self.each(JOURNAL_DAMAGE, "kiosk")

    def test_held(self):
        self.each(HELD_DAMAGE, "central")

    def test_one_damage_is_one_fault(self):
        for seq, column in ((3, "bytes"), (3, "link")):
            with tempfile.TemporaryDirectory() as root:
                world = World(root)
                world.flip(world.journal, "row", column, f"epoch = 1 AND seq = {seq}", 1)
                os.remove(world.mirror)
                self.assertEqual(run(world.kiosk)[2].count("stored link"), 1)


def put(name, value):
    """Damage for columns: this column in these bytes, or with these values."""
    return lambda parts: parts.__setitem__(name, value)


class Columns(unittest.TestCase):
    rows = [opened()] + some_rows()

    def decode(self, plain, count):
        return [fmt.put_row(row) for row in seg.Columns(plain, count).rows()]

    def test_every_form(self):
        for rows in (self.rows, random_rows(300), random_rows(1), [opened()] * 1024):
            for form in range(5):
                plain = tiny.columns(rows, form)
                self.assertEqual(self.decode(plain, len(rows)), [tiny.stored(r) for r in rows])

    def test_form_4_of_each_width(self):
        for width in range(65):
            values = [3 + number % (1 << width) for number in range(9)]
            values[4] = min(3 + (1 << width) - 1, (1 << 64) - 1)
            values[0] = 3 if width < 64 else 0
            reader = seg.Columns(tiny.column(values, 4), 9)
            self.assertEqual(reader.column("test", 9), values)

    def test_zero_and_one_are_really_used(self):
        self.assertEqual(tiny.column([0, 0], 0), b"\0")
        self.assertEqual(tiny.column([6, 6], 1), b"\1\6")
        self.assertEqual(seg.Columns(b"\0\0", 1).column("x", 3), [0, 0, 0])
        self.assertEqual(seg.Columns(b"\1\6", 1).column("x", 3), [6, 6, 6])

    def test_damage(self):
        zipped = tiny.zstd(bytes(10))
        for spoil, expected in [
            (put("shape", b"\5"), "shape form: expected one of 0 1 2 3 4, found 5"),
            (put("shape", [9] * 10), "shape: expected an index below"),
            (put("boot", b"\2" + tiny.st(bytes(9))), "boot value: expected 1 bytes"),
            (put("boot", b"\2" + tiny.st(bytes(11))), "boot end: expected nothing more"),
            (put("boot", b"\2" + tiny.st(b"\x80\0" + bytes(9))), "the shortest uvarint"),
            (put("boot", b"\3" + tiny.st(zipped + b"x")), "zstd: expected one frame"),
            (put("boot", b"\3" + tiny.st(zipped[:-1])), "zstd: expected"),
            (put("boot", b"\3" + tiny.st(b"\x28\xb5\x2f\xfd" + zipped)), "zstd: expected"),
            (put("boot", b"\3" + tiny.st(tiny.zstd(bytes(101)))), "at most 100 bytes, found 101"),
            (put("boot", b"\4\0\x41" + tiny.st(bytes(99))), "boot width: expected"),
            (put("boot", b"\4\0\1" + tiny.st(bytes(3))), "boot bits: expected 2 bytes, found 3"),
            (put("boot", b"\4\0\1" + tiny.st(b"\0\x80")), "boot bits: expected zero padding"),
            (put("boot", b"\4" + tiny.uv(tiny.MASK) + b"\1" + tiny.st(b"\1\0")), r"below 2\^64"),
            (put("person", [0] * 7), r"person: expected numbers 1"),
            (lambda parts: parts.update(session=[1] * 6, fresh=[]),
             "session: expected a place up to 0, found 1"),
            (put("fresh", [3, 3]), "a session not seen in this segment, found 3"),
            (put("reflog", [7] * 4), "reference log: expected an index below"),
            (put("refseq", [0] * 4), "reference seq: expected a seq from 1"),
            (put("length", [0] * 3), "payload length: expected at least 1"),
            (put("length", [9] * 3), "payloads: expected 27 bytes"),
        ]:
            with self.assertRaisesRegex(fmt.FormatError, expected):
                self.decode(tiny.columns(self.rows, 2, spoil), len(self.rows))
        for plain in (tiny.columns(self.rows) + b"\0", tiny.columns(self.rows)[:-1]):
            with self.assertRaises(fmt.FormatError):
                self.decode(plain, len(self.rows))

    def test_zstd_needs_its_size_and_no_checksum(self):
        zstd = tiny.zstandard
        for options, expected in (({"write_content_size": 0}, "content size"),
                                  ({"write_content_size": 1, "write_checksum": 1}, "no checksum")):
            parameters = zstd.ZstdCompressionParameters(
                format=zstd.FORMAT_ZSTD1_MAGICLESS, **options)
            data = zstd.ZstdCompressor(compression_params=parameters).compress(bytes(10))
            with self.assertRaisesRegex(fmt.FormatError, expected):
                seg.unpack_zstd(data, 100, "test", 0)

    def test_no_damage_leaves_another_exception(self):
        log = (DEVICE, "kurs-7", FIRST)
        header, _ = tiny.segment(log, 1, self.rows, bytes(32), SIGN, b"k" * 32)
        for data, read in (
                (tiny.columns(self.rows, 3), lambda bad: self.decode(bad, len(self.rows))),
                (tiny.columns(self.rows, 4), lambda bad: self.decode(bad, len(self.rows))),
                (tiny.stored(self.rows[8]), fmt.parse_row), (header, seg.parse_header),
                (self.rows[0]["payload"], lambda bad: fmt.protobuf_fields(bad, "opened"))):
            rng = random.Random(2)
            for _ in range(2000):
                bad = bytearray(data)
                bad[rng.randrange(len(bad))] = rng.randrange(256)
                with contextlib.suppress(fmt.FormatError):
                    read(bytes(bad))


class Primitives(unittest.TestCase):
    def test_published_vectors(self):
        """Values that neither the reader nor the writer of this folder made."""
        self.assertEqual(fmt.hash32(b"").hex(), "0e5751c026e543b2e8ab2eb06099daa1"
                                                "d1e5df47778f7787faab45cdf12fe3a8")
        for text, data in (("BB8", b"AB"), ("%69 VD92EX0", b"Hello!!"),
                           ("UJCLQE7W581", b"base-45"), ("QED8WEX0", b"ietf!")):
            self.assertEqual((slips.base45_decode(text), tiny.base45(data)), (data, text))

    def test_uvarint(self):
        for value in (0, 1, 127, 128, 300, (1 << 64) - 1):
            self.assertEqual(fmt.Reader(tiny.uv(value), "x").uvarint("v"), value)
        for bad, expected in ((b"\x80\0", "shortest"), (b"\xff" * 9 + b"\2", r"below 2\^64"),
                              (b"\x80" * 10 + b"\1", "at most 10"), (b"\x80", "1 bytes"),
                              (b"", "1 bytes")):
            with self.assertRaisesRegex(fmt.FormatError, expected):
                fmt.Reader(bad, "x").uvarint("v")

    def test_svarint(self):
        for value, data in ((0, b"\0"), (-1, b"\1"), (1, b"\2"), (-(1 << 63), b"\xff" * 9 + b"\1")):
            self.assertEqual(fmt.Reader(data, "x").svarint("v"), value)

    def test_numbers_and_scopes(self):
        for data, expected in ((tiny.uv((1 << 32) + 1), "0 … 4294967296"),
                               (b"\1" + DEVICE + tiny.text("Kurs") + bytes(8) + b"\1", "cohort"),
                               (b"\1" + DEVICE + tiny.text("k" * 49) + bytes(8) + b"\1", "cohort"),
                               (b"\1" + DEVICE + tiny.text("k") + bytes(8) + b"\0", "1 …")):
            with self.assertRaisesRegex(fmt.FormatError, expected):
                fmt.read_subject(fmt.Reader(data, "x"), "person")

    def test_opened_has_a_whole_parent_or_none(self):
        row = dict(opened(), payload=b"\x10\5")
        with self.assertRaisesRegex(fmt.FormatError, "fields 1, 2 and 3 or none"):
            fmt.parse_opened(fmt.parse_row(tiny.stored(row)))


class Slips(unittest.TestCase):
    public = bytes(SIGN.verify_key)

    def test_receipt(self):
        entries = [(DEVICE, "kurs-7", FIRST, 10, b"L" * 32, 4),
                   (CENTRAL, "venue:hall", 1, 2, b"M" * 32, 0)]
        data = tiny.receipt(CENTRAL, entries, [b"H" * 32], SIGN)
        receipt = slips.parse_receipt(data)
        slips.verify_receipt(receipt, self.public)
        self.assertEqual([tuple(entry) for entry in receipt.entries], entries)
        self.assertEqual((receipt.store_epoch, receipt.time, receipt.held),
                         (77, 1_760_000_000, [b"H" * 32]))
        for at in range(len(data)):
            bad = data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
            with self.assertRaises(fmt.FormatError):
                slips.verify_receipt(slips.parse_receipt(bad), self.public)
        for bad in (data + b"\0", data[:-1]):
            with self.assertRaises(fmt.FormatError):
                slips.parse_receipt(bad)

    def test_badge(self):
        text = tiny.badge(7, 123, SIGN)
        self.assertEqual(len(text), 135)
        badge = slips.parse_badge(text + "\r\n")
        slips.verify_badge(badge, self.public)
        self.assertEqual((badge.cohort, badge.person, badge.role, badge.language, badge.issue),
                         (7, 123, 3, 1, 2))
        bad = text[:10] + ("0" if text[10] != "0" else "1") + text[11:]
        for wrong in (bad, text[:-3], text + " ", "K2" + text[2:], text.lower()):
            with self.assertRaises(fmt.FormatError):
                slips.verify_badge(slips.parse_badge(wrong), self.public)
        with self.assertRaisesRegex(fmt.FormatError, "badge issuer"):
            slips.verify_badge(badge, bytes(OTHER_SIGN.verify_key))

    def test_walk_in_code(self):
        text = tiny.walk_in_code(7, (DEVICE, FIRST, 300), 5, SIGN)
        self.assertEqual(len(text), 153)
        code = slips.parse_walk_in_code(text + "\r\n")
        slips.verify_walk_in_code(code, self.public)
        self.assertEqual((code.cohort, code.device, code.epoch, code.seq, code.language, code.rehearsal),
                         (7, DEVICE, FIRST, 300, 1, True))
        bad = text[:10] + ("0" if text[10] != "0" else "1") + text[11:]
        opens = tiny.walk_in_code(7, (DEVICE, FIRST, 1), 0, SIGN)
        later = tiny.walk_in_code(7, (DEVICE, FIRST, 2), 8, SIGN)
        for wrong in (bad, text[:-3], text + " ", "K1" + text[2:], opens, later):
            with self.assertRaises(fmt.FormatError):
                slips.verify_walk_in_code(slips.parse_walk_in_code(wrong), self.public)


if __name__ == "__main__":
    unittest.main()
