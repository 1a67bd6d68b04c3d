"""Whether this clinic may be served: it has its own numbers, and nobody in it is invented."""

from typing import Any

from openimt_clinic.founding import refuse_unready
from openimt_clinic.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = "Refuses, with a plain sentence, when something needed for serving is missing."

    def handle(self, *_: Any, **__: Any) -> None:
        refuse_unready()
