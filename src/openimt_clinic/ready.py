"""What a web process does before the first person comes: so that nobody waits for it later."""

import gc

from django.urls import get_resolver

from openimt.catalogue.load import load
from openimt_clinic.last_numbers import look_them_up

SELDOM = (50_000, 20, 100)
"""New objects until the young are looked through, and how many such rounds until older ones are."""


def make_ready() -> None:
    """Imports every page, reads the catalogue and the clinics' numbers, and settles them all.

    What lives as long as the process is put out of the collector's sight. Otherwise, every few
    dozen pages, one waits 0.1 to 0.2 s while all of it is walked, and nothing is found to free.
    What a page leaves behind is small and young: it is looked for seldom, all of it very seldom.
    """
    get_resolver().url_patterns  # noqa: B018
    load()
    look_them_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
