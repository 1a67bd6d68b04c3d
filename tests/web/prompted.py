"""What tests of reminders begin with: something agreed, a prompt, a phone that takes it."""

import base64
from datetime import date, datetime, time, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from openimt.deliver.prompts.hours import Quiet
from openimt.deliver.prompts.limits import Budget
from openimt.deliver.prompts.schedule import Schedule, Way
from openimt_clinic.actions.prompting import agree_reminders
from openimt_clinic.actions.push_addresses import Subscription
from openimt_clinic.records.mapping.prompts import Wanted
from openimt_clinic.records.prompt import Prompt
from openimt_clinic.records.prompt_schedule import PromptSchedule
from openimt_clinic.records.push_address import PushAddress
from tests.web.kept import NOW, TODAY, of_dan
from tests.web.people import People

EVERY_DAY = Schedule("card", Way.FIXED, "card", date(2026, 11, 1), times=(time(19),))
BUDGET = Budget(3, 21, timedelta(minutes=60))
QUIET = Quiet(time(22), time(7))
WANTED = Wanted((EVERY_DAY,), BUDGET, QUIET, "Europe/Berlin")


def text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


class OwnKeys:
    """The keys of a browser, with which it alone reads what it is sent."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = b"sixteen bytes ok"

    @property
    def p256dh(self) -> str:
        point = self.private.public_key()
        return text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return text(self.secret)


KEYS = OwnKeys()
A_SUBSCRIPTION = Subscription("https://push.example/send/1", KEYS.p256dh, KEYS.auth)


def wanted(*schedules: Schedule, **changed: Any) -> Wanted:
    fields = {"budget": BUDGET, "quiet": QUIET, "zone": "Europe/Berlin"} | changed
    return Wanted(tuple(schedules), **fields)


def agreed(people: People, *schedules: Schedule, at: datetime = NOW, **more: Any) -> PromptSchedule:
    """Ana and Dan have agreed on these."""
    return agree_reminders(
        patient=people.patient,
        wanted=wanted(*schedules, **more),
        by=people.ana,
        together=True,
        at=at,
    )


def a_version(people: People, **fields: Any) -> PromptSchedule:
    given = WANTED.fields() | {"number": 1, "by": people.ana, "made_at": NOW, "agreed_at": NOW}
    return PromptSchedule.objects.create(**of_dan(people, **(given | fields)))


def a_proposal(people: People) -> PromptSchedule:
    return a_version(people, number=7, agreed_at=None)


def a_prompt(people: People, due: datetime = NOW, **fields: Any) -> Prompt:
    version = PromptSchedule.objects.filter(patient=people.patient).first() or a_version(people)
    given = {
        "schedule": version,
        "key": f"card/{TODAY}/0",
        "row": "card",
        "about": "card",
        "day": TODAY,
        "due_at": due,
        "try_at": due,
        "until": due + timedelta(hours=2),
        "because": "agreed",
        "planned_at": due - timedelta(days=1),
    }
    return Prompt.objects.create(**of_dan(people, **(given | fields)))


def an_address(people: People, endpoint: str = "https://push.example/send/1", **fields: Any) -> Any:
    given = {"endpoint": endpoint, "p256dh": KEYS.p256dh, "auth": KEYS.auth, "since": NOW}
    return PushAddress.objects.create(**of_dan(people, **(given | fields)))
