"""Otmetka's bytes, read from shared/log/FORMAT.md alone.

Nothing here shares code with the programs that write these bytes. Every departure from the page
raises FormatError; nothing is repaired or skipped. This file: primitives, rows, links, seals and
signatures. Segments and detached payloads are in otmetka_segment.py, receipts and badges in
otmetka_slips.py.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import NamedTuple

import nacl.bindings
import nacl.exceptions
import nacl.signing

KINDS = {
    1: "opened", 2: "check-in", 3: "check-out", 4: "correction", 5: "walk-in",
    6: "refused-scan", 7: "idea", 8: "score", 9: "answer", 10: "consent", 11: "anchor",
    12: "health", 13: "assignment", 14: "same-person", 15: "verdict", 32: "number-block",
    33: "snapshot", 34: "cohort", 35: "organisation", 36: "delegation", 37: "person",
    38: "session", 39: "venue", 40: "hall", 41: "exhibit", 42: "media", 43: "issuer-key",
    44: "badge-revoked", 45: "certificate", 46: "device-certificate", 47: "device-revoked",
    48: "key-envelope", 49: "staff", 50: "announcement", 51: "payload-erased", 52: "pair",
    53: "key-continues", 54: "note", 55: "team", 56: "person-photo",
}
METHODS = [None, "qr", "search", "manual", "paper", "remote", "group", "nfc"]
KNOWN_FLAGS = 1 | 2 | 4 | 8
LAYOUT = 1
LIMIT_64 = 1 << 64
LIMIT_NUMBER = 1 << 32
COHORT = re.compile(r"[a-z0-9][a-z0-9._-]{0,47}")
# The page leaves the NAME of `venue:NAME` open; anything visible in ASCII is taken.
VENUE = re.compile(r"venue:[!-~]+")


class FormatError(Exception):
    """Bytes that are not what the page says, with the place, the thing and the expectation."""

    def __init__(self, what, expected, found, offset=None):
        place = "" if offset is None else f"offset {offset}: "
        super().__init__(f"{place}{what}: expected {expected}, found {found}")


def hash32(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def key_id(public_key):
    return hash32(public_key)[:8]


def scope_key_id(scope_key):
    return hash32(b"otmetka scope key 1\0" + scope_key)[:8]


def check_scope(scope, what="scope", offset=None):
    """`device` and `office` also fit the cohort pattern, so the two patterns are enough."""
    if not COHORT.fullmatch(scope) and not VENUE.fullmatch(scope):
        raise FormatError(what, "device, office, venue:NAME or a cohort", repr(scope), offset)
    return scope


class Reference(NamedTuple):
    device: bytes
    scope: str
    epoch: int
    seq: int

    def text(self):
        return f"{self.device.hex()}/{self.scope}/{self.epoch:016x}/{self.seq}"


class Parent(NamedTuple):
    epoch: int
    seq: int
    link: bytes


class Reader:
    """A cursor that knows its offset, so that each complaint can say where."""

    def __init__(self, data, name):
        self.data = bytes(data)
        self.name = name
        self.at = 0

    def fail(self, what, expected, found, at=None):
        raise FormatError(f"{self.name} {what}", expected, found, self.at if at is None else at)

    def left(self):
        return len(self.data) - self.at

    def take(self, size, what):
        if self.left() < size:
            self.fail(what, f"{size} bytes", f"{self.left()} bytes to the end")
        self.at += size
        return self.data[self.at - size:self.at]

    def fixed(self, size, what):
        return int.from_bytes(self.take(size, what), "little")

    def choice(self, what, allowed):
        start = self.at
        value = self.fixed(1, what)
        if value not in allowed:
            self.fail(what, "one of " + " ".join(map(str, allowed)), value, start)
        return value

    def uvarint(self, what):
        start, value = self.at, 0
        for place in range(10):
            byte = self.fixed(1, what)
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                if byte == 0 and place > 0:
                    self.fail(what, "the shortest uvarint", "a last byte of 0", start)
                if value >= LIMIT_64:
                    self.fail(what, "a uvarint below 2^64", hex(value), start)
                return value
        return self.fail(what, "a uvarint of at most 10 bytes", "more", start)

    def svarint(self, what):
        return unzigzag(self.uvarint(what))

    def bounded(self, what, least, most):
        start = self.at
        value = self.uvarint(what)
        if not least <= value <= most:
            self.fail(what, f"{least} … {most}", value, start)
        return value

    def str(self, what):
        return self.take(self.uvarint(f"length of {what}"), what)

    def scope(self, what="scope"):
        start = self.at
        raw = self.str(what)
        return check_scope(raw.decode("latin-1"), f"{self.name} {what}", start)

    def literal(self, expected, what):
        start = self.at
        found = self.take(len(expected), what)
        if found != expected:
            self.fail(what, expected, found, start)

    def done(self):
        if self.left():
            self.fail("end", "nothing more", f"{self.left()} trailing bytes")


def unzigzag(value):
    return (value >> 1) ^ -(value & 1)


def put_uvarint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def put_svarint(value):
    return put_uvarint((value << 1) ^ (value >> 63))


def put_str(data):
    return put_uvarint(len(data)) + data


# ---- rows and links ----


@dataclass
class Row:
    kind: int
    flags: int
    boot: int
    wall: int
    person: object
    session: object
    venue: object
    method: int
    actor: object
    references: list
    payload: bytes
    payload_hash: bytes  # None when the row has no payload reference

    def kind_name(self):
        return KINDS.get(self.kind, f"kind-{self.kind}")


def read_reference(reader, what):
    device = reader.take(16, f"{what} device")
    scope = reader.scope(f"{what} scope")
    epoch = reader.fixed(8, f"{what} epoch")
    return Reference(device, scope, epoch, reader.bounded(f"{what} seq", 1, LIMIT_64 - 1))


def read_subject(reader, what):
    """None, a Reference, or the number."""
    value = reader.bounded(what, 0, LIMIT_NUMBER)
    if value == 0:
        return None
    return read_reference(reader, what) if value == 1 else value - 1


def read_flags(reader):
    """Bits that the page does not name would need a new layout, so they are not let through."""
    start = reader.at
    flags = reader.uvarint("flags")
    if flags & ~KNOWN_FLAGS:
        reader.fail("flags", "only bits 1 2 4 8", flags, start)
    return flags


def parse_row(stored, name="row"):
    """A stored row: the row, its payload reference, and not a byte more."""
    reader = Reader(stored, name)
    reader.choice("layout", [LAYOUT])
    kind = reader.uvarint("kind")
    flags = read_flags(reader)
    boot = reader.uvarint("boot")
    wall = reader.svarint("wall")
    person, session, venue = (read_subject(reader, w) for w in ("person", "session", "venue"))
    method = reader.choice("method", range(len(METHODS)))
    actor = read_subject(reader, "actor")
    count = reader.uvarint("count of references")
    if count > reader.left() // 27:  # 27 is the least reference: 16 + 2 + 8 + 1
        reader.fail("count of references", "as many as can follow", count)
    references = [read_reference(reader, "reference") for _ in range(count)]
    payload = reader.str("payload")
    has_hash = reader.choice("payload reference", [0, 1])
    payload_hash = reader.take(32, "payload reference") if has_hash else None
    reader.done()
    return Row(kind, flags, boot, wall, person, session, venue, method, actor, references,
               payload, payload_hash)


def put_reference(ref):
    return (ref.device + put_str(ref.scope.encode()) + ref.epoch.to_bytes(8, "little")
            + put_uvarint(ref.seq))


def put_subject(subject):
    if subject is None:
        return b"\0"
    if isinstance(subject, Reference):
        return b"\1" + put_reference(subject)
    return put_uvarint(subject + 1)


def put_row(row):
    """The stored row of a Row. Links hash it, so columns are turned back into it."""
    return b"".join([
        bytes([LAYOUT]), put_uvarint(row.kind), put_uvarint(row.flags), put_uvarint(row.boot),
        put_svarint(row.wall), put_subject(row.person), put_subject(row.session),
        put_subject(row.venue), bytes([row.method]), put_subject(row.actor),
        put_uvarint(len(row.references)), *map(put_reference, row.references),
        put_str(row.payload), b"\0" if row.payload_hash is None else b"\1" + row.payload_hash])


def link_zero(device, scope, epoch):
    return hash32(b"otmetka epoch 1\0" + device + put_str(scope.encode())
                  + epoch.to_bytes(8, "little"))


def next_link(link, stored):
    return hash32(link + stored)


def protobuf_fields(data, name):
    """{field: value}, the last of a field wins. Protobuf does not ask for shortest varints."""
    fields, reader = {}, Reader(data, name)

    def varint():
        value = 0
        for place in range(10):
            byte = reader.fixed(1, "varint")
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return value % LIMIT_64
        return reader.fail("varint", "at most 10 bytes", "more")

    while reader.left():
        start = reader.at
        tag = varint()
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value = varint()
        elif wire in (1, 5):
            value = reader.take(8 if wire == 1 else 4, f"field {number}")
        elif wire == 2:
            value = reader.take(varint(), f"field {number}")
        else:
            reader.fail(f"field {number}", "wire type 0, 1, 2 or 5", wire, start)
        fields[number] = (wire, value)
    return fields


def parse_opened(row):
    """(Parent or None, boot id or None) of fact 1 of an epoch."""
    if row.kind != 1:
        raise FormatError("fact 1 kind", "opened", row.kind_name())
    fields = protobuf_fields(row.payload, "opened")
    for number, wire in {1: 1, 2: 0, 3: 2, 4: 2, 5: 2}.items():
        if number in fields and fields[number][0] != wire:
            raise FormatError(f"opened field {number}", f"wire type {wire}", fields[number][0])
    boot = fields[4][1] if 4 in fields else None
    if boot is not None and len(boot) != 16:
        raise FormatError("opened boot id", "16 bytes", len(boot))
    given = [n for n in (1, 2, 3) if n in fields]
    if not given:
        return None, boot
    if given != [1, 2, 3]:
        raise FormatError("opened parent", "fields 1, 2 and 3 or none of them", given)
    parent = Parent(int.from_bytes(fields[1][1], "little"), fields[2][1], fields[3][1])
    if parent.seq < 1 or len(parent.link) != 32:
        raise FormatError("opened parent", "a seq from 1 and a link of 32 bytes",
                          f"seq {parent.seq}, link of {len(parent.link)}")
    return parent, boot


# ---- sealing and signing ----


def verify(public_key, context, message, signature, what):
    try:
        nacl.signing.VerifyKey(public_key).verify(context + message, signature)
    except (nacl.exceptions.BadSignatureError, nacl.exceptions.ValueError) as error:
        raise FormatError(f"{what} signature", f"a signature by key {key_id(public_key).hex()}",
                          "another") from error


def unseal(scope_key, nonce, sealed, associated, what):
    try:
        return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed, associated, nonce, scope_key)
    except nacl.exceptions.CryptoError as error:
        raise FormatError(what, f"to open with scope key {scope_key_id(scope_key).hex()}",
                          "a seal that does not hold") from error
