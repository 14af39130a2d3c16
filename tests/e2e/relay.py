"""A proxy on the way to central that opens the line: what it hands on it may change."""

import http.client
import http.server
import ssl
import threading


class Relay:
    """Hands requests on to a central, each connection by one of its own, and the answers as `change(body)` has them.
    `tls_of` is the directory with the key that it shows: central's own, or another one."""

    def __init__(self, central, tls_of, port=0):
        self.change, self.asked, self.changed = None, 0, 0
        relay = self

        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                context = ssl.create_default_context(cafile=central.directory / "tls.crt")
                context.check_hostname = False
                self.far = http.client.HTTPSConnection(central.host, central.port, context=context)

            def finish(self):
                self.far.close()
                super().finish()

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                relay.asked += 1
                self.far.request(self.command, self.path, body, {"Content-Type": self.headers["Content-Type"] or ""})
                answer = self.far.getresponse()
                status, data = answer.status, answer.read()
                if relay.change and status == 200:
                    relay.changed += 1
                    status, data = relay.change(data)
                self.send_response(status)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer((central.host, port), Answer)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # clients that hang up are what is wanted here
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls_of / "tls.crt", tls_of / "tls.key")
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://{central.host}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
