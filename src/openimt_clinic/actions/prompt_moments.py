"""What becomes of a prompt on the phone: shown, opened, put off, answered; each by itself.

A phone reports with the token that only it could read, so that it works when sign-in has ended.
The token opens nothing: it only lets this one prompt be marked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.core import signing

from openimt.deliver.prompts.because import Because
from openimt.deliver.prompts.limits import usual
from openimt.deliver.prompts.plan import put_off
from openimt.errors import RecordError
from openimt_clinic.access.care import require
from openimt_clinic.access.permissions import Permission
from openimt_clinic.actions.action import action
from openimt_clinic.audit.log import record
from openimt_clinic.records.prompt import Prompt, PromptState
from openimt_clinic.records.user import User

SALT = "openimt.prompt"
OLDEST = timedelta(days=7)


class Mark(StrEnum):
    """What a phone can report."""

    SHOWN = "shown"
    OPENED = "opened"


@dataclass(frozen=True)
class Token:
    """Which prompt of which clinic."""

    clinic: str
    prompt: str

    def signed(self) -> str:
        """For the phone that is sent the prompt."""
        return signing.dumps([self.clinic, self.prompt], salt=SALT, compress=False)


def token_of(signed: str) -> Token:
    """The token, if it is one of ours and not too old; raises RecordError otherwise."""
    try:
        clinic, prompt = signing.loads(signed, salt=SALT, max_age=OLDEST)
    except (signing.BadSignature, ValueError, TypeError):
        raise RecordError("This is no token of ours.", field="token") from None
    return Token(str(clinic), str(prompt))


@action
def mark_prompt(
    *, prompt: Prompt, mark: Mark, at: datetime, by: User | None, now: datetime
) -> Prompt:
    """Keeps the first moment of its kind; a phone's clock that is wrong cannot leave the span
    from planning to now. ``by`` None: a phone with its token."""
    prompt = _locked(prompt, by)
    name = f"{mark.value}_at"
    if getattr(prompt, name) is None:
        setattr(prompt, name, min(max(at, prompt.planned_at), now))
        prompt.save(update_fields=[name])
    record(f"prompt.{mark.value}", by=by, patient=prompt.patient, prompt=prompt.pk)
    return prompt


@action
def remind_later(*, prompt: Prompt, by: User | None, now: datetime) -> Prompt:
    """It comes once more, within its time. Raises RecordError when that time is over."""
    prompt = _locked(prompt, by)
    wait = timedelta(minutes=usual("later_minutes"))
    at = put_off(prompt.due_at, prompt.until, now, wait)
    settled = prompt.state == PromptState.DROPPED.value or prompt.answered_at is not None
    if at is None or settled or prompt.put_off >= usual("put_off"):
        record("prompt.not_put_off", by=by, patient=prompt.patient, prompt=prompt.pk)
        return prompt
    if prompt.state != PromptState.PLANNED.value or prompt.put_off == 0:
        prompt.put_off += 1
    prompt.state, prompt.try_at, prompt.attempts = PromptState.PLANNED.value, at, 0
    prompt.because = Because.LATER.value
    prompt.save(update_fields=["state", "try_at", "attempts", "put_off", "because"])
    record("prompt.put_off", by=by, patient=prompt.patient, prompt=prompt.pk)
    return prompt


def _locked(prompt: Prompt, by: User | None) -> Prompt:
    if by is not None:
        require(by, Permission.ANSWER_OWN, prompt.patient)
    # What is joined to the row that is waited for stays as it was before the wait.
    Prompt.objects.select_for_update().only("pk").get(pk=prompt.pk)
    return Prompt.objects.select_related("patient__clinic").get(pk=prompt.pk)
