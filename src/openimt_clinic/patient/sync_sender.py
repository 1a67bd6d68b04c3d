"""Who sends: a person who is signed in, or their own phone by its key, which can only write."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from openimt_clinic.access.care import permissions_for
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.role_names import RoleName
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.phone.devices import device_by_key, seen
from openimt_clinic.database.asked import Asked, Given
from openimt_clinic.database.wall import inside
from openimt_clinic.records.patient import Patient
from openimt_clinic.records.phone_device import PhoneDevice
from openimt_clinic.records.user import User

SCHEME = "Device "
OF_ACCOUNT = Asked(lambda: Patient.objects.filter(account=Given("user")))
WRONG_KEYS = 10
FORGOTTEN_AFTER = 60
"""After so many wrong keys of one device its keys are not looked at for so many seconds."""


class NotSignedIn(Exception):  # noqa: N818 - an answer, not a mistake
    """Nothing was taken: there is neither a signed-in person nor a key that holds."""

    def __init__(self, says: str = "", status: int = 401) -> None:
        super().__init__(says)
        self.says, self.status = says or _("Please sign in again. Nothing is lost."), status


@dataclass(frozen=True)
class Sender:
    """``reads``: signed in, so that the answer may hold what the person wrote."""

    patient: Patient
    user: User
    reads: bool


@contextmanager
def sender_of(request: HttpRequest, at: datetime) -> Iterator[Sender]:
    """Inside the sender's clinic, its time and the person's language.

    A key speaks for its own person, whoever is signed in beside it. Raises NotSignedIn, and
    Http404 for somebody signed in who is no patient.
    """
    key = request.headers.get("Authorization", "")
    if not key.startswith(SCHEME):
        yield _signed_in(request)
        return
    clinic, device, secret = _parts(key.removeprefix(SCHEME))
    with ExitStack() as stack:
        stack.enter_context(inside(clinic=clinic))
        user, known = _owner(device, secret)
        if Permission.ANSWER_OWN not in permissions_for(user, known.patient):
            raise NotSignedIn
        seen(known, at)
        spoken = user.language or known.patient.clinic.language
        stack.enter_context(translation.override(spoken))
        zone = ZoneInfo(known.patient.clinic.time_zone)
        stack.enter_context(timezone.override(zone))
        yield Sender(known.patient, user, reads=_same_person(request, user))


def _signed_in(request: HttpRequest) -> Sender:
    if not isinstance(request.user, User):
        raise NotSignedIn
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None or RoleName.PATIENT not in standing.roles:
        raise Http404
    mine = OF_ACCOUNT.first(user=standing.user.pk)
    if mine is None:
        raise Http404
    if mine.clinic_id == standing.clinic.pk:
        mine.clinic = standing.clinic
    if not _from_our_page(request):
        raise NotSignedIn(_("Please open the page again, so that this can be sent."))
    return Sender(mine, standing.user, reads=True)


def _same_person(request: HttpRequest, user: User) -> bool:
    return request.user == user and _from_our_page(request)


def _from_our_page(request: HttpRequest) -> bool:
    """Whether the header of our own pages is there, as with any form."""
    asked = csrf_protect(lambda _request: HttpResponse())(request)
    return asked.status_code == HttpResponse.status_code


def _parts(key: str) -> tuple[uuid.UUID, uuid.UUID, str]:
    try:
        clinic, device, secret = key.split(".")
        return uuid.UUID(clinic), uuid.UUID(device), secret
    except ValueError:
        raise NotSignedIn from None


def _owner(device: uuid.UUID, secret: str) -> tuple[User, PhoneDevice]:
    wrong = f"wrong-device-keys-{device}"
    times = cache.get(wrong, 0)
    if times >= WRONG_KEYS:
        raise NotSignedIn(_("Please try again in a minute. Nothing is lost."), status=429)
    known = device_by_key(device, secret)
    user = known.patient.account if known else None
    if known is None or user is None or not user.is_active:
        cache.set(wrong, times + 1, FORGOTTEN_AFTER)
        raise NotSignedIn
    return user, known
