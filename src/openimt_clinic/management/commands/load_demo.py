"""Fills the demo clinic, unless it is filled already, and says who can sign in."""

from typing import Any

from django.utils import timezone

from openimt_clinic.demo.load import load_demo
from openimt_clinic.demo.log_ins import log_ins
from openimt_clinic.management.refusing import RefusingCommand
from openimt_clinic.settling import settle_catalogues
from openimt_clinic.waking import wake


class Command(RefusingCommand):
    help = "Makes the demo clinic with invented people; prints the log-ins."

    def handle(self, *_: Any, **__: Any) -> None:
        now = timezone.now()
        load_demo(now)
        settle_catalogues(now)
        wake(now)
        self.stdout.write(log_ins())
