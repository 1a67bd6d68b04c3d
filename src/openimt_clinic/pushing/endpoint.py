"""Addresses of push services come from browsers, so they could name any machine: only public ones
are spoken to, and the machine that was checked is the one that is connected to.
"""

import base64
import binascii
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from openimt.errors import RecordError
from openimt_clinic.environment import Mode

LONGEST = 2000
POINT, SECRET = 65, 16
HTTPS = 443
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """Where to send: the host as it is named, the address it was found at, the rest."""

    host: str
    address: str
    port: int
    path: str
    secure: bool

    @property
    def origin(self) -> str:
        """What the key's signature is for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = HTTPS if self.secure else 80
        port = "" if self.port == usual else f":{self.port}"
        return f"http{'s' if self.secure else ''}://{host}{port}"


def checked_endpoint(endpoint: str) -> str:
    """The address as it is; raises RecordError unless it is one of a push service.

    Nothing is looked up yet: a name is resolved when something is sent.
    """
    _split(endpoint)
    return endpoint


def found(endpoint: str) -> Target:
    """The machine behind the address, now; raises RecordError when any of it is private."""
    host, port, path, secure = _split(endpoint)
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise ConnectionError(f"{len(host)} letters name no machine") from None
    addresses = list(dict.fromkeys(str(row[4][0]) for row in rows))
    if not addresses or not all(_may_be_asked(one) for one in addresses):
        raise RecordError("This address lies in a private network.", field="endpoint")
    return Target(host, addresses[0], port, path, secure)


def checked_keys(p256dh: str, auth: str) -> None:
    """Raises RecordError for keys with which nothing can be encrypted."""
    point, secret = _bytes(p256dh), _bytes(auth)
    if len(point) != POINT or point[0] != 4 or len(secret) != SECRET:
        raise RecordError("These are no keys of a browser.", field="keys")


def _split(endpoint: str) -> tuple[str, int, str, bool]:
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RecordError("This is no address.", field="endpoint") from None
    plain = len(endpoint) <= LONGEST and endpoint.isascii() and endpoint.isprintable()
    if not host or not plain or " " in endpoint or parts.username or parts.fragment:
        raise RecordError("This is no address of a push service.", field="endpoint")
    secure = parts.scheme == "https"
    if not secure and not (parts.scheme == "http" and _is_loopback(host) and _loopback_is_fine()):
        raise RecordError("A push service is reached by https alone.", field="endpoint")
    if port not in {None, HTTPS} and not (_is_loopback(host) and _loopback_is_fine()):
        raise RecordError("A push service has the usual port.", field="endpoint")
    if _is_number(host) and not _may_be_asked(host):
        raise RecordError("This address lies in a private network.", field="endpoint")
    if host == "localhost" and not _loopback_is_fine():
        raise RecordError("This address lies in a private network.", field="endpoint")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return host, port or (HTTPS if secure else 80), path, secure


def _may_be_asked(address: str) -> bool:
    """A public address; loopback only where nobody real is at stake."""
    number: ipaddress.IPv4Address | ipaddress.IPv6Address
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        # An IPv4 address in the clothes of a newer one is judged as what it is.
        number = number.ipv4_mapped or number.sixtofour or _translated(number) or number
    if number.is_loopback:
        return _loopback_is_fine()
    return number.is_global and not number.is_multicast and not number.is_reserved


def _translated(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """What a network without IPv4 translates to in the end (RFC 6052)."""
    return ipaddress.IPv4Address(number.packed[-4:]) if number in TRANSLATED else None


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _loopback_is_fine() -> bool:
    return settings.MODE is not Mode.SERVE


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise RecordError("These are no keys of a browser.", field="keys") from None
