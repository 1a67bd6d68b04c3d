"""The actions around a person's phone: reminders, what is sent, own devices, sharing, erasure."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from openimt_clinic.actions import (
    diary_cards,
    erasing,
    prompt_moments,
    prompt_sending,
    prompting,
    push_addresses,
    sharing,
)
from openimt_clinic.actions.phone import clashes, devices, receiving
from openimt_clinic.actions.phone.arrival import Arrival, times
from openimt_clinic.records.mapping.cards import first_card
from openimt_clinic.records.prompt import PromptChannel
from openimt_clinic.records.push_address import AddressEnd
from openimt_clinic.records.sharing_choice import Shares
from tests.web import kept, prompted
from tests.web.act import NOBODY, ONESELF, Act, dan
from tests.web.kept import NOW
from tests.web.people import People


def an_arrival(people: People) -> dict[str, Any]:
    name = uuid.uuid4()
    wrote = Arrival(name, "skill", str(name), "phone", 1, NOW, {"title": "walk"})
    return {"patient": people.patient, "arrival": wrote, "times": times(NOW, NOW, NOW)}


PHONE_ACTS = [
    Act(prompting.agree_reminders, dan(wanted=prompted.WANTED)),
    Act(
        prompting.answer_proposal,
        lambda p: prompted.a_proposal(p) and {"patient": p.patient, "yes": True},
        by="dan",
        refused=ONESELF,
    ),
    Act(prompting.pause_reminders, dan(), by="dan", refused=ONESELF),
    Act(prompting.take_up_reminders, dan(), by="dan", refused=ONESELF),
    Act(prompting.use_zone, dan(zone="America/New_York"), by="dan", refused=ONESELF),
    Act(
        push_addresses.take_reminders_here,
        dan(subscription=prompted.A_SUBSCRIPTION),
        by="dan",
        refused=ONESELF,
    ),
    Act(push_addresses.end_reminders_here, dan(), by="dan", refused=ONESELF),
    Act(push_addresses.see_ended_address, dan(), by="dan", refused=ONESELF),
    Act(
        push_addresses.end_address,
        lambda p: {"address": prompted.an_address(p), "why": AddressEnd.GONE, "at": NOW},
        by=None,
        refused=NOBODY,
    ),
    Act(
        prompt_moments.mark_prompt,
        lambda p: {
            "prompt": prompted.a_prompt(p), "mark": prompt_moments.Mark.SHOWN, "at": NOW,
            "now": NOW,
        },
        by="dan",
        refused=ONESELF,
    ),
    Act(
        prompt_moments.remind_later,
        lambda p: {"prompt": prompted.a_prompt(p), "now": NOW},
        by="dan",
        refused=ONESELF,
    ),
    Act(
        prompt_sending.settle_delivered,
        lambda p: {"prompt": prompted.a_prompt(p), "channel": PromptChannel.APP, "at": NOW},
        by=None,
        refused=NOBODY,
    ),
    Act(
        prompt_sending.settle_not_taken,
        lambda p: {"prompt": prompted.a_prompt(p, attempts=1), "wait": None, "at": NOW},
        by=None,
        refused=NOBODY,
    ),
    Act(diary_cards.agree_card, lambda p: dan(card=first_card(p.patient), past_days=3)(p)),
    Act(sharing.choose, dan(what=Shares.PLAN_OPENED, agreed=True), by="dan", refused=ONESELF),
    Act(sharing.take_own_copy, dan(), by="dan", refused=ONESELF),
    Act(erasing.ask_for_erasure, dan(says="My story."), by="dan", refused=ONESELF),
    Act(
        erasing.take_erasure_back,
        lambda p: {"request": kept.an_erasure_request(p)},
        by="dan",
        refused=ONESELF,
    ),
    Act(
        erasing.answer_erasure,
        lambda p: {"request": kept.an_erasure_request(p), "answer": "Gone today."},
        refused=(("ben", PermissionDenied), ("cleo", Http404), ("dan", PermissionDenied)),
    ),
    Act(receiving.receive, an_arrival, by="dan", refused=ONESELF),
    Act(
        devices.claim_device,
        lambda p: {"patient": p.patient, "device": uuid.uuid4(), "name": "My phone"},
        by="dan",
        refused=ONESELF,
    ),
    Act(devices.end_device, lambda p: {"device": kept.a_device(p)}, by="dan"),
    Act(
        devices.end_devices,
        lambda p: {"patient": kept.a_device(p).patient, "but": None},
        by="dan",
    ),
    Act(
        clashes.settle_clash,
        lambda p: {"clash": kept.a_clash(p), "takes_other": True},
        by="dan",
        refused=ONESELF,
    ),
]  # fmt: skip
