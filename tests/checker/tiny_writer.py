"""Writes tiny logs and databases for the self-test.

Written from the page a second time, without the reader's functions, so that a misreading has to be
made twice to stay unseen. `form` and `spoil` let a test ask for a certain column form or damage.
"""

import hashlib
import os
import sqlite3
import struct

import nacl.bindings
import nacl.signing
import zstandard

MASK = (1 << 64) - 1
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def h(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def u64(value):
    return struct.pack("<Q", value)


def uv(value):
    groups = [value >> shift & 0x7F for shift in range(0, max(value.bit_length(), 1), 7)]
    return bytes([group | 0x80 for group in groups[:-1]] + groups[-1:])


def zigzag(value):
    value = (value + (1 << 63) & MASK) - (1 << 63)
    return value * 2 if value >= 0 else -value * 2 - 1


def st(data):
    return uv(len(data)) + data


def text(value):
    return st(value.encode())


# ---- rows: a dict with the fields that are not empty; a reference is (device, scope, epoch, seq)

SUBJECTS = ("person", "session", "venue", "actor")


def reference(ref):
    return ref[0] + text(ref[1]) + u64(ref[2]) + uv(ref[3])


def subject(value):
    if value is None:
        return b"\0"
    return b"\1" + reference(value) if isinstance(value, tuple) else uv(value + 1)


def stored(row):
    who = [subject(row.get(name)) for name in SUBJECTS]
    refs = row.get("refs", [])
    return (b"\1" + uv(row["kind"]) + uv(row.get("flags", 0)) + uv(row["boot"])
            + uv(zigzag(row["wall"])) + who[0] + who[1] + who[2]
            + bytes([row.get("method", 0)]) + who[3] + uv(len(refs))
            + b"".join(reference(ref) for ref in refs) + st(row.get("payload", b""))
            + (b"\1" + row["hash"] if "hash" in row else b"\0"))


def opened(boot_id, parent=None):
    """The payload of `opened`; the parent is (epoch, seq, link)."""
    out = b""
    if parent:
        out = b"\x09" + u64(parent[0]) + b"\x10" + uv(parent[1]) + b"\x1a" + st(parent[2])
    return out + b"\x22" + st(boot_id) + b"\x2a" + text("tiny 1")


def chain(device, scope, epoch, rows):
    """[link 0, link 1, …]"""
    links = [h(b"otmetka epoch 1\0" + device + text(scope) + u64(epoch))]
    for row in rows:
        links.append(h(links[-1] + stored(row)))
    return links


# ---- codec 1

def zstd(data):
    parameters = zstandard.ZstdCompressionParameters(
        format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_content_size=1, write_checksum=0)
    return zstandard.ZstdCompressor(compression_params=parameters).compress(data)


def column(values, form):
    """Form 0 and 1 cannot hold every column: then the form is 2."""
    if form == 0 and not any(values):
        return b"\0"
    if form == 1 and len(set(values)) == 1:
        return b"\1" + uv(values[0])
    if form == 3:
        return b"\3" + st(zstd(b"".join(map(uv, values))))
    if form == 4:
        least = min(values, default=0)
        width = max((value - least for value in values), default=0).bit_length()
        bits = "".join(format(value - least, f"0{width}b")[::-1] for value in values if width)
        bits += "0" * (-len(bits) % 8)
        packed = bytes(int(bits[i:i + 8][::-1], 2) for i in range(0, len(bits), 8))
        return b"\4" + uv(least) + bytes([width]) + st(packed)
    return b"\2" + st(b"".join(map(uv, values)))


def how(value):
    return 0 if value is None else 1 if isinstance(value, tuple) else 2


def shape(row):
    return (b"\1" + uv(row["kind"]) + uv(row.get("flags", 0)) + bytes([row.get("method", 0)])
            + bytes(how(row.get(name)) for name in SUBJECTS) + uv(len(row.get("refs", [])))
            + bytes([bool(row.get("payload")), "hash" in row]))


def recent(values):
    """(places, new ones) of the list of sessions seen, latest first."""
    seen, places, fresh = [], [], []
    for value in values:
        places.append(seen.index(value) + 1 if value in seen else 0)
        if value in seen:
            seen.remove(value)
        else:
            fresh.append(value)
        seen.insert(0, value)
    return places, fresh


def steps(values):
    return [zigzag(value - last) for value, last in zip(values, [0] + values)]


def columns(rows, form=2, spoil=None):
    shapes = sorted({shape(row) for row in rows})
    found = [[row.get(name) for name in SUBJECTS] + row.get("refs", []) for row in rows]
    refs = [ref for row in found for ref in row if isinstance(ref, tuple)]
    logs = sorted({ref[:3] for ref in refs})
    numbers = {name: [row[name] for row in rows if how(row.get(name)) == 2] for name in SUBJECTS}
    places, fresh = recent(numbers["session"])
    payloads = [row["payload"] for row in rows if row.get("payload")]
    parts = {
        "shape": [shapes.index(shape(row)) for row in rows],
        "boot": steps([row["boot"] for row in rows]),
        "offset": steps([row["wall"] - row["boot"] for row in rows]),
        "person": numbers["person"], "session": places, "fresh": fresh,
        "venue": steps(numbers["venue"]), "actor": numbers["actor"],
        "reflog": [logs.index(ref[:3]) for ref in refs], "refseq": [ref[3] for ref in refs],
        "length": [len(payload) for payload in payloads],
    }
    if spoil:
        spoil(parts)
    block = b"".join(payloads)
    return (uv(len(logs)) + b"".join(log[0] + text(log[1]) + u64(log[2]) for log in logs)
            + uv(len(shapes)) + b"".join(shapes)
            + b"".join(part if isinstance(part, bytes) else column(part, form)
                       for part in parts.values())
            + (b"\3" + st(zstd(block)) if form == 3 else b"\2" + st(block))
            + b"".join(row["hash"] for row in rows if "hash" in row))


def codec_rows(rows):
    return b"".join(st(stored(row)) for row in rows)


# ---- seals, segments, detached, receipts, badges

def key_id(public):
    return h(public)[:8]


def scope_key_id(key):
    return h(b"otmetka scope key 1\0" + key)[:8]


def seal(plain, associated, nonce, key):
    return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, associated, nonce, key)


def sign(key, context, data):
    return key.sign(context + data).signature


def segment(log, first, rows, before, sign_key, scope_key, *, parent=None, codec=0, plain=None,
            kind=1, count=None, last_link=None, dictionary=b"\0", form=2):
    """(header with signature, payload); `log` is (device, scope, epoch)."""
    device, scope, epoch = log
    link = before
    for row in rows:
        link = h(link + stored(row))
    if plain is None:
        plain = columns(rows, form) if codec else codec_rows(rows)
    head = (b"OTSG\1" + bytes([kind]) + device + key_id(bytes(sign_key.verify_key)) + text(scope)
            + scope_key_id(scope_key) + u64(epoch) + uv(first) + uv(count or len(rows)))
    if first == 1:
        head += u64(parent[0]) + uv(parent[1]) + parent[2] if parent else bytes(8 + 1 + 32)
    nonce = os.urandom(24)
    head += (before + (last_link or link) + uv(1) + u64(0xFEED) + uv(9) + bytes([codec])
             + dictionary + nonce)
    payload = seal(plain, head, nonce, scope_key)
    head += uv(len(payload)) + h(payload)
    return head + sign(sign_key, b"otmetka segment 1\0", head), payload


def detached(scope, salted, key):
    nonce, digest = os.urandom(24), h(salted)
    sealed = seal(salted, b"otmetka detached 1\0" + text(scope) + digest, nonce, key)
    return text(scope) + scope_key_id(key) + nonce + sealed


def receipt(store, entries, held, sign_key):
    data = b"OTRC\1\1" + store + u64(77) + uv(zigzag(1_760_000_000)) + uv(len(entries))
    for device, scope, epoch, durable, link, archived in entries:
        data += device + text(scope) + u64(epoch) + uv(durable) + link + uv(archived)
    data += uv(len(held)) + b"".join(held) + key_id(bytes(sign_key.verify_key))
    return data + sign(sign_key, b"otmetka receipt 1\0", data)


def base45(data):
    out = ""
    for at in range(0, len(data), 2):
        pair = data[at:at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, 45)
            out += BASE45[digit]
    return out


def badge(cohort, person, sign_key):
    data = (b"\1" + key_id(bytes(sign_key.verify_key))[:4] + struct.pack("<II", cohort, person)
            + bytes([3, 1, 2]) + struct.pack("<II", 1_760_000_000, 1_790_000_000))
    return "K1:" + base45(data + sign(sign_key, b"otmetka badge 1\0", data))


def walk_in_code(cohort, reference, bits, sign_key):
    device, epoch, seq = reference
    data = (b"\1" + key_id(bytes(sign_key.verify_key))[:4] + struct.pack("<I", cohort) + device
            + u64(epoch) + uv(seq) + bytes([bits]))
    return "W1:" + base45(data + sign(sign_key, b"otmetka walk-in 1\0", data))


# ---- databases

JOURNAL_TABLES = """
CREATE TABLE epoch(id INTEGER PRIMARY KEY, device BLOB, scope TEXT, epoch INTEGER, boot BLOB);
CREATE TABLE row(epoch INTEGER, seq INTEGER, bytes BLOB, link BLOB, PRIMARY KEY(epoch, seq));
CREATE TABLE detached(hash BLOB PRIMARY KEY, scope TEXT, salted BLOB);
"""
HELD_TABLES = """
CREATE TABLE log(id INTEGER PRIMARY KEY, device BLOB, scope TEXT);
CREATE TABLE held_epoch(id INTEGER PRIMARY KEY, log INTEGER, epoch INTEGER, parent_epoch INTEGER,
  parent_seq INTEGER, parent_link BLOB, held_seq INTEGER, held_link BLOB, archived_seq INTEGER);
CREATE TABLE segment(id INTEGER PRIMARY KEY, epoch INTEGER, first INTEGER, last INTEGER,
  type INTEGER, header BLOB, payload BLOB);
CREATE TABLE detached(hash BLOB PRIMARY KEY, scope TEXT, bytes BLOB);
CREATE TABLE detached_large(hash BLOB PRIMARY KEY, scope TEXT, bytes BLOB);
CREATE TABLE quarantine(id INTEGER PRIMARY KEY, at INTEGER, reason TEXT, header BLOB,
  payload BLOB);
CREATE TABLE public_key(key_id BLOB PRIMARY KEY, device BLOB, key BLOB);
"""


def signed64(value):
    return struct.unpack("<q", u64(value))[0]


def database(path, tables):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = wal")
    db.execute("PRAGMA application_id = 0x4F544D31")
    db.execute("PRAGMA user_version = 1")
    db.executescript(tables)
    return db
