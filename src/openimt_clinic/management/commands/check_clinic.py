"""Whether this clinic may be served: it has its own numbers, and nobody in it is invented.

Then what fell due while it was down is seen to."""

from typing import Any

from django.utils import timezone

from openimt_clinic.founding import refuse_unready
from openimt_clinic.management.refusing import RefusingCommand
from openimt_clinic.settling import settle_catalogues
from openimt_clinic.waking import wake


class Command(RefusingCommand):
    help = "Refuses, with a plain sentence, when something needed for serving is missing."

    def handle(self, *_: Any, **__: Any) -> None:
        now = timezone.now()
        refuse_unready()
        settle_catalogues(now)
        wake(now)
