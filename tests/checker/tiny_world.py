"""A kiosk and its central with five small epochs, and the ways to damage them."""

import contextlib
import random
import sqlite3

import nacl.signing

import tiny_writer as tiny

DEVICE, CENTRAL = b"\xd0" + bytes(range(15)), b"\xc0" + bytes(range(15))
SIGN, CENTRAL_SIGN, OTHER_SIGN = (nacl.signing.SigningKey(bytes([n]) * 32) for n in (1, 2, 3))
KEY, OTHER_KEY = b"\x07" * 32, b"\x08" * 32
BOOT = b"b" * 16
# The first epoch uses the top bit, so that it is negative in SQLite and greatest when unsigned.
FIRST, CHILD, SIBLING, LONE, CHANNEL = 0x8000000000000001, 0x50, 0xF000000000000000, 0x9, 0x77
SALTED = b"s" * 16 + "Иван".encode()
TINY_REF = (CENTRAL, "kurs-7", CHANNEL, 2)


def opened(parent=None):
    return {"kind": 1, "boot": 7, "wall": 1_760_000_000, "payload": tiny.opened(BOOT, parent)}


def some_rows():
    rows = [{"kind": 2, "boot": 60 + n, "wall": 1_760_000_060 + n, "person": 40 + n,
             "session": 3 + n % 2, "venue": 2, "method": 1} for n in range(6)]
    rows.append({"kind": 5, "boot": 70, "wall": -5, "payload": b"walk", "hash": tiny.h(SALTED),
                 "actor": 9, "flags": 12, "session": (DEVICE, "kurs-7", FIRST, 2)})
    rows.append({"kind": 4, "boot": 71, "wall": 1_760_000_071, "person": TINY_REF,
                 "refs": [(DEVICE, "kurs-7", FIRST, 3), TINY_REF], "payload": b"x" * 300})
    rows.append({"kind": 99, "boot": 72, "wall": 1_760_000_072, "person": (1 << 32) - 1,
                 "method": 6})
    return rows


def random_rows(count, seed=1):
    rng, rows = random.Random(seed), []
    for _ in range(count):
        row = {"kind": rng.choice([2, 3, 5, 200]), "boot": rng.choice([0, 5, (1 << 64) - 1]),
               "wall": rng.choice([-(1 << 63), -1, 1_760_000_000, (1 << 63) - 1]),
               "method": rng.randrange(8), "flags": rng.randrange(16)}
        for name in tiny.SUBJECTS:
            pick = rng.randrange(3)
            if pick:
                row[name] = TINY_REF if pick == 1 else rng.randrange(1, 1 << rng.randrange(1, 33))
        if rng.random() < 0.3:
            row["refs"] = [(DEVICE, "device", LONE, rng.randrange(1, 1 << 60))] * rng.randrange(4)
        if rng.random() < 0.5:
            row["payload"] = rng.randbytes(rng.randrange(1, 200))
        if rng.random() < 0.3:
            row["hash"] = rng.randbytes(32)
        rows.append(row)
    return rows


class World:
    """A kiosk and its central with five epochs, all good."""

    def __init__(self, root):
        self.root, self.kiosk, self.central = root, f"{root}/kiosk-a", f"{root}/central-b"
        first = [opened()] + some_rows()
        links = tiny.chain(DEVICE, "kurs-7", FIRST, first)
        up = (FIRST, len(first), links[-1])
        # (device, scope, epoch, rows, parent)
        self.epochs = [
            (DEVICE, "kurs-7", FIRST, first, None),
            (DEVICE, "kurs-7", SIBLING, [opened(up)] + some_rows()[:2], up),
            (DEVICE, "kurs-7", CHILD, [opened(up)] + some_rows(), up),
            (DEVICE, "device", LONE, [opened(), {"kind": 12, "boot": 8, "wall": 9}], None),
            (CENTRAL, "kurs-7", CHANNEL, [opened(), {"kind": 37, "boot": 8, "wall": 9}], None),
        ]
        self.journal, self.mirror, self.db = (
            f"{self.kiosk}/kiosk/journal.db", f"{self.kiosk}/sync/mirror.db",
            f"{self.central}/central.db")
        self.write_journal()
        self.write_held(self.mirror)
        self.write_held(self.db)
        for name in (f"{self.kiosk}/sync/key", f"{self.central}/key"):
            with open(name, "w", encoding="utf-8") as file:
                file.write(f"sign {'11' * 32}\nscope kurs-7 {OTHER_KEY.hex()}\n"
                           f"scope kurs-7 {KEY.hex()}\nscope device {KEY.hex()}\n")

    def write_journal(self):
        db = tiny.database(self.journal, tiny.JOURNAL_TABLES)
        for number, (device, scope, epoch, rows, _) in enumerate(self.epochs[:4], 1):
            db.execute("INSERT INTO epoch VALUES(?,?,?,?,?)",
                       (number, device, scope, tiny.signed64(epoch), BOOT))
            links = tiny.chain(device, scope, epoch, rows)
            for seq, row in enumerate(rows, 1):
                db.execute("INSERT INTO row VALUES(?,?,?,?)",
                           (number, seq, tiny.stored(row), links[seq]))
        db.execute("INSERT INTO detached VALUES(?,?,?)", (tiny.h(SALTED), "kurs-7", SALTED))
        db.close()

    def write_held(self, path):
        db = tiny.database(path, tiny.HELD_TABLES)
        logs = {}
        for number, (device, scope, epoch, rows, parent) in enumerate(self.epochs, 1):
            log = logs.setdefault((device, scope), len(logs) + 1)
            links = tiny.chain(device, scope, epoch, rows)
            said = parent or (0, 0, None)
            db.execute("INSERT OR IGNORE INTO log VALUES(?,?,?)", (log, device, scope))
            db.execute("INSERT INTO held_epoch VALUES(?,?,?,?,?,?,?,?,?)",
                       (number, log, tiny.signed64(epoch), tiny.signed64(said[0]), said[1],
                        said[2], len(rows), links[-1], 1))
            # Overlapping, both codecs, and a tail at the end.
            for first, last, codec, kind in ((1, 5, 0, 1), (4, 8, 1, 1), (9, 99, 1, 2)):
                if first <= len(rows):
                    self.put(db, number, first, rows[first - 1:last], codec=codec, kind=kind)
        for key, device in ((SIGN, DEVICE), (CENTRAL_SIGN, CENTRAL)):
            public = bytes(key.verify_key)
            db.execute("INSERT INTO public_key VALUES(?,?,?)",
                       (tiny.key_id(public), device, public))
        db.execute("INSERT INTO detached VALUES(?,?,?)",
                   (tiny.h(SALTED), "kurs-7", tiny.detached("kurs-7", SALTED, KEY)))
        db.close()

    def put(self, db, number, first, rows, sign_key=None, **options):
        device, scope, epoch, all_rows, parent = self.epochs[number - 1]
        before = tiny.chain(device, scope, epoch, all_rows)[first - 1]
        sign_key = sign_key or (SIGN if device == DEVICE else CENTRAL_SIGN)
        header, payload = tiny.segment(
            (device, scope, epoch), first, rows, before, sign_key, options.pop("key", KEY),
            parent=options.pop("parent", parent), **options)
        db.execute("INSERT INTO segment(epoch, first, last, type, header, payload)"
                   " VALUES(?,?,?,?,?,?)", (number, first, first + len(rows) - 1,
                                            options.get("kind", 1), header, payload))

    def sql(self, path, statement, *values):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            return db.execute(statement, values).fetchall()

    def flip(self, path, table, column, where, at):
        """One bit of one blob; `at` counts bytes, from the end if negative."""
        ((value,),) = self.sql(path, f"SELECT {column} FROM {table} WHERE {where}")
        value = bytearray(value)
        value[at] ^= 1
        self.sql(path, f"UPDATE {table} SET {column} = ? WHERE {where}", bytes(value))

    def replace(self, path, number, first, last, **options):
        """Writes segment `first` … of an epoch again, otherwise than before."""
        rows = options.pop("rows", self.epochs[number - 1][3][first - 1:last])
        self.sql(path, "DELETE FROM segment WHERE epoch = ? AND first = ?", number, first)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            self.put(db, number, first, rows, **options)


# ---- damages: name, what to do, what the fault says


def followed_after_8(w):
    w.sql(w.db, "CREATE TABLE key_end(key_id BLOB, device BLOB, scope TEXT, epoch INTEGER, seq INTEGER)")
    key = "SELECT key_id, device FROM public_key WHERE device = x'" + DEVICE.hex() + "'"
    w.sql(w.db, f"INSERT INTO key_end SELECT key_id, device, '', 0, 0 FROM ({key})")
    w.sql(w.db, "INSERT INTO key_end SELECT k.key_id, k.device, l.scope, h.epoch, 8 FROM "
          f"({key}) k, held_epoch h JOIN log l ON l.id = h.log WHERE l.device = k.device")


def another_link_at_10(world):
    """A well-signed fork of the last two facts, held at central beside the right ones."""
    rows = [dict(row, wall=1) for row in world.epochs[0][3][8:10]]
    with contextlib.closing(sqlite3.connect(world.db, isolation_level=None)) as db:
        world.put(db, 1, 9, rows)


def another_history(world):
    """A mirror that is sound in itself, of facts that the journal does not have."""
    rows = [opened(), {"kind": 12, "boot": 8, "wall": 10}]
    world.replace(world.mirror, 4, 1, 2, rows=rows)
    world.sql(world.mirror, "UPDATE held_epoch SET held_link = ? WHERE id = 4",
              tiny.chain(DEVICE, "device", LONE, rows)[2])


def spoiled_row(world, change):
    """A row of the journal with other bytes, and a chain that follows from them."""
    device, scope, epoch, rows, _ = world.epochs[3]
    link0, link1 = tiny.chain(device, scope, epoch, rows[:1])
    stored = change(tiny.stored(rows[1]))
    world.sql(world.journal, "UPDATE row SET bytes = ?, link = ? WHERE epoch = 4 AND seq = 2",
              stored, tiny.h(link1 + stored))
    world.sql(world.mirror, "DELETE FROM held_epoch WHERE id = 4")
    world.sql(world.mirror, "DELETE FROM segment WHERE epoch = 4")


def wrong_parent(world):
    up = (FIRST, 10, b"\x66" * 32)
    rows = [opened(up)]
    link = tiny.chain(DEVICE, "kurs-7", SIBLING, rows)[1]
    world.sql(world.journal, "DELETE FROM row WHERE epoch = 2")
    world.sql(world.journal, "INSERT INTO row VALUES(2, 1, ?, ?)", tiny.stored(rows[0]), link)
    world.sql(world.mirror, "DELETE FROM held_epoch WHERE id = 2")
    world.sql(world.mirror, "DELETE FROM segment WHERE epoch = 2")


def long_uvarint(stored):
    """The kind in two bytes where one is enough."""
    return stored[:1] + bytes([stored[1] | 0x80, 0]) + stored[2:]


def plain_of(world, first, last, codec=0, spoil=None):
    rows = world.epochs[0][3][first - 1:last]
    return tiny.columns(rows, 2, spoil) if codec else tiny.codec_rows(rows)


JOURNAL_DAMAGE = [
    ("bit in a row", lambda w: w.flip(w.journal, "row", "bytes", "epoch = 1 AND seq = 3", 5),
     r"seq 3: stored link: expected"),
    ("bit in a link", lambda w: w.flip(w.journal, "row", "link", "epoch = 1 AND seq = 3", 0),
     r"seq 3: stored link: expected"),
    ("missing seq", lambda w: w.sql(w.journal, "DELETE FROM row WHERE epoch = 1 AND seq = 4"),
     r"seq: expected 4, found 5"),
    ("fact 1 is not opened", lambda w: w.sql(
        w.journal, "UPDATE row SET (bytes, link) = (SELECT bytes, link FROM row WHERE epoch = 1"
                   " AND seq = 2) WHERE epoch = 4 AND seq = 1"),
     r"fact 1 kind: expected opened, found check-in"),
    ("long uvarint", lambda w: spoiled_row(w, long_uvarint),
     r"offset 1: row kind: expected the shortest uvarint"),
    ("trailing bytes in a row", lambda w: spoiled_row(w, lambda stored: stored + b"\0"),
     r"row end: expected nothing more, found 1 trailing"),
    ("cut row", lambda w: spoiled_row(w, lambda stored: stored[:-1]),
     r"payload reference: expected 1 bytes"),
    ("unknown layout", lambda w: spoiled_row(w, lambda stored: b"\2" + stored[1:]),
     r"layout: expected one of 1, found 2"),
    ("wrong parent link", wrong_parent, r"parent link: expected [0-9a-f]{64}, found 6666"),
    ("rows without epoch", lambda w: w.sql(w.journal, "DELETE FROM epoch WHERE id = 4"),
     r"rows of epoch id 4: expected an epoch"),
    ("empty epoch", lambda w: w.sql(w.journal, "DELETE FROM row WHERE epoch = 4"),
     r"expected `opened` at seq 1, found none"),
    ("journal detached", lambda w: w.flip(w.journal, "detached", "salted", "1", 20),
     r"detached hash: expected"),
    ("application_id", lambda w: w.sql(w.journal, "PRAGMA application_id = 5"),
     r"application_id: expected 1330924849, found 5"),
    ("user_version", lambda w: w.sql(w.journal, "PRAGMA user_version = 2"),
     r"user_version: expected 1, found 2"),
    ("mirror of another journal", another_history, r"seq 2: expected the journal's link"),
    ("mirror ahead", lambda w: w.sql(w.journal, "DELETE FROM row WHERE epoch = 4 AND seq = 2"),
     r"held_seq: expected up to 1 as in the journal, found 2"),
]
HELD_DAMAGE = [
    ("bit in a payload", lambda w: w.flip(w.db, "segment", "payload", "epoch = 1 AND first = 4", 9),
     r"\(4 … 8\): payload hash: expected"),
    ("cut payload", lambda w: w.sql(
        w.db, "UPDATE segment SET payload = substr(payload, 1, 40) WHERE epoch = 1 AND first = 4"),
     r"payload length: expected \d+, found 40"),
    ("bit in a header", lambda w: w.flip(w.db, "segment", "header", "epoch = 1 AND first = 4", -99),
     r"segment signature: expected"),
    ("bit in a signature", lambda w: w.flip(
        w.db, "segment", "header", "epoch = 1 AND first = 4", -1), r"segment signature: expected"),
    ("trailing bytes in a header", lambda w: w.sql(
        w.db, "UPDATE segment SET header = CAST(header || x'00' AS BLOB) WHERE id = 1"),
     r"header end: expected nothing more, found 1 trailing"),
    ("magic", lambda w: w.flip(w.db, "segment", "header", "epoch = 1 AND first = 1", 0),
     r"offset 0: header magic: expected b'OTSG'"),
    ("unknown type", lambda w: w.flip(w.db, "segment", "header", "epoch = 1 AND first = 9", 5),
     r"header type: expected one of 1 2, found 3"),
    ("header of another epoch", lambda w: w.sql(w.db, "UPDATE segment SET epoch = 3 WHERE id = 1"),
     r"header epoch: expected 0{14}50 as in the tables"),
    ("first of the table", lambda w: w.sql(
        w.db, "UPDATE segment SET first = 3 WHERE epoch = 1 AND first = 4"),
     r"header first: expected 3 as in the tables, found 4"),
    ("gap", lambda w: w.sql(w.db, "DELETE FROM segment WHERE epoch = 1 AND first = 4"),
     r"segments: expected one that covers seq 6, found the next at 9"),
    ("held_link", lambda w: w.flip(w.db, "held_epoch", "held_link", "id = 1", 3),
     r"held_link: expected"),
    ("held_seq", lambda w: w.sql(w.db, "UPDATE held_epoch SET held_seq = 9 WHERE id = 1"),
     r"held_seq: expected 10, as far as the segments reach, found 9"),
    ("archived_seq", lambda w: w.sql(w.db, "UPDATE held_epoch SET archived_seq = 11 WHERE id = 1"),
     r"archived_seq: expected 0 … 10, found 11"),
    ("parent of held_epoch", lambda w: w.flip(w.db, "held_epoch", "parent_link", "id = 2", 0),
     r"header parent: expected 8000000000000001/10/"),
    ("header parent is not the one of opened", lambda w: (
        w.replace(w.db, 2, 1, 5, parent=(FIRST, 9, b"\x66" * 32)),
        w.sql(w.db, "UPDATE held_epoch SET parent_seq = 9, parent_link = ? WHERE id = 2",
              b"\x66" * 32)), r"header parent: expected 8000000000000001/10/\w+ as in `opened`"),
    ("unknown key", lambda w: w.replace(w.db, 1, 4, 8, sign_key=OTHER_SIGN),
     r"header key id: expected a key of d0\w+, found"),
    ("key of another device", lambda w: w.replace(w.db, 1, 4, 8, sign_key=CENTRAL_SIGN),
     r"header key id: expected a key of d0\w+, found"),
    ("a key that another one has followed", followed_after_8,
     r"header key: expected one that no other has followed here"),
    ("key under another id", lambda w: w.sql(
        w.db, "INSERT INTO public_key VALUES(?,?,?)", b"12345678", DEVICE, b"k" * 32),
     r"key id: expected \w+, found 3132"),
    ("fork", another_link_at_10, r"seq 10: segment \d+ last link: expected link"),
    ("last link is not computed", lambda w: w.replace(w.db, 1, 9, 10, last_link=b"\x66" * 32),
     r"last link: expected \w+ as computed, found 6666"),
    ("overlap disagrees inside", lambda w: w.replace(
        w.db, 1, 4, 8, rows=[dict(row, wall=1) for row in w.epochs[0][3][3:8]]),
     r"seq 4: segment \d+: expected link"),
    ("trailing bytes after rows", lambda w: w.replace(
        w.db, 1, 9, 10, plain=plain_of(w, 9, 10) + b"\0"), r"rows end: expected nothing more"),
    ("more rows than the count", lambda w: w.replace(
        w.db, 1, 9, 10, plain=plain_of(w, 9, 10), count=1),
     r"header last: expected 10 as in the tables, found 9"),
    ("dictionary", lambda w: w.replace(w.db, 1, 9, 10, dictionary=b"\1" + b"d" * 32),
     r"dictionary: expected none"),
    ("detached bit", lambda w: w.flip(w.db, "detached", "bytes", "1", -1),
     r"detached: expected to open with scope key"),
    ("detached garbage", lambda w: w.sql(w.db, "UPDATE detached SET bytes = x'0102'"),
     r"detached scope: expected device, office"),
    ("detached under another hash", lambda w: w.flip(w.db, "detached", "hash", "1", 0),
     r"detached: expected to open"),
    ("detached of another scope", lambda w: w.sql(w.db, "UPDATE detached SET scope = 'device'"),
     r"scope: expected device as in the table, found kurs-7"),
    ("segment without epoch", lambda w: w.sql(w.db, "UPDATE segment SET epoch = 50 WHERE id = 1"),
     r"segment of held_epoch id 50: expected a row"),
    ("one epoch held twice", lambda w: w.sql(
        w.db, "INSERT INTO held_epoch SELECT 60, log, epoch, 0, 0, NULL, 0, NULL, 0"
              " FROM held_epoch WHERE id = 1"), r"is held twice, again as id 60"),
    ("not a database", lambda w: w.sql(w.db, "DROP TABLE segment"), r"cannot be read: no such"),
]
