"""What a window, a tab and the list of lately used pages call a patient's page.

A screen reader reads it first; whoever looks over a shoulder reads it, too. So it says which page
it is in the plainest words, and never what anybody has written on it.
"""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: Mapping[str, str | Promise] = {
    "home": _("Today"),
    "path": _("My path"),
    "module": _("My path"),
    "me": _("Me"),
    "card": _("My day"),
    "card_of_day": _("My day"),
    "pause": _("Pause"),
    "one_pause": _("Pause"),
    "rehearsal": _("Rehearse a meeting"),
    "one_rehearsal": _("Rehearse a meeting"),
    "moment": _("Something happened"),
    "one_moment": _("Something happened"),
    "moments": _("My moments"),
    "later": _("Looking back"),
    "skills": _("What helps me"),
    "skill": _("What helps me"),
    "new_skill": _("What helps me"),
    "experiments": _("My experiments"),
    "experiment": _("My experiments"),
    "new_experiment": _("My experiments"),
    "targets": _("My aims"),
    "target_words": _("My aims"),
    "homework": _("How did it go?"),
    "reminders": _("My reminders"),
    "appointments": _("My appointments"),
    "ending": _("Ending well"),
    "who_treats": _("Who treats me"),
    "sharing": _("Who sees what"),
    "export": _("Take all of it with me"),
    "erasure": _("Have it taken away"),
    "devices": _("My phones"),
    "on_this_phone": _("What waits here"),
    "clashes": _("Which one holds?"),
    "to_sign": _("To read and sign"),
    "read_document": _("To read and sign"),
    "safety_plan": _("Safety plan"),
    "edit_safety_plan": _("My safety plan"),
    "numbers": _("Whom to call now"),
    "response": _("Thank you for telling us"),
    "write": _("This is not kept yet"),
}
"""By the name of the address; every page of the story is *My story*."""


def title_of(request: HttpRequest) -> str:
    """Empty where the page says its own, such as a form by its name."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    if "story" in name:
        return str(_("My story"))
    return str(TITLES.get(name, ""))
