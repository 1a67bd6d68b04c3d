"""Fills the demo clinic, unless it is filled already."""

from typing import Any

from django.utils import timezone

from openimt_clinic.demo.load import load_demo
from openimt_clinic.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = "Makes the demo clinic with invented people."

    def handle(self, *_: Any, **__: Any) -> None:
        load_demo(timezone.localdate())
