"""Where a signed-in user stands: in which clinic, in which roles. The walls follow from it."""

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from openimt_clinic.access.care import on_duty_now
from openimt_clinic.access.own_phone import is_still_theirs
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.access.roles import ROLES
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.database.wall import inside
from openimt_clinic.records.clinic import Clinic
from openimt_clinic.records.membership import Membership
from openimt_clinic.records.user import User

CLINIC_IN_SESSION = "clinic"
MEMBERSHIPS = Asked(
    lambda: (
        Membership.objects.filter(user=Given("user"))
        .select_related("clinic")
        .order_by("since", "pk")
    )
)


@dataclass(frozen=True)
class Standing:
    """A user in a clinic."""

    user: User
    clinic: Clinic
    roles: frozenset[RoleName]

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it by itself, without a care relation."""
        return any(permission in ROLES[role].permissions for role in self.roles)

    @cached_property
    def is_on_duty(self) -> bool:
        """Whether the roster names the user; asked once a request, at its moment."""
        return on_duty_now(self.user, self.clinic, timezone.now())

    @property
    def is_patient(self) -> bool:
        return self.roles == {RoleName.PATIENT}


def standing_of(user: User, wanted: str = "") -> Standing | None:
    """The user's clinic (the one wanted, else the oldest membership's) and roles in it.

    Asked while standing as that user, since nobody else's memberships are seen.
    """
    rows = MEMBERSHIPS.all(user=user.pk)
    if not rows:
        return None
    chosen = next((row.clinic for row in rows if str(row.clinic_id) == wanted), rows[0].clinic)
    roles = frozenset(RoleName(row.role) for row in rows if row.clinic_id == chosen.pk)
    return Standing(user, chosen, roles)


class StandingMiddleware:
    """Puts ``standing`` on the request, stands inside the clinic's wall, and keeps its time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = None  # type: ignore[attr-defined]
        if not isinstance(request.user, User):
            return self.get_response(request)
        with inside(user=request.user.pk) as move:
            wanted = str(request.session.get(CLINIC_IN_SESSION, ""))
            standing = standing_of(request.user, wanted)
            if standing is None:
                move(None, None)
                return self.get_response(request)
            move(standing.clinic.pk, standing.user.pk)
            return self._standing(request, standing)

    def _standing(self, request: HttpRequest, standing: Standing) -> HttpResponse:
        request.standing = standing  # type: ignore[attr-defined]
        self._speak(request, standing)
        with timezone.override(zoneinfo.ZoneInfo(standing.clinic.time_zone)):
            if not is_still_theirs(request):
                # The phone was ended elsewhere; what it had open ends with it.
                logout(request)
                request.standing = None  # type: ignore[attr-defined]
            return self.get_response(request)

    def _speak(self, request: HttpRequest, standing: Standing) -> None:
        """The language chosen on the account, unless this browser has chosen another."""
        from django.conf import settings

        chosen = standing.user.language or standing.clinic.language
        if chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
