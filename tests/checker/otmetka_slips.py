"""Receipts, badges and codes of walk-ins."""

from dataclasses import dataclass
from typing import NamedTuple

from otmetka_format import FormatError, Reader, key_id, verify

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


class ReceiptEntry(NamedTuple):
    device: bytes
    scope: str
    epoch: int
    durable: int
    link: bytes
    archived: int


@dataclass
class Receipt:
    role: int
    store: bytes
    store_epoch: int
    time: int
    entries: list
    held: list
    key_id: bytes
    signed: bytes
    signature: bytes


def parse_receipt(data):
    reader = Reader(data, "receipt")
    reader.literal(b"OTRC", "magic")
    reader.choice("version", [1])
    role = reader.choice("role", [1, 2])
    store, store_epoch = reader.take(16, "store"), reader.fixed(8, "store epoch")
    time = reader.svarint("time")
    entries = [
        ReceiptEntry(reader.take(16, "device"), reader.scope(), reader.fixed(8, "epoch"),
                     reader.uvarint("durable seq"), reader.take(32, "link"),
                     reader.uvarint("archived seq"))
        for _ in range(reader.bounded("count of entries", 0, reader.left() // 60))]
    held = [reader.take(32, "detached hash")
            for _ in range(reader.bounded("count of hashes", 0, reader.left() // 32))]
    signer = reader.take(8, "key id")
    signed = reader.data[:reader.at]
    signature = reader.take(64, "signature")
    reader.done()
    return Receipt(role, store, store_epoch, time, entries, held, signer, signed, signature)


def verify_receipt(receipt, public_key):
    if key_id(public_key) != receipt.key_id:
        raise FormatError("receipt key id", key_id(public_key).hex(), receipt.key_id.hex())
    verify(public_key, b"otmetka receipt 1\0", receipt.signed, receipt.signature, "receipt")


@dataclass
class Badge:
    issuer: bytes
    cohort: int
    person: int
    role: int
    language: int
    issue: int
    not_before: int
    not_after: int
    signed: bytes
    signature: bytes


def base45_decode(text):
    out = bytearray()
    for at in range(0, len(text), 3):
        group = text[at:at + 3]
        digits = [BASE45.find(char) for char in group]
        size = len(group) - 1
        value = sum(digit * 45 ** place for place, digit in enumerate(digits))
        if size == 0 or -1 in digits or value >= 256 ** size:
            raise FormatError("base45", "a group of RFC 9285", repr(group), at)
        out += value.to_bytes(size, "big")
    return bytes(out)


def parse_badge(text):
    text = text.strip("\r\n")
    if not text.startswith("K1:"):
        raise FormatError("badge prefix", "K1:", repr(text[:3]))
    reader = Reader(base45_decode(text[3:]), "badge")
    reader.choice("version", [1])
    issuer = reader.take(4, "issuer")
    cohort, person = reader.fixed(4, "cohort"), reader.fixed(4, "person")
    role, language = reader.fixed(1, "role"), reader.choice("language", range(4))
    issue = reader.fixed(1, "issue")
    not_before, not_after = reader.fixed(4, "not before"), reader.fixed(4, "not after")
    signed = reader.data[:reader.at]
    signature = reader.take(64, "signature")
    reader.done()
    return Badge(issuer, cohort, person, role, language, issue, not_before, not_after, signed,
                 signature)


def verify_badge(badge, public_key):
    if key_id(public_key)[:4] != badge.issuer:
        raise FormatError("badge issuer", key_id(public_key)[:4].hex(), badge.issuer.hex())
    verify(public_key, b"otmetka badge 1\0", badge.signed, badge.signature, "badge")


@dataclass
class WalkInCode:
    signer: bytes
    cohort: int
    device: bytes
    epoch: int
    seq: int
    language: int
    rehearsal: bool
    signed: bytes
    signature: bytes


def parse_walk_in_code(text):
    text = text.strip("\r\n")
    if not text.startswith("W1:"):
        raise FormatError("walk-in prefix", "W1:", repr(text[:3]))
    reader = Reader(base45_decode(text[3:]), "walk-in")
    reader.choice("version", [1])
    signer, cohort = reader.take(4, "signer"), reader.fixed(4, "cohort")
    device, epoch = reader.take(16, "device"), reader.fixed(8, "epoch")
    seq, bits = reader.uvarint("seq"), reader.choice("bits", range(8))
    if seq < 2:
        raise FormatError("walk-in seq", "2 or more", seq)
    signed = reader.data[:reader.at]
    signature = reader.take(64, "signature")
    reader.done()
    return WalkInCode(signer, cohort, device, epoch, seq, bits & 3, bits & 4 != 0, signed, signature)


def verify_walk_in_code(code, public_key):
    if key_id(public_key)[:4] != code.signer:
        raise FormatError("walk-in signer", key_id(public_key)[:4].hex(), code.signer.hex())
    verify(public_key, b"otmetka walk-in 1\0", code.signed, code.signature, "walk-in")
