"""The three database files: a quiet copy of each, and every promise of FORMAT.md about them."""

import itertools
import os
import re
import shutil
import sqlite3
import time

from otmetka_format import (
    LIMIT_64, FormatError, Parent, check_scope, key_id, link_zero, next_link,
    parse_opened, parse_row, scope_key_id)
from otmetka_segment import (
    ZERO_HASH, check_payload, check_salted, decode_plain, open_detached, open_payload,
    parse_detached, parse_header, verify_header)

APPLICATION_ID = 0x4F544D31
USER_VERSION = 1
COPY_ATTEMPTS = 50


class Report:
    """Collects what was found; faults are wrong data, warnings and notes are not."""

    def __init__(self):
        self.faults, self.warnings, self.notes, self.counts = [], [], [], {}

    def fault(self, where, what):
        self.faults.append(f"{where}: {what}")

    def warning(self, where, what):
        self.warnings.append(f"{where}: {what}")

    def note(self, where, what):
        self.notes.append(f"{where}: {what}")

    def count(self, name, by=1):
        self.counts[name] = self.counts.get(name, 0) + by


class Epoch:
    """What one file knows of one epoch: links by seq, rows by seq when they are kept."""

    def __init__(self, where, device, scope, number):
        self.where = f"{where}: {device.hex()}/{scope}/{number:016x}"
        self.key = (device, scope, number)
        self.parent = None
        self.links = {0: link_zero(device, scope, number)}
        self.rows = {}
        self.length = 0  # facts 1 … length are there
        self.damaged = False  # a segment of it could not be believed

    def parent_key(self):
        return self.parent and (*self.key[:2], self.parent.epoch)

    def learn(self, report, seq, link, source):
        known = self.links.setdefault(seq, link)
        if known != link:
            report.fault(self.where, f"seq {seq}: {source}: expected link {known.hex()}, "
                                     f"found {link.hex()}")



# ---- copies ----


def file_mark(path):
    """What changes when a checkpoint writes the database or restarts the log beside it."""
    with open(path, "rb") as file:
        head = file.read(32)
    info = os.stat(path)
    return head, info.st_mtime_ns, info.st_size


def wal_head(path):
    try:
        with open(path, "rb") as file:
            return file.read(32)
    except FileNotFoundError:
        return b""


def quiet_copy(path, folder):
    """Copies database and -wal without touching either, for reading in place needs a -shm file.

    The log only grows until a checkpoint; a checkpoint changes the database file, a restart of
    the log changes its head. If neither changed while copying, the pair belongs together.
    """
    target = os.path.join(folder, path.strip("/").replace("/", "_"))
    for _ in range(COPY_ATTEMPTS):
        before = file_mark(path), wal_head(path + "-wal")
        shutil.copyfile(path, target)
        if os.path.exists(target + "-wal"):
            os.remove(target + "-wal")
        if before[1]:
            shutil.copyfile(path + "-wal", target + "-wal")
        if before == (file_mark(path), wal_head(path + "-wal")):
            return target
        time.sleep(0.05)
    raise OSError(f"{path}: changes too fast to be copied")


def open_copy(path, folder, where, report):
    database = sqlite3.connect(quiet_copy(path, folder))
    database.row_factory = sqlite3.Row
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    backup = os.path.exists(os.path.join(os.path.dirname(path), "backup.json"))  # no log beside it
    for pragma, expected in (("application_id", APPLICATION_ID), ("user_version", USER_VERSION),
                             ("journal_mode", "delete" if backup else "wal"), ("integrity_check", "ok")):
        found = database.execute(f"PRAGMA {pragma}").fetchone()[0]
        if found != expected:
            report.fault(where, f"{pragma}: expected {expected}, found {found}")
    return database


def load_keys(folder, report):
    """{(scope, scope key id): key}; other lines of the key files are none of this reader's."""
    keys = {}
    for name in ("key", "sync/key", "kiosk/key"):
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                lines = [line.split() for line in file]
        except (FileNotFoundError, NotADirectoryError):
            continue
        for words in lines:
            if words[:1] != ["scope"]:
                continue
            if len(words) != 3 or not re.fullmatch("[0-9a-fA-F]{64}", words[2]):
                # The line itself is a secret and is not repeated.
                report.fault(os.path.join(folder, name),
                             "expected `scope SCOPE HEX` with 64 digits, found another")
                continue
            key = bytes.fromhex(words[2])
            keys[words[1], scope_key_id(key)] = key
    return keys


def blob(record, column, size=None):
    value = record[column]
    wanted = "a blob" if size is None else f"a blob of {size} bytes"
    if not isinstance(value, bytes):
        raise FormatError(f"column {column}", wanted, repr(value))
    if size is not None and len(value) != size:
        raise FormatError(f"column {column}", wanted, f"{len(value)} bytes")
    return value


def integer(record, column):
    if not isinstance(record[column], int):
        raise FormatError(f"column {column}", "an integer", repr(record[column]))
    return record[column]


def log_of(record):
    """(device, scope, epoch); SQLite holds the 64 bits of an epoch as a signed integer."""
    return (blob(record, "device", 16), check_scope(str(record["scope"])),
            integer(record, "epoch") % LIMIT_64)


# ---- journal.db ----


def read_journal(database, where, report, keep_rows):
    """{(device, scope, epoch): Epoch}"""
    epochs = {}
    for record in database.execute("SELECT * FROM epoch ORDER BY id"):
        try:
            epoch = Epoch(where, *log_of(record))
        except FormatError as error:
            report.fault(f"{where}: epoch id {record['id']}", error)
            continue
        if epoch.key in epochs:
            report.fault(epoch.where, f"is there twice, again as id {record['id']}")
            continue
        epochs[epoch.key] = epoch
        read_journal_rows(database, epoch, record, report, keep_rows)
    orphans = "SELECT DISTINCT epoch FROM row WHERE epoch NOT IN (SELECT id FROM epoch)"
    for (number,) in database.execute(orphans):
        report.fault(where, f"rows of epoch id {number}: expected an epoch, found none")
    place = {key: index for index, key in enumerate(epochs)}  # the order of opening
    for epoch in epochs.values():
        check_parent(epoch, epochs, report, complete=True)
        if place.get(epoch.parent_key(), -1) > place[epoch.key]:
            report.fault(epoch.where, "parent: expected an epoch opened before, found a later one")
    report.count("journal epochs", len(epochs))
    report.count("journal facts", sum(epoch.length for epoch in epochs.values()))
    for record in database.execute("SELECT * FROM detached"):
        try:
            check_scope(str(record["scope"]))
            check_salted(blob(record, "salted"), blob(record, "hash", 32))
            report.count("journal detached")
        except FormatError as error:
            report.fault(f"{where}: detached {hex_of(record['hash'])}", error)
    return epochs


def hex_of(value):
    return value.hex() if isinstance(value, bytes) else repr(value)


def read_journal_rows(database, epoch, record, report, keep_rows):
    # Where a stored link is not the computed one, the next row may follow from either: from the
    # computed one if the link was damaged later, from the stored one if the row was.
    before, boot = {epoch.links[0]}, None
    query = "SELECT seq, bytes, link FROM row WHERE epoch = ? ORDER BY seq"
    for expected, found in enumerate(database.execute(query, (record["id"],)), 1):
        if found["seq"] != expected:
            report.fault(epoch.where, f"seq: expected {expected}, found {found['seq']}")
            break  # behind a gap no link can be computed
        try:
            stored, link = blob(found, "bytes"), blob(found, "link", 32)
        except FormatError as error:
            report.fault(epoch.where, f"seq {expected}: {error}")
            break
        computed = [next_link(one, stored) for one in before]
        if link not in computed:
            report.fault(epoch.where, f"seq {expected}: stored link: expected "
                                      f"{computed[0].hex()}, found {link.hex()}")
        before = {link} if link in computed else {link, *computed}
        epoch.length, epoch.links[expected] = expected, link
        try:
            row = parse_row(stored)
            if keep_rows:
                epoch.rows[expected] = row
            if expected == 1:
                epoch.parent, boot = parse_opened(row)
        except FormatError as error:
            report.fault(epoch.where, f"seq {expected}: {error}")
    if not epoch.length:
        report.fault(epoch.where, "facts: expected `opened` at seq 1, found none")
    if boot and record["boot"] != boot:
        report.warning(epoch.where, f"boot: `opened` says {boot.hex()}, the table "
                                    f"{hex_of(record['boot'])}")


def check_parent(epoch, epochs, report, complete):
    """The parent is a fact of the same log. Not holding it is no fault; contradicting it is.

    `complete`: the file is the writer's own, so an epoch that is there is there to its end. A
    store may hold less of it than the writer.
    """
    if epoch.parent is None:
        return
    said = epoch.parent
    if said.epoch == epoch.key[2]:
        report.fault(epoch.where, "parent: expected another epoch, found the same")
        epoch.parent = None
        return
    parent = epochs.get(epoch.parent_key())
    if parent is None:
        report.note(epoch.where, f"parent epoch {said.epoch:016x} is not in this file")
    elif said.seq > parent.length:
        (report.fault if complete else report.note)(
            epoch.where, f"parent: expected a seq up to {parent.length}, found {said.seq}")
    elif parent.links.get(said.seq, said.link) != said.link:
        report.fault(epoch.where, f"parent link: expected {parent.links[said.seq].hex()}, "
                                  f"found {said.link.hex()}")


# ---- mirror.db and central.db ----


class Held:
    """The tables of held logs of one file."""

    def __init__(self, database, where, report, keys, keep_rows):
        self.database, self.where, self.report = database, where, report
        self.keys, self.keep_rows = keys, keep_rows
        self.public_keys, self.key_ends, self.epochs = {}, {}, {}

    def read(self):
        self.read_public_keys()
        self.read_key_ends()
        self.read_epochs()
        for epoch in self.epochs.values():
            check_parent(epoch, self.epochs, self.report, complete=False)
        self.report.count("held epochs", len(self.epochs))
        self.report.count("held facts", sum(e.length for e in self.epochs.values()))
        self.read_detached()
        self.read_quarantine()
        return self.epochs

    def read_public_keys(self):
        for record in self.database.execute("SELECT * FROM public_key"):
            try:
                key = blob(record, "key", 32)
                self.public_keys[blob(record, "device", 16), blob(record, "key_id", 8)] = key
                if key_id(key) != record["key_id"]:
                    raise FormatError("key id", key_id(key).hex(), record["key_id"].hex())
            except FormatError as error:
                self.report.fault(f"{self.where}: public_key {hex_of(record['key_id'])}", error)

    def records_of(self, table):
        """None where no writer that knows the table has opened the file yet."""
        found = self.database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        return self.database.execute(f"SELECT * FROM {table}") if found else ()

    def read_key_ends(self):
        """{(device, key id): {(scope, epoch): last place}}, of keys that others follow."""
        for record in self.records_of("key_end"):
            places = self.key_ends.setdefault((record["device"], record["key_id"]), {})
            places[record["scope"], record["epoch"] % LIMIT_64] = record["seq"]

    def check_key(self, header):
        key = self.public_keys.get((header.device, header.key_id))
        if key is None:
            raise FormatError("header key id", f"a key of {header.device.hex()}", header.key_id.hex())
        places = self.key_ends.get((header.device, header.key_id))
        if places is not None and header.last() > places.get((header.scope, header.epoch), 0):
            raise FormatError("header key", "one that no other has followed here", header.key_id.hex())
        verify_header(header, key)

    def read_epochs(self):
        for table, column, other in (("segment", "epoch", "held_epoch"),
                                     ("held_epoch", "log", "log")):
            for (number,) in self.database.execute(
                    f"SELECT DISTINCT {column} FROM {table}"
                    f" WHERE {column} NOT IN (SELECT id FROM {other})"):
                self.report.fault(self.where, f"{table} of {other} id {number}: expected a row "
                                              f"there, found none")
        for record in self.database.execute(
                "SELECT h.*, l.device, l.scope FROM held_epoch h JOIN log l ON l.id = h.log"
                " ORDER BY h.id"):
            try:
                epoch = Epoch(self.where, *log_of(record))
            except FormatError as error:
                self.report.fault(f"{self.where}: held_epoch id {record['id']}", error)
                continue
            if epoch.key in self.epochs:
                self.report.fault(epoch.where, f"is held twice, again as id {record['id']}")
                continue
            self.epochs[epoch.key] = epoch
            try:
                epoch.parent = parent_of(record)
                spans = self.read_segments(epoch, record["id"])
                self.check_prefix(epoch, record, spans)
            except FormatError as error:
                self.report.fault(epoch.where, error)

    def read_segments(self, epoch, identifier):
        """The (first, last) of each segment, damaged ones too: only a gap is told as a gap."""
        spans = []
        for record in self.database.execute(
                "SELECT * FROM segment WHERE epoch = ? ORDER BY first, last, id", (identifier,)):
            try:
                spans.append((integer(record, "first"), integer(record, "last")))
                self.read_segment(epoch, record)
            except FormatError as error:
                epoch.damaged = True
                self.report.fault(epoch.where, f"segment {record['id']} ({record['first']} … "
                                               f"{record['last']}): {error}")
        return spans

    def read_segment(self, epoch, record):
        header = parse_header(blob(record, "header"))
        device, scope, number = epoch.key
        for what, expected, found in (
                ("device", device.hex(), header.device.hex()), ("scope", scope, header.scope),
                ("epoch", f"{number:016x}", f"{header.epoch:016x}"),
                ("first", record["first"], header.first), ("last", record["last"], header.last()),
                ("type", record["type"], header.type)):
            if expected != found:
                raise FormatError(f"header {what}", f"{expected} as in the tables", found)
        if header.first == 1 and header.parent != epoch.parent:
            raise FormatError("header parent", f"{show_parent(epoch.parent)} as in held_epoch",
                              show_parent(header.parent))
        self.check_key(header)
        payload = blob(record, "payload")
        check_payload(header, payload)
        source = f"segment {record['id']}"
        epoch.learn(self.report, header.first - 1, header.before, f"{source} link before")
        epoch.learn(self.report, header.last(), header.link, f"{source} last link")
        self.read_payload(epoch, header, payload, source)
        self.report.count("segments" if header.type == 1 else "tails")

    def read_payload(self, epoch, header, payload, source):
        key = self.keys.get((header.scope, header.scope_key_id))
        if key is None:
            self.report.count("sealed, not opened")
            return
        pairs = decode_plain(header, open_payload(header, payload, key))
        link = header.before
        links = [link := next_link(link, stored) for stored, _ in pairs]
        if links[-1] != header.link:
            raise FormatError("last link", f"{links[-1].hex()} as computed", header.link.hex())
        for seq, (link, (_, row)) in enumerate(zip(links, pairs), header.first):
            epoch.learn(self.report, seq, link, source)
            if seq == 1:
                parent, _ = parse_opened(row)
                if parent != header.parent:
                    raise FormatError("header parent", f"{show_parent(parent)} as in `opened`",
                                      show_parent(header.parent))
            if self.keep_rows:
                epoch.rows[seq] = row
        self.report.count("segments opened")

    def check_prefix(self, epoch, record, spans):
        held, archived = integer(record, "held_seq"), integer(record, "archived_seq")
        reach = 0
        for first, last in sorted(spans):
            if first > reach + 1:
                self.report.fault(epoch.where, f"segments: expected one that covers seq "
                                               f"{reach + 1}, found the next at {first}")
            reach = max(reach, last)
        if reach != held:
            self.report.fault(epoch.where, f"held_seq: expected {reach}, as far as the segments "
                                           f"reach, found {held}")
        epoch.length = held
        if not 0 <= archived <= held:
            self.report.fault(epoch.where, f"archived_seq: expected 0 … {held}, found {archived}")
        if held == 0 and not record["held_link"]:
            return
        link = blob(record, "held_link", 32)
        if held not in epoch.links:
            if epoch.damaged:
                return  # that segment was told of already
            self.report.fault(epoch.where, f"held_link: no segment says the link of {held}")
        elif epoch.links[held] != link:
            self.report.fault(epoch.where, f"held_link: expected {epoch.links[held].hex()}, "
                                           f"found {link.hex()}")

    def read_detached(self):
        for record in itertools.chain(self.database.execute("SELECT * FROM detached"), self.records_of("detached_large")):
            try:
                digest, data = blob(record, "hash", 32), blob(record, "bytes")
                scope, key_name, _, _ = parse_detached(data)
                if scope != record["scope"]:
                    raise FormatError("scope", f"{record['scope']} as in the table", scope)
                self.report.count("held detached")
                if (scope, key_name) in self.keys:
                    open_detached(data, digest, self.keys[scope, key_name])
                else:
                    self.report.count("sealed, not opened")
            except FormatError as error:
                self.report.fault(f"{self.where}: detached {hex_of(record['hash'])}", error)

    def read_quarantine(self):
        for record in self.database.execute("SELECT * FROM quarantine ORDER BY id"):
            self.report.count("quarantine")
            try:
                header = parse_header(blob(record, "header"))
                what = (f"{header.device.hex()}/{header.scope}/{header.epoch:016x} "
                        f"{header.first} … {header.last()}")
            except FormatError as error:
                what = f"unreadable ({error})"
            self.report.warning(f"{self.where}: quarantine {record['id']}",
                                f"at {record['at']}: {record['reason']}: {what}")


def parent_of(record):
    """The page does not say how the table writes `no parent`: zeros and NULL are both taken."""
    if all(record[c] in (None, 0, b"", ZERO_HASH)
           for c in ("parent_epoch", "parent_seq", "parent_link")):
        return None
    return Parent(integer(record, "parent_epoch") % LIMIT_64, integer(record, "parent_seq"),
                  blob(record, "parent_link", 32))


def show_parent(parent):
    return "no parent" if parent is None else (
        f"{parent.epoch:016x}/{parent.seq}/{parent.link.hex()}")
