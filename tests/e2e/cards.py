"""NFC cards before a reader that is not there: the real PC/SC service with the virtual reader of vsmartcard."""

import contextlib
import os
import pathlib
import random
import shutil
import socket
import struct
import threading

import programs

TOOLS = ("systemd-socket-activate", "/usr/sbin/pcscd")
DRIVER = pathlib.Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
# What the reader itself asks the virtual card for; a longer message is a command.
ATR_WANTED = b"\4"
ATR = bytes.fromhex("3b8180018080")
DONE, NOT_FOUND = b"\x90\x00", b"\x6a\x82"
APPLICATION = bytes.fromhex("00a4040007d276000085010100")


def missing_tools():
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if not DRIVER.exists():
        missing.append("vsmartcard-vpcd")
    if os.geteuid() != 0 and not pathlib.Path("/run/pcscd").exists():
        missing.append("/run/pcscd, which only root can make")
    return missing


def text_message(text):
    """An NDEF message of one Text record."""
    payload = b"\2en" + text.encode()
    return b"\xc1\1" + struct.pack(">I", len(payload)) + b"T" + payload


class Card:
    """A Type 4 tag: a card with files, one of which says where the message is."""

    def __init__(self, message):
        self.files = {b"\xe1\x03": bytes.fromhex("000f2000ff00340406e10420000000"),
                      b"\xe1\x04": struct.pack(">H", len(message)) + message}
        self.file = b""

    def answer(self, command):
        if command == APPLICATION:
            return DONE
        if command[1] == 0xA4:
            self.file = self.files.get(command[5:], b"")
            return DONE if self.file else NOT_FOUND
        if command[1] == 0xB0:
            at = command[2] << 8 | command[3]
            return self.file[at:at + command[4]] + DONE
        return NOT_FOUND


def _play(card, link, leaving):
    """Until the reader is gone, or looks for a card that is leaving; sooner, and it could find the next card there
    before it missed this one."""
    with contextlib.suppress(OSError, struct.error), link:
        while True:
            (size,) = struct.unpack(">H", link.recv(2, socket.MSG_WAITALL))
            command = link.recv(size, socket.MSG_WAITALL)
            if command == ATR_WANTED and leaving.is_set():
                return
            if size > 1 or command == ATR_WANTED:
                answer = ATR if size == 1 else card.answer(command)
                link.sendall(struct.pack(">H", len(answer)) + answer)


def _any_port():
    return random.randrange(10_000, 30_000)  # nobody is lent these


def _is_free(port):
    with socket.socket() as link, contextlib.suppress(OSError):
        link.bind(("", port))
        return True
    return False


class Reader:
    """The service with its readers, of which the first is used. Its socket and ports are its own."""

    def __init__(self, world):
        self.folder = world.root / f"cards.{random.getrandbits(32):08x}"
        self.config = self.folder / "config"
        self.config.mkdir(parents=True)
        self.port = next(port for port in iter(_any_port, None) if _is_free(port) and _is_free(port + 1))
        (self.config / "reader").write_text(
            f'FRIENDLYNAME "Test"\nDEVICENAME /dev/null:{self.port}\nLIBPATH {DRIVER}\nCHANNELID {self.port}\n')
        self.service = None
        # How programs find it.
        self.environment = {"PCSCLITE_CSOCK_NAME": str(self.folder / "socket")}

    def start(self):
        # The socket is handed over as systemd does it, since the service's own place for it is fixed.
        self.service = programs.Running(
            ["systemd-socket-activate", f"--listen={self.folder / 'socket'}", TOOLS[1], "--foreground", "--auto-exit",
             "--config", str(self.config)], self.folder / "service.err")
        return self

    def kill(self):
        if self.service:
            self.service.kill()

    @contextlib.contextmanager
    def held(self, message):
        """A card with that message lies on the reader."""
        link = programs.wait_until("the reader takes cards", self._connect)
        leaving = threading.Event()
        player = threading.Thread(target=_play, args=(Card(message), link, leaving))
        player.start()
        try:
            yield
        finally:
            leaving.set()
            player.join()

    def _connect(self):
        try:
            return socket.create_connection(("127.0.0.1", self.port), programs.PATIENCE_S)
        except ConnectionRefusedError:
            return None
