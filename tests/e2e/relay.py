"""A proxy on the way to central that opens the line: what it hands on it may change."""

import http.client
import http.server
import ssl

from false_centrals import Served


class Relay(Served):
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

        super().__init__((central.host, port), Answer, tls_of)
        self.url = f"https://{central.host}:{self.port}"
