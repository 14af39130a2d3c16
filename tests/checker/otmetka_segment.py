"""Segments (header, seal, both codecs) and detached payloads."""

from dataclasses import dataclass

import zstandard

from otmetka_format import (
    LAYOUT, LIMIT_64, LIMIT_NUMBER, METHODS, FormatError, Parent, Reader, Reference,
    Row, hash32, parse_row, put_row, put_str, read_flags, unseal, unzigzag, verify)

SEGMENT_ROWS = 1024
ZERO_HASH = bytes(32)
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# The page sets no ceiling for these two; without one a few bytes could ask for all memory.
MOST_REFERENCES = 1 << 20
MOST_PAYLOAD_BYTES = 1 << 28


@dataclass
class Header:
    type: int
    device: bytes
    key_id: bytes
    scope: str
    scope_key_id: bytes
    epoch: int
    parent: Parent  # only of a segment that begins at 1
    first: int
    count: int
    before: bytes
    link: bytes
    heads: list
    codec: int
    dictionary: bytes
    nonce: bytes
    associated: bytes
    payload_length: int
    payload_hash: bytes
    signed: bytes
    signature: bytes

    def last(self):
        return self.first + self.count - 1


def read_header_parent(reader):
    start = reader.at
    parent = Parent(reader.fixed(8, "parent epoch"), reader.uvarint("parent seq"),
                    reader.take(32, "parent link"))
    if parent == (0, 0, ZERO_HASH):
        return None
    if parent.seq < 1:
        reader.fail("parent seq", "a seq from 1 beside a parent that is not zero", 0, start)
    return parent


def parse_header(data):
    """A header with its signature; the signature is not verified yet."""
    reader = Reader(data, "header")
    reader.literal(b"OTSG", "magic")
    reader.choice("version", [1])
    kind = reader.choice("type", [1, 2])
    device, signer = reader.take(16, "device"), reader.take(8, "key id")
    scope, scope_key = reader.scope(), reader.take(8, "scope key id")
    epoch = reader.fixed(8, "epoch")
    first = reader.bounded("first seq", 1, LIMIT_64 - SEGMENT_ROWS)
    count = reader.bounded("count", 1, SEGMENT_ROWS)
    parent = read_header_parent(reader) if first == 1 else None
    before, link = reader.take(32, "link before"), reader.take(32, "last link")
    heads = [(reader.fixed(8, "channel head epoch"), reader.uvarint("channel head seq"))
             for _ in range(reader.bounded("count of channel heads", 0, reader.left() // 9))]
    codec = reader.choice("codec", [0, 1])
    dictionary = reader.take(32, "dictionary") if reader.choice("dictionary", [0, 1]) else None
    nonce = reader.take(24, "nonce")
    associated = reader.data[:reader.at]
    length, digest = reader.uvarint("payload length"), reader.take(32, "payload hash")
    signed = reader.data[:reader.at]
    signature = reader.take(64, "signature")
    reader.done()
    return Header(kind, device, signer, scope, scope_key, epoch, parent, first, count, before,
                  link, heads, codec, dictionary, nonce, associated, length, digest, signed,
                  signature)


def verify_header(header, public_key):
    verify(public_key, b"otmetka segment 1\0", header.signed, header.signature, "segment")


def check_payload(header, payload):
    if len(payload) != header.payload_length:
        raise FormatError("payload length", header.payload_length, len(payload))
    if hash32(payload) != header.payload_hash:
        raise FormatError("payload hash", header.payload_hash.hex(), hash32(payload).hex())


def open_payload(header, payload, scope_key):
    """The plain bytes of a segment."""
    return unseal(scope_key, header.nonce, payload, header.associated, "payload")


def parse_detached(data):
    """(scope, scope key id, nonce, sealed)"""
    reader = Reader(data, "detached")
    return (reader.scope(), reader.take(8, "scope key id"), reader.take(24, "nonce"),
            reader.take(reader.left(), "sealed text"))


def check_salted(salted, digest):
    if len(salted) < 16:
        raise FormatError("detached text", "16 random bytes before it", f"{len(salted)} bytes")
    if hash32(salted) != digest:
        raise FormatError("detached hash", digest.hex(), hash32(salted).hex())


def open_detached(data, digest, scope_key):
    """The 16 random bytes and the text."""
    scope, _, nonce, sealed = parse_detached(data)
    associated = b"otmetka detached 1\0" + put_str(scope.encode()) + digest
    salted = unseal(scope_key, nonce, sealed, associated, "detached")
    check_salted(salted, digest)
    return salted


# ---- rows of a segment ----


def decode_plain(header, plain):
    """The stored rows of an opened segment, each with its Row."""
    if header.dictionary is not None:
        raise FormatError("dictionary", "none, for the page does not say where they are kept",
                          header.dictionary.hex())
    if header.codec == 1:
        return [(put_row(row), row) for row in Columns(plain, header.count).rows()]
    reader = Reader(plain, "rows")
    stored = [reader.str(f"row {index}") for index in range(header.count)]
    reader.done()
    return [(data, parse_row(data, f"row {index}")) for index, data in enumerate(stored)]


NOBODY, REFERENCE, NUMBER = range(3)


@dataclass
class Shape:
    kind: int
    flags: int
    method: int
    person: int
    session: int
    venue: int
    actor: int
    references: int
    has_payload: int
    has_hash: int

    def reference_count(self):
        subjects = (self.person, self.session, self.venue, self.actor)
        return subjects.count(REFERENCE) + self.references


def read_shape(reader):
    reader.choice("shape layout", [LAYOUT])
    kind, flags = reader.uvarint("shape kind"), read_flags(reader)
    method = reader.choice("shape method", range(len(METHODS)))
    subjects = [reader.choice(f"shape {what}", [NOBODY, REFERENCE, NUMBER])
                for what in ("person", "session", "venue", "actor")]
    references = reader.bounded("shape count of references", 0, MOST_REFERENCES)
    return Shape(kind, flags, method, *subjects, references,
                 reader.choice("shape payload", [0, 1]),
                 reader.choice("shape payload reference", [0, 1]))


def unpack_zstd(data, size, what, offset):
    """One magicless frame without checksum that says its size, which must be `size` if given."""
    def fail(expected, found):
        raise FormatError(f"{what} zstd", expected, found, offset)

    try:
        frame = zstandard.get_frame_parameters(ZSTD_MAGIC + data)
        if frame.content_size == zstandard.CONTENTSIZE_UNKNOWN:
            fail("a frame with its content size", "a frame without")
        if frame.has_checksum or frame.dict_id:
            fail("no checksum and no dictionary", "one of them")
        if frame.content_size > size:
            fail(f"at most {size} bytes", frame.content_size)
        unpacker = zstandard.ZstdDecompressor(
            format=zstandard.FORMAT_ZSTD1_MAGICLESS).decompressobj()
        out = unpacker.decompress(data)
    except zstandard.ZstdError as error:
        fail("a magicless frame", error)
    if len(out) != frame.content_size or not unpacker.eof:
        fail(f"{frame.content_size} bytes and the end of the frame", f"{len(out)} bytes")
    if unpacker.unused_data:
        fail("one frame", f"{len(unpacker.unused_data)} trailing bytes")
    return out


class Columns:
    """Codec 1. The order of the reads is the order of the page."""

    def __init__(self, plain, count):
        self.reader = Reader(plain, "columns")
        self.count = count

    def column(self, what, size):
        """`size` values in whichever of the five forms is there."""
        reader = self.reader
        form = reader.choice(f"{what} form", range(5))
        if form == 0:
            return [0] * size
        if form == 1:
            return [reader.uvarint(what)] * size
        if form == 4:
            return self.packed(what, size)
        start = reader.at
        data = reader.str(what)
        if form == 3:
            data = unpack_zstd(data, 10 * size, what, start)
        inner = Reader(data, f"columns at {start}: {what}")
        values = [inner.uvarint("value") for _ in range(size)]
        inner.done()
        return values

    def packed(self, what, size):
        reader = self.reader
        least = reader.uvarint(f"{what} least")
        width = reader.choice(f"{what} width", range(65))
        start = reader.at
        bits = reader.str(f"{what} bits")
        if len(bits) != (size * width + 7) // 8:
            reader.fail(f"{what} bits", f"{(size * width + 7) // 8} bytes", len(bits), start)
        pool = int.from_bytes(bits, "little")
        if pool >> (size * width):
            reader.fail(f"{what} bits", "zero padding", "bits that are set", start)
        # One byte slice a value: shifting the whole pool each time would be quadratic.
        values = []
        for at in range(0, size * width, width or 1):
            piece = int.from_bytes(bits[at // 8:(at + width + 7) // 8], "little")
            values.append(least + (piece >> (at % 8) & ((1 << width) - 1)))
        values = values or [least] * size
        if any(value >= LIMIT_64 for value in values):
            reader.fail(what, "values below 2^64", "a greater one", start)
        return values

    def block(self, what, size):
        reader = self.reader
        form = reader.choice(f"{what} form", [2, 3])
        start = reader.at
        data = reader.str(what)
        if form == 3:
            data = unpack_zstd(data, size, what, start)
        if len(data) != size:
            reader.fail(what, f"{size} bytes", len(data), start)
        return data

    def differences(self, what, size):
        """Sums wrap at 64 bits: the zigzag of a difference of two u64 has no other reading."""
        values, last = [], 0
        for coded in self.column(what, size):
            last = (last + unzigzag(coded)) % LIMIT_64
            values.append(last)
        return values

    def numbers(self, what, values):
        for value in values:
            if not 1 <= value < LIMIT_NUMBER:
                self.reader.fail(what, "numbers 1 … 2^32 - 1", value)
        return values

    def sessions(self, size):
        places = self.column("session", size)
        fresh = iter(self.numbers("new sessions",
                                  self.column("new sessions", places.count(0))))
        seen, values = [], []
        for place in places:
            if place > len(seen):
                self.reader.fail("session", f"a place up to {len(seen)}", place)
            number = seen.pop(place - 1) if place else next(fresh)
            if number in seen:
                self.reader.fail("new sessions", "a session not seen in this segment", number)
            seen.insert(0, number)
            values.append(number)
        return values

    def references(self, logs, size):
        where = self.column("reference log", size)
        seqs = self.column("reference seq", size)
        for place, seq in zip(where, seqs):
            if place >= len(logs):
                self.reader.fail("reference log", f"an index below {len(logs)}", place)
            if seq < 1:
                self.reader.fail("reference seq", "a seq from 1", seq)
        return [Reference(*logs[place], seq) for place, seq in zip(where, seqs)]

    def tables(self):
        """(logs, the Shape of each row)"""
        reader = self.reader
        logs = [(reader.take(16, "log device"), reader.scope("log scope"),
                 reader.fixed(8, "log epoch"))
                for _ in range(reader.bounded("count of logs", 0, reader.left() // 26))]
        shapes = [read_shape(reader)
                  for _ in range(reader.bounded("count of shapes", 1, reader.left() // 11))]
        picked = self.column("shape", self.count)
        for index in picked:
            if index >= len(shapes):
                reader.fail("shape", f"an index below {len(shapes)}", index)
        return logs, [shapes[index] for index in picked]

    def rows(self):
        logs, shapes = self.tables()
        boots = self.differences("boot", self.count)
        offsets = self.differences("offset", self.count)

        def having(field):
            return sum(getattr(shape, field) == NUMBER for shape in shapes)

        numbers = {"person": iter(self.numbers("person", self.column("person", having("person"))))}
        numbers["session"] = iter(self.sessions(having("session")))
        numbers["venue"] = iter(self.numbers("venue", self.differences("venue", having("venue"))))
        numbers["actor"] = iter(self.numbers("actor", self.column("actor", having("actor"))))
        references_all = sum(shape.reference_count() for shape in shapes)
        if references_all > MOST_REFERENCES:
            self.reader.fail("references", f"at most {MOST_REFERENCES}", references_all)
        references = iter(self.references(logs, references_all))
        payloads = self.payloads(sum(shape.has_payload for shape in shapes))
        hashes = iter([self.reader.take(32, "payload reference")
                       for shape in shapes if shape.has_hash])
        self.reader.done()

        def subject(shape, field):
            how = getattr(shape, field)
            return None if how == NOBODY else next(references if how == REFERENCE
                                                   else numbers[field])

        rows = []
        for shape, boot, offset in zip(shapes, boots, offsets):
            wall = (boot + offset + (LIMIT_64 >> 1)) % LIMIT_64 - (LIMIT_64 >> 1)
            # In this order: references are written person, session, venue, actor, list.
            four = [subject(shape, f) for f in ("person", "session", "venue", "actor")]
            rows.append(Row(shape.kind, shape.flags, boot, wall, *four[:3], shape.method, four[3],
                            [next(references) for _ in range(shape.references)],
                            next(payloads) if shape.has_payload else b"",
                            next(hashes) if shape.has_hash else None))
        return rows

    def payloads(self, size):
        lengths = self.column("payload length", size)
        if 0 in lengths:
            self.reader.fail("payload length", "at least 1, as the shape has a payload", 0)
        if sum(lengths) > MOST_PAYLOAD_BYTES:
            self.reader.fail("payloads", f"at most {MOST_PAYLOAD_BYTES} bytes", sum(lengths))
        inner = Reader(self.block("payloads", sum(lengths)), "payloads")
        return iter([inner.take(length, "payload") for length in lengths])
