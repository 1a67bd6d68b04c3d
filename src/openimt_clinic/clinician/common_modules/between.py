"""What stands open between the two in the room, as points of the agenda until it is mended."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openimt.deliver.session import AgendaPoint
from openimt_clinic.records.mapping.common_modules import ruptures_of
from openimt_clinic.records.mapping.situations import between
from openimt_clinic.records.patient import Patient


def between_points(patient: Patient) -> Iterator[AgendaPoint]:
    """Each strain that is not mended, with its next step; else a look at the alliance when it is
    time for one."""
    found = between(patient, timezone.localdate())
    written = {noted.rupture: noted.document for noted in ruptures_of(patient)}
    for one in found.strains:
        document = written[one.rupture]
        day = date_format(one.rupture.on, "j M")
        says = _("A strain between us on %(day)s: mend it first.") % {"day": day}
        because = _("It is not marked as mended. %(next)s") % {"next": one.says}
        lines = (one.rupture.happened, _("Next: %(step)s") % {"step": one.says})
        yield AgendaPoint(
            f"strain_{document.line.hex[:12]}",
            says,
            because,
            "c2",
            lines=tuple(filter(None, lines)),
        )
    if found.recheck is not None and not found.strains:
        yield AgendaPoint(
            f"alliance_recheck_{found.recheck.since:%Y%m%d}",
            _("Look together at how the work goes between you."),
            found.recheck.says,
            module="c2",
        )
