#!/usr/bin/python3
"""Re-reads the logs of a kiosk or of central and says whether they keep the promises of
shared/log/FORMAT.md. See README.md beside it."""

import argparse
import json
import os
import sqlite3
import sys
import tempfile

from otmetka_format import METHODS, Reference
from otmetka_store import Held, Report, load_keys, open_copy, read_journal

JOURNAL = "kiosk/journal.db"
HELD = ("sync/mirror.db", "central.db")


class Place:
    """One directory: what its journal and its held logs say."""

    def __init__(self, folder, scratch, report, keys, keep_rows=False, label=""):
        self.folder, self.scratch, self.report = folder, scratch, report
        self.keys, self.keep_rows, self.label = keys, keep_rows, label
        # Held logs before the journal they come from: a kiosk that goes on recording meanwhile
        # must not look like one whose mirror is ahead.
        self.held = None
        for name in HELD:
            held = self.read(name, lambda database, where: Held(
                database, where, report, keys, keep_rows).read())
            if held is not None:
                self.held = {**(self.held or {}), **held}
        self.journal = self.read(JOURNAL, lambda database, where: read_journal(
            database, where, report, keep_rows))
        if self.journal is not None and self.held is not None:
            self.check_agreement()

    def read(self, name, reader):
        """None: no such file. A file that cannot be read is a fault and holds nothing."""
        path, where = os.path.join(self.folder, name), self.label + os.path.basename(name)
        if not os.path.exists(path):
            return None
        database = None
        try:
            database = open_copy(path, self.scratch, where, self.report)
            return reader(database, where)
        except (sqlite3.Error, IndexError) as error:  # IndexError: a table lacks a column
            self.report.fault(where, f"cannot be read: {error}")
            return {}
        finally:
            if database is not None:
                database.close()

    def check_agreement(self):
        """The daemon copies the journal: of its own logs the mirror holds a prefix, link for
        link. Held epochs that the journal lacks may come from a journal that was lost."""
        own = {key[:2] for key in self.journal}
        for key, mirror in self.held.items():
            if key[:2] not in own:
                continue
            journal = self.journal.get(key)
            if journal is None:
                self.report.note(mirror.where, "is of an own log but not in the journal")
                continue
            if mirror.length > journal.length:
                self.report.fault(mirror.where, f"held_seq: expected up to {journal.length} as "
                                                f"in the journal, found {mirror.length}")
            for seq in sorted(mirror.links.keys() & journal.links.keys()):
                if mirror.links[seq] != journal.links[seq]:
                    self.report.fault(mirror.where, f"seq {seq}: expected the journal's link "
                                      f"{journal.links[seq].hex()}, found "
                                      f"{mirror.links[seq].hex()}")
                    break  # all later links differ with it
            self.report.count("epochs of journal and mirror compared")


def is_data_directory(folder):
    return any(os.path.exists(os.path.join(folder, name)) for name in (JOURNAL, *HELD))


# ---- facts ----


def tree_order(epochs, report):
    """Logs by device and scope; in a log each epoch after its parent, siblings by number."""
    children, roots = {}, []
    for key, epoch in epochs.items():
        parent = epoch.parent_key()
        (children.setdefault(parent, []) if parent in epochs else roots).append(key)
    # A stack, and reversed, since a device that restarts often makes a deep line of epochs.
    stack, ordered = sorted(roots, reverse=True), []
    while stack:
        key = stack.pop()
        ordered.append(key)
        stack.extend(sorted(children.get(key, []), reverse=True))
    in_circle = sorted(epochs.keys() - set(ordered))
    for key in in_circle:
        report.fault(epochs[key].where, "parents: expected a tree, found a circle")
    return [epochs[key] for key in ordered + in_circle]


def subject_value(subject):
    return subject.text() if isinstance(subject, Reference) else subject


def fact_line(epoch, seq, row):
    device, scope, number = epoch.key
    person = subject_value(row.person)
    return json.dumps({
        "device": device.hex(), "scope": scope, "epoch": f"{number:016x}", "seq": seq,
        "kind": row.kind_name(), "person": None if person is None else str(person),
        "session": subject_value(row.session), "venue": subject_value(row.venue),
        "method": METHODS[row.method], "wall": row.wall,
    }, separators=(",", ":"), ensure_ascii=False)


def print_facts(epochs, report, device):
    for epoch in tree_order(epochs, report):
        if device is None or epoch.key[0].hex() == device:
            for seq in sorted(epoch.rows):
                print(fact_line(epoch, seq, epoch.rows[seq]))


# ---- two places ----


def ranges(seqs):
    """[5, 6, 7, 9] -> "5 … 7, 9": a lost disk is told in one line, not in ten thousand."""
    parts = []
    for seq in seqs:
        if parts and parts[-1][1] == seq - 1:
            parts[-1][1] = seq
        else:
            parts.append([seq, seq])
    return ", ".join(str(a) if a == b else f"{a} … {b}" for a, b in parts)


def compare(kiosk, central, report):
    """Each fact of the kiosk's journal must be at central, once, with an equal link."""
    totals = dict.fromkeys(("equal", "missing", "different", "sealed", "extra"), 0)
    journal, held = kiosk.journal or {}, central.held or {}
    for key, epoch in journal.items():
        there = held.get(key)
        length, links = (there.length, there.links) if there else (0, {})
        groups = {"missing": range(length + 1, epoch.length + 1), "different": []}
        for seq in range(1, min(length, epoch.length) + 1):
            if seq not in links:
                totals["sealed"] += 1
            elif links[seq] == epoch.links[seq]:
                totals["equal"] += 1
            else:
                groups["different"].append(seq)
        for name, seqs in groups.items():
            totals[name] += len(seqs)
            if seqs:
                report.fault(f"compare: {epoch.where}", f"seq {ranges(seqs)}: {name} at the other")
        totals["extra"] += max(0, length - epoch.length)
    devices = {key[0] for key in journal}
    totals["extra"] += sum(epoch.length for key, epoch in held.items()
                           if key[0] in devices and key not in journal)
    return totals


# ---- command line ----


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="check.py", description=__doc__)
    parser.add_argument("folder", nargs="?", metavar="DIR", help="data of a kiosk or of central")
    parser.add_argument("--compare", nargs=2, metavar=("A", "B"),
                        help="each fact of A's journal must be at B")
    parser.add_argument("--json", action="store_true", help="the summary as JSON")
    parser.add_argument("--facts", action="store_true", help="print the facts, one JSON a line")
    parser.add_argument("--own", action="store_true", help="facts from the journal")
    parser.add_argument("--device", metavar="HEX", help="only facts of this device")
    options = parser.parse_args(arguments)
    if (options.folder is None) == (options.compare is None):
        parser.error("either DIR or --compare A B")
    if options.facts and (options.compare or options.json):
        parser.error("--facts goes with neither --compare nor --json")
    if (options.own or options.device) and not options.facts:
        parser.error("--own and --device go with --facts")
    if options.device:
        options.device = options.device.lower()
    for folder in options.compare or [options.folder]:
        if not is_data_directory(folder):
            parser.error(f"{folder}: no {JOURNAL}, {', '.join(HELD)}")
    if options.compare and not os.path.exists(os.path.join(options.compare[0], JOURNAL)):
        parser.error(f"{options.compare[0]}: no {JOURNAL}")
    if options.own and not os.path.exists(os.path.join(options.folder, JOURNAL)):
        parser.error(f"{options.folder}: no {JOURNAL}")
    return options


def run(options, scratch, report):
    if options.compare:
        keys = {}
        for folder in options.compare:
            keys.update(load_keys(folder, report))
        # The kiosk is read first: central may gain facts meanwhile, but none can seem missing.
        kiosk, central = (
            Place(folder, scratch, report, keys, label=f"{label}: ")
            for folder, label in zip(options.compare, "AB"))
        for name, value in compare(kiosk, central, report).items():
            report.count(f"compare {name}", value)
        return
    place = Place(options.folder, scratch, report, load_keys(options.folder, report),
                  keep_rows=options.facts)
    if options.facts:
        use_journal = options.own or place.held is None
        print_facts(place.journal if use_journal else place.held, report, options.device)


def main(arguments):
    options, report = parse_arguments(arguments), Report()
    with tempfile.TemporaryDirectory(prefix="otmetka-check-") as scratch:
        try:
            run(options, scratch, report)
        except OSError as error:
            report.fault("files", error)
    for name, lines in (("fault", report.faults), ("warning", report.warnings),
                        ("note", report.notes)):
        for line in lines:
            print(f"{name}: " + " ".join(line.split()), file=sys.stderr)
    summary = {**report.counts, "warnings": len(report.warnings), "faults": len(report.faults)}
    if options.json:
        print(json.dumps(summary))
    elif not options.facts:
        print(", ".join(f"{name}: {value}" for name, value in summary.items()))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
