"""A push service of our own on this machine: it reads what was sent as a browser would, and
answers what a test tells it to."""

import json
import socket
import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from py_vapid import Vapid02

from openimt_clinic.actions.push_addresses import Subscription
from tests.web.prompted import KEYS


@dataclass
class Got:
    """One message: its headers, what it says to the browser, and the claims of its signature."""

    headers: dict[str, str]
    says: dict[str, Any]
    claims: dict[str, Any]


@dataclass
class PushService:
    """``answers``: status (and headers) by turns, the last one for good; ``sleeps``: seconds."""

    port: int
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(201, {})])
    got: list[Got] = field(default_factory=list)
    sleeps: float = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/send/abc"

    @property
    def subscription(self) -> Subscription:
        return Subscription(self.endpoint, KEYS.p256dh, KEYS.auth)

    def answer(self) -> tuple[int, dict[str, str]]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def read(headers: dict[str, str], body: bytes) -> Got:
    """What only this browser can read; fails when the signature is not the clinic's."""
    assert Vapid02.verify(headers["authorization"]), "the signature does not hold"
    token = headers["authorization"].split("t=")[1].split(",")[0]
    claims = token.split(".")[1]
    opened = http_ece.decrypt(
        body, private_key=KEYS.private, auth_secret=KEYS.secret, version="aes128gcm"
    )
    return Got(
        headers,
        json.loads(opened),
        json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4))),
    )


@contextmanager
def push_service() -> Iterator[PushService]:
    service: PushService

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            named = {name.lower(): value for name, value in self.headers.items()}
            service.got.append(read(named, body))
            time.sleep(service.sleeps)
            status, headers = service.answer()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Tests say by themselves what went wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


RECORD = bytes((22, 3, 3, 64, 0))
"""The head of a handshake's record of 16 KB, which then never comes to its end."""


@contextmanager
def endless_service(*, secure: bool, pause: float) -> Iterator[tuple[str, Callable[[], float]]]:
    """A hostile one: its answer begins and never ends. Its address, and for how many seconds
    somebody has listened to it."""
    begins, goes_on = (RECORD, b"x") if secure else (b"HTTP/1.1 201 Created\r\n", b"a: b\r\n")
    heard: list[float] = []

    def serve(server: socket.socket) -> None:
        line, _ = server.accept()
        begun = time.monotonic()
        with line, suppress(OSError):
            line.sendall(begins)
            while time.monotonic() - begun < 4:
                line.sendall(goes_on if pause else goes_on * 1000)
                time.sleep(pause)
        heard.append(time.monotonic() - begun)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()

        def took() -> float:
            thread.join()
            return heard[0]

        yield f"http{'s' * secure}://127.0.0.1:{server.getsockname()[1]}/send", took
        thread.join()
