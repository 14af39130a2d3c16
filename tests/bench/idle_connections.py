#!/usr/bin/env python3
"""The real central with very many kept-alive TLS connections on which nothing happens: its memory, its threads, and whether
each still answers. Prints one line of JSON, which `otmetka-bench connections` reads.

OTMETKA_BENCH_CONNECTIONS  how many, in place of ten thousand"""

import json
import os
import pathlib
import re
import resource
import socket
import ssl
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import programs  # noqa: E402

COUNT, WARM = int(os.environ.get("OTMETKA_BENCH_CONNECTIONS", 10_000)), 100
REQUEST = b"GET / HTTP/1.1\r\nHost: central\r\n\r\n"


def connect(central, context):
    return context.wrap_socket(socket.create_connection((central.host, central.port), 30), server_hostname=central.host)


def answers(connection):
    """Asks for something small and reads it whole, so that the connection is kept."""
    connection.sendall(REQUEST)
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(4096) or b"\r\n\r\n"
    head, body = got.split(b"\r\n\r\n", 1)
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(4096)
    return head.startswith(b"HTTP/1.1 200") and bool(length)


def measure():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    world = programs.World(0)
    try:
        central = world.central().start()
        opened = [connect(central, context) for _ in range(WARM)]
        if not all(map(answers, opened)):
            raise AssertionError("central does not answer")
        before = central.program.memory()
        begun = time.monotonic()
        idle = []
        for _ in range(COUNT):
            idle.append(connect(central, context))
            if not answers(idle[-1]):
                raise AssertionError(f"central does not answer the connection {len(idle)}")
        seconds = time.monotonic() - begun
        each = (central.program.memory() - before) / COUNT
        threads = len(os.listdir(f"/proc/{central.program.process.pid}/task"))
        begun = time.monotonic()
        answered = sum(map(answers, idle))
        return {"count": COUNT, "bytes_each": each, "threads": threads, "opened_per_s": COUNT / seconds,
                "answered": answered, "answered_per_s": COUNT / (time.monotonic() - begun)}
    finally:
        world.close()


if __name__ == "__main__":
    print(json.dumps(measure()))
