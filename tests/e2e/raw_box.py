"""A box whose daemon somebody else wrote: it has an enrolled kiosk's own keys and says to central what it
likes. Written from FORMAT.md and PROTOCOL.md, with the checker's writer."""

import contextlib
import http.client
import pathlib
import random
import sqlite3
import ssl
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "checker"))

import nacl.signing
import tiny_writer as tiny
from otmetka_format import Reader
from otmetka_slips import parse_receipt, verify_receipt

HELLO, PROOF, SEGMENT, DETACHED, RECEIPT, WANTS, CHALLENGE, REFUSAL, NOTICE = 1, 2, 4, 5, 6, 7, 10, 11, 19
LATER = 2  # a version that nobody speaks yet


def frame(kind, body):
    return bytes([kind]) + tiny.st(body)


def frames_in(body):
    """{type: [body]}"""
    if body[:4] != b"OTX1":
        raise AssertionError(f"not an answer of ours: {body[:40]}")
    out, reader = {}, Reader(body[4:], "an answer")
    while reader.left():
        kind = reader.fixed(1, "frame type")
        out.setdefault(kind, []).append(reader.take(reader.uvarint("frame length"), "frame"))
    return out


def opened(boot=b"b" * 16):
    """The first fact of an epoch that has no parent."""
    return {"kind": 1, "boot": 7, "wall": 1_760_000_000, "payload": tiny.opened(boot)}


class RawBox:
    def __init__(self, kiosk, central):
        self.central, self.device = central, bytes.fromhex(kiosk.device)
        lines = [line.split() for line in (kiosk.directory / "sync/key").read_text().splitlines()]
        self.key = nacl.signing.SigningKey(bytes.fromhex(next(words[1] for words in lines if words[0] == "sign")))
        self.scopes = {words[1]: bytes.fromhex(words[2]) for words in lines if words[0] == "scope"}
        with contextlib.closing(sqlite3.connect(kiosk.directory / "sync/mirror.db")) as db:
            self.central_key = db.execute("SELECT p.key FROM public_key p JOIN log l ON l.device = p.device "
                                          "WHERE l.scope = 'office'").fetchone()[0]
        self._line = None

    def close(self):
        if self._line:
            self._line.close()
        self._line = None

    def post(self, body, path="/sync/v1/exchange"):
        """(status, frames) of one request over a connection that stays."""
        if not self._line:
            context = ssl.create_default_context(cafile=self.central.directory / "tls.crt")
            context.check_hostname = False
            self._line = http.client.HTTPSConnection(self.central.host, self.central.port, context=context)
        self._line.request("POST", path, body, {"Content-Type": "application/vnd.otmetka.frames"})
        answer = self._line.getresponse()
        return answer.status, frames_in(answer.read())

    def begun(self, version=1):
        return b"OTX1" + frame(HELLO, tiny.uv(version) + self.device + tiny.text("raw 1") + tiny.uv(0))

    def proof(self, answer):
        """What a connection is proved by, from the answer that asks for it."""
        challenge = answer[CHALLENGE][0]
        signature = tiny.sign(self.key, b"otmetka authentication 1\0", challenge + self.device + self.central_key)
        return frame(PROOF, challenge + signature)

    def break_off(self, frames, sent):
        """A proved request of which that part of its bytes is sent, and nothing of the answer is read."""
        self.close()
        body = self.begun() + self.proof(self.post(self.begun())[1]) + frames
        head = f"POST /sync/v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        self._line.sock.sendall(head + body[:int(sent * len(body))])
        self.close()

    def exchange(self, *frames):
        """The frames of the answer, on a connection that is proved."""
        status, answer = self.post(self.begun() + b"".join(frames))
        if status == 401:
            status, answer = self.post(self.begun() + self.proof(answer) + b"".join(frames))
        if status != 200:
            raise AssertionError(f"status {status}: {answer}")
        return answer

    def epoch(self, scope, rows, parts=1, epoch=None):
        """Segment frames of a fresh epoch with these rows, each row in one of so many parts; and the epoch."""
        epoch = random.getrandbits(64) if epoch is None else epoch
        log, size = (self.device, scope, epoch), -(-len(rows) // parts)
        links = tiny.chain(*log, rows)
        frames = [frame(SEGMENT, b"".join(tiny.segment(
            log, at + 1, rows[at:at + size], links[at], self.key, self.scopes[scope])))
            for at in range(0, len(rows), size)]
        return frames, epoch

    def detached(self, scope, text):
        """(frame, hash) of a text that a row can name."""
        salted = random.randbytes(16) + text
        return frame(DETACHED, tiny.h(salted) + tiny.detached(scope, salted, self.scopes[scope])), tiny.h(salted)

    def durable(self, answer, epoch):
        """How far the receipt of an answer says that central holds an epoch."""
        receipt = parse_receipt(answer[RECEIPT][0])
        verify_receipt(receipt, self.central_key)
        return max(entry.durable for entry in receipt.entries if entry.epoch == epoch)
