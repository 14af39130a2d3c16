"""Things that are not central and answer all the same: captive portals, damaged lines, strangers."""

import contextlib
import http.server
import random
import socket
import ssl
import threading

HTML = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please log in</body></html>"


class Served:
    """A handler of requests at an address, until it is closed; over TLS with the key of a directory."""

    def __init__(self, address, handler, tls_of=None):
        self._server = http.server.ThreadingHTTPServer(address, handler)
        self._server.handle_error = lambda *_: None  # a client that hangs up is what is wanted here
        if tls_of:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls_of / "tls.crt", tls_of / "tls.key")
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True,
                                                      do_handshake_on_connect=False)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class FalseCentral(Served):
    """Answers every request at an address with the same bytes."""

    def __init__(self, host, port, body, status=200, headers=(), tls_of=None):
        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                asked.append(self.path)
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": len(body),
                                    **dict(headers)}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self.asked = asked = []
        super().__init__((host, port), Answer, tls_of)


class Allowance:
    """How many bytes may still go through a line, both ways together; None for all of them."""

    def __init__(self, left):
        self._left, self.passed, self._lock = left, 0, threading.Lock()

    def take(self, part):
        with self._lock:
            if self._left is not None:
                part = part[:self._left]
                self._left -= len(part)
            self.passed += len(part)
            return part


class Cutter:
    """A line to central that breaks for good once its allowance is used up."""

    def __init__(self, host, to):
        self._to, self._allowance, self._ends, self._threads = to, Allowance(None), [], []
        self._server = socket.create_server((host, 0))
        self.url = f"https://{host}:{self._server.getsockname()[1]}"
        self._start(self._accept)

    @property
    def passed(self):
        """Bytes since it was mended."""
        return self._allowance.passed

    def mend(self, bytes_left=None):
        """What was connected stays as it is; what connects from now on shares a new allowance."""
        self._allowance = Allowance(bytes_left)

    def _start(self, work, *arguments):
        self._threads.append(threading.Thread(target=work, args=arguments))
        self._threads[-1].start()

    def _accept(self):
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return  # closed
            self._ends.append(near)
            try:
                far = socket.create_connection(self._to)
            except OSError:
                _shut(near)
                continue
            self._ends.append(far)
            self._start(self._pump, near, far, self._allowance)
            self._start(self._pump, far, near, self._allowance)

    def _pump(self, source, sink, allowance):
        with contextlib.suppress(OSError):
            while part := source.recv(65536):
                passed = allowance.take(part)
                sink.sendall(passed)
                if len(passed) < len(part):
                    break
        for end in source, sink:
            _shut(end)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        _shut(self._server)  # wakes the thread that accepts
        self._threads[0].join()
        for end in self._ends:
            _shut(end)
        for thread in self._threads:
            thread.join()
        for end in [self._server, *self._ends]:
            end.close()


def _shut(end):
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


def noise(seed, size):
    return random.Random(seed).randbytes(size)
