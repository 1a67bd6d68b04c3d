"""For relatives and friends: what it is, what helps, whom to call. No sign-in, nobody's data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from openimt_clinic.last_numbers import remember
from openimt_clinic.records.clinic import Clinic

WHAT: tuple[str | Promise, ...] = (
    _("Borderline is a name for strong feelings that come fast and take long to go down."),
    _("People who have it are often afraid to be left. A small thing can feel like the end."),
    _("Closeness can feel good at first, and then too much. Anger is often pain or fear."),
    _("Nobody chooses this, and nobody is to blame. With time and help most people get better."),
)
HELPS: tuple[str | Promise, ...] = (
    _("Stay calm and speak slowly. Few words are enough."),
    _("Say first what you see: “I can see how much this hurts.” You need not agree to say so."),
    _("Ask: “Do you want me to listen, or to help?”"),
    _("Do not argue about who is right while feelings are high. Talk about it the next day."),
    _("Say what you can do, and what you cannot. Then keep to it."),
    _("If there is a safety plan, ask if you may look at it together."),
)
DANGER: tuple[str | Promise, ...] = (
    _("If somebody wants to die, ask about it in plain words. Asking does not make it worse."),
    _("Do not leave them alone. Put away what could harm, if that is safe for you."),
    _("After an overdose or an injury: get medical help at once, even if they feel well."),
)
AVOID: tuple[str | Promise, ...] = (
    _("“You only want attention.” Pain is real, also when it is loud."),
    _("Threats, or tests of love. They make the fear of being left grow."),
    _("To promise that you will tell nobody when somebody is in danger."),
)
OWN: tuple[str | Promise, ...] = (
    _("You may have limits, and you may be tired. That is no lack of love."),
    _("Keep what does you good: sleep, friends, work, an hour for yourself."),
    _("You are not the therapist. Nobody can hold somebody else's life alone."),
    _("Talk to somebody about it: a friend, your doctor, a group for relatives."),
)
CLINIC: tuple[str | Promise, ...] = (
    _("We can always listen to you. What you tell us helps."),
    _("We speak about somebody only if they agree. Until then we do not say if we know them."),
    _("If the person agrees, you can come along: to learn, and to make a plan for hard hours."),
)
PARTS: tuple[tuple[str | Promise, tuple[str | Promise, ...]], ...] = (
    (_("What it is"), WHAT),
    (_("What helps in hard hours"), HELPS),
    (_("When somebody is in danger"), DANGER),
    (_("What makes it harder"), AVOID),
    (_("Take care of yourself, too"), OWN),
    (_("What we can do for you"), CLINIC),
)


@require_safe
def for_relatives(request: HttpRequest) -> HttpResponse:
    """The page; printed, it is a sheet to take away."""
    clinics = list(Clinic.objects.order_by("name"))
    for clinic in clinics:
        remember(clinic)
    return render(request, "front/relatives.html", {"parts": PARTS, "clinics": clinics})
