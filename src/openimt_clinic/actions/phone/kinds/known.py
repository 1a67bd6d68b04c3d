"""The kinds of documents that there are, by name."""

from collections.abc import Mapping

from openimt_clinic.actions.phone.kind import Kind
from openimt_clinic.actions.phone.kinds.diary import KIND as DIARY
from openimt_clinic.actions.phone.kinds.experiment import KIND as EXPERIMENT
from openimt_clinic.actions.phone.kinds.form import KIND as FORM
from openimt_clinic.actions.phone.kinds.homework import KIND as HOMEWORK
from openimt_clinic.actions.phone.kinds.moment import KIND as MOMENT
from openimt_clinic.actions.phone.kinds.moment import LOOK
from openimt_clinic.actions.phone.kinds.pause import KIND as PAUSE
from openimt_clinic.actions.phone.kinds.plan_opened import KIND as PLAN_OPENED
from openimt_clinic.actions.phone.kinds.rehearsal import KIND as REHEARSAL
from openimt_clinic.actions.phone.kinds.skill import KIND as SKILL
from openimt_clinic.actions.phone.kinds.story import KINDS_HERE as STORY
from openimt_clinic.actions.phone.kinds.talk import KIND as TALK
from openimt_clinic.actions.phone.kinds.target import KIND as TARGET

ALL: tuple[Kind, ...] = (
    *STORY,
    DIARY,
    EXPERIMENT,
    FORM,
    HOMEWORK,
    LOOK,
    MOMENT,
    PAUSE,
    PLAN_OPENED,
    REHEARSAL,
    SKILL,
    TALK,
    TARGET,
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in ALL}
