"""A phone as the server meets it: entries with keys and numbers, sent at once by a browser."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

SYNC = "/me/sync/"
Entry = dict[str, Any]


@dataclass
class Phone:
    """``slow``: how far its clock is behind. ``key``: it is the person's own, and sends by that."""

    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    slow: timedelta = timedelta()
    key: str = ""
    number: int = 0
    queued: list[Entry] = field(default_factory=list)

    def now(self) -> datetime:
        return timezone.localtime() - self.slow

    def write(
        self, values: Mapping[str, object], kind: str = "diary", name: str = "", **more: Any
    ) -> Entry:
        """One entry, on the phone's own day; it waits until it is sent."""
        self.number += 1
        entry = {
            "key": str(uuid.uuid4()),
            "kind": kind,
            "name": name or self.now().date().isoformat(),
            "number": self.number,
            "given_at": self.now().isoformat(),
            "values": dict(values),
            "seen": {},
        } | more
        self.queued.append(entry)
        return entry

    def body(self, entries: list[Entry] | None = None, **more: Any) -> dict[str, Any]:
        sent = self.queued if entries is None else entries
        return {"device": self.device, "sent_at": self.now().isoformat(), "entries": sent} | more

    def post(self, browser: Client, body: object, **headers: str) -> HttpResponse:
        given = {"Authorization": f"Device {self.key}"} if self.key else {}
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        kind = "application/json"
        return browser.post(SYNC, text, content_type=kind, headers=given | headers)

    def send(self, browser: Client, entries: list[Entry] | None = None) -> list[dict[str, Any]]:
        """The answers, in the order in which the entries were taken; the queue is empty then."""
        response = self.post(browser, self.body(entries))
        assert response.status_code == 200, response.content
        self.queued = []
        answers: list[dict[str, Any]] = response.json()["entries"]
        return answers

    def tell(self, browser: Client, values: Mapping[str, object], **more: Any) -> dict[str, Any]:
        """Writes and sends one entry."""
        (answer,) = self.send(browser, [self.write(values, **more)])
        return answer
