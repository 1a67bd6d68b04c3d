"""A line to a machine that nobody here has chosen: all of it has to be over in time, and what it
says may not be much. A limit for each read alone would let it go on for ever, byte by byte.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any

from openimt_clinic.pushing.endpoint import HTTPS, Target

LONGEST_ANSWER = 16 * 1024
"""Bytes; of an answer only its status and one header are read."""


class Line(io.RawIOBase):
    """Reads from a socket until ``until`` (of the monotonic clock) or until it was too much.

    Raises TimeoutError, or ConnectionError for too much.
    """

    def __init__(self, target: Target, until: float) -> None:
        super().__init__()
        self._until, self._read = until, 0
        self._socket = _opened(target, until)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(_left(self._until))
        got = self._socket.recv_into(buffer)
        self._read += got
        if self._read > LONGEST_ANSWER:
            raise ConnectionError("the answer of a push service has no end")
        return got

    def sendall(self, data: bytes) -> None:
        """All of it within the time that is left."""
        self._socket.settimeout(_left(self._until))
        self._socket.sendall(data)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        """What the answer is read from."""
        return io.BufferedReader(self)

    def close(self) -> None:
        """The answer and the connection close it, whichever comes first."""
        self._socket.close()
        super().close()


def posted(
    target: Target, body: bytes, headers: Mapping[str, str], *, within: float
) -> http.client.HTTPResponse:
    """Status and headers of the answer, within so many seconds, connecting included."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.default_port = HTTPS if target.secure else connection.default_port
    line = Line(target, time.monotonic() + within)
    connection.sock = line
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        return connection.getresponse()
    finally:
        connection.close()
        line.close()


def _opened(target: Target, until: float) -> socket.socket:
    """To the address that was checked, whatever its name would lead to by now."""
    plain = socket.create_connection((target.address, target.port), timeout=_left(until))
    if not target.secure:
        return plain
    try:
        plain.settimeout(_left(until))
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("a push service took too long")
    return left
