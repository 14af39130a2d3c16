#!/usr/bin/env python3
"""check_golden.py DIR: the golden files of a format version, read by the checker's modules, which
share nothing with the programs that made them. Says where the two disagree."""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "checker"))

import nacl.signing  # noqa: E402
import otmetka_format as form  # noqa: E402
import otmetka_segment as seg  # noqa: E402
import otmetka_slips as slips  # noqa: E402


def words(**pairs):
    """As the other side writes them: `-` is nothing, bytes are hex, lists are joined by commas."""
    def value(given):
        if given is None or given in (b"", []):
            return "-"
        if isinstance(given, list):
            return ",".join(map(str, given))
        return given.hex() if isinstance(given, bytes) else str(given)

    return " ".join(f"{name}={value(given)}" for name, given in pairs.items())


def subject(given):
    return given.text() if isinstance(given, form.Reference) else given


def say_row(row):
    return words(
        kind=row.kind, flags=row.flags, boot=row.boot, wall=row.wall, person=subject(row.person),
        session=subject(row.session), venue=subject(row.venue), method=row.method,
        actor=subject(row.actor), references=[ref.text() for ref in row.references],
        payload=row.payload, detached=row.payload_hash)


def say_header(header):
    parent = header.parent
    return words(
        type=header.type, device=header.device, key=header.key_id, scope=header.scope,
        scope_key=header.scope_key_id, epoch=f"{header.epoch:016x}",
        parent=parent and f"{parent.epoch:016x}/{parent.seq}/{parent.link.hex()}",
        first=header.first, count=header.count, previous=header.before, last_link=header.link,
        heads=[f"{epoch:016x}/{seq}" for epoch, seq in header.heads], codec=header.codec,
        nonce=header.nonce, payload_length=header.payload_length, payload_hash=header.payload_hash)


def say_receipt(receipt):
    return words(
        role=receipt.role, store=receipt.store, store_epoch=f"{receipt.store_epoch:016x}",
        time=receipt.time,
        entries=[f"{e.device.hex()}/{e.scope}/{e.epoch:016x}/{e.durable}/{e.link.hex()}/{e.archived}"
                 for e in receipt.entries],
        held=[name.hex() for name in receipt.held], key=receipt.key_id)


def say_badge(badge):
    return words(
        issuer=badge.issuer, cohort=badge.cohort, person=badge.person, role=badge.role,
        language=badge.language, issue=badge.issue, not_before=badge.not_before,
        not_after=badge.not_after)


def say_walk_in_code(code):
    return words(
        signer=code.signer, cohort=code.cohort, device=code.device, epoch=f"{code.epoch:016x}",
        seq=code.seq, language=code.language, rehearsal=int(code.rehearsal))


def say_enrol_code(text):
    """Read here: the checker itself never meets one."""
    assert text.startswith("OTM1:"), text
    reader = form.Reader(slips.base45_decode(text[5:]), "code")
    reader.choice("version", [1])
    central, pin, secret = reader.take(32, "key"), reader.take(32, "pin"), reader.take(16, "secret")
    expires, address = reader.fixed(4, "expires"), reader.str("address").decode()
    reader.done()
    return words(central=central, tls_pin=pin, secret=secret, expires=expires, address=address)


class Golden:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.faults, self.checked = [], 0
        self.keys = {name: bytes.fromhex(value) for name, value in self.lines("keys.txt")
                     if name != "zstd"}
        self.said = dict(self.lines("contents.txt"))

    def lines(self, name):
        """(first word, rest) of each line that says something."""
        return [line.split(" ", 1) for line in (self.folder / name).read_text().splitlines()
                if line and not line.startswith("#")]

    def bytes(self, name):
        return (self.folder / name).read_bytes()

    def public(self, name):
        return bytes(nacl.signing.SigningKey(self.keys[name]).verify_key)

    def same(self, what, expected, found):
        self.checked += 1
        if expected != found:
            self.faults.append(f"{what}:\n  expected {expected}\n  found    {found}")

    def check_rows(self):
        """The places, so that segments can be compared with them: seq → (row, link)."""
        rows, links, facts, log = {}, {}, {}, None
        for what, rest in self.lines("rows.txt"):
            if what == "log":
                log = rest.split(" ")
                continue
            seq, value = rest.split(" ", 1)
            {"row": rows, "link": links, "fact": facts}[what][int(seq)] = value
        link = form.link_zero(bytes.fromhex(log[0]), log[1], int(log[2], 16))
        self.same("link 0", links[0], link.hex())
        for seq in sorted(rows):
            stored = bytes.fromhex(rows[seq])
            row = form.parse_row(stored)
            self.same(f"fact {seq}", facts[seq], say_row(row))
            self.same(f"fact {seq} written again", rows[seq], form.put_row(row).hex())
            link = form.next_link(link, stored)
            self.same(f"link {seq}", links[seq], link.hex())
        return rows, links

    def check_segment(self, name, rows, links):
        data = self.bytes(name)
        length = int(self.said[name].split("payload_length=")[1].split(" ")[0])
        header = seg.parse_header(data[:len(data) - length])
        payload = data[len(data) - length:]
        self.same(name, self.said[name], say_header(header))
        seg.verify_header(header, self.public("device"))
        seg.check_payload(header, payload)
        link = header.before
        plain = seg.open_payload(header, payload, self.keys["scope"])
        for at, (stored, _) in enumerate(seg.decode_plain(header, plain)):
            link = form.next_link(link, stored)
            if rows:
                self.same(f"{name} fact {at}", rows[header.first + at], stored.hex())
                self.same(f"{name} link {at}", links[header.first + at], link.hex())
        self.same(f"{name} last link", header.link.hex(), link.hex())

    def check_columns(self):
        values = []
        for what, rest in self.lines("column-forms.txt"):
            if what == "values":
                values = list(map(int, rest.split()))
                continue
            columns = seg.Columns(bytes.fromhex(rest), len(values))
            self.same(f"column {what} {rest}", values, columns.column(what, len(values)))
            columns.reader.done()

    def check_slips(self):
        salted = self.keys["salted"]
        name = bytes.fromhex(self.said["detached.bin"].split("=")[1])
        self.same("detached name", name.hex(), form.hash32(salted).hex())
        opened = seg.open_detached(self.bytes("detached.bin"), name, self.keys["scope"])
        self.same("detached text", salted.hex(), opened.hex())
        receipt = slips.parse_receipt(self.bytes("receipt.bin"))
        self.same("receipt", self.said["receipt.bin"], say_receipt(receipt))
        slips.verify_receipt(receipt, self.public("central"))
        badge = slips.parse_badge((self.folder / "badge.txt").read_text())
        self.same("badge", self.said["badge.txt"], say_badge(badge))
        slips.verify_badge(badge, self.public("issuer"))
        label = slips.parse_walk_in_code((self.folder / "walk-in-code.txt").read_text())
        self.same("walk-in's code", self.said["walk-in-code.txt"], say_walk_in_code(label))
        slips.verify_walk_in_code(label, self.public("kiosk"))
        code = (self.folder / "enrol-code.txt").read_text().strip("\n")
        self.same("enrolment code", self.said["enrol-code.txt"], say_enrol_code(code))

    def check(self):
        rows, links = self.check_rows()
        for name in ("segment-rows.bin", "segment-columns.bin", "tail.bin"):
            self.check_segment(name, rows, links)
        self.check_segment("segment-many.bin", None, None)
        self.check_columns()
        self.check_slips()


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    golden = Golden(arguments[0])
    try:
        golden.check()
    except form.FormatError as error:
        golden.faults.append(f"refused: {error}")
    for fault in golden.faults:
        print(fault)
    print(f"{golden.checked} comparisons, {len(golden.faults)} faults")
    return 1 if golden.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
