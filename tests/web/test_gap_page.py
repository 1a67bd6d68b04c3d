"""The gap map on screen: every target once, where it belongs, with what works on it."""

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from openimt.catalogue.catalogue import Catalogue
from openimt.catalogue.gap_map import GapMap, NeedsGap, gap_map
from openimt.catalogue.load import load
from openimt.terms import Evidence
from openimt_clinic.clinician.gap_page import GapView, gap_view
from openimt_clinic.clinician.module_view import training_says
from openimt_clinic.records.user import User
from tests.web.people import People

Browser = Callable[[User], Client]
BEST = {"untested": {Evidence.T3, Evidence.X}, "package": {Evidence.T2}, "trial": {Evidence.T1}}


def small(known: Catalogue) -> GapMap:
    return gap_map(known, largest=1)


def group_of(view: GapView, target: str) -> str:
    name = load().targets[target].name
    (found,) = [g.id for g in view.groups for row in g.rows if row.name == name]
    return found


def test_each_target_stands_once_with_its_best_evidence() -> None:
    known = load()
    view = gap_view(small(known), known)
    assert sum(len(group.rows) for group in view.groups) == len(known.targets)
    for target in known.targets:
        aiming = [m.evidence for m in known.modules.values() if target in m.targets]
        best = min(aiming, key=list(Evidence).index)
        assert best in BEST[group_of(view, target)], target


def test_a_target_that_nothing_aims_at_heads_the_page() -> None:
    known = load()
    left = {name: one for name, one in known.modules.items() if "anger" not in one.targets}
    view = gap_view(small(replace(known, modules=left)), replace(known, modules=left))
    assert view.groups[0].id == "none"
    assert group_of(view, "anger") == "none"


def test_what_only_the_trained_can_give_says_so() -> None:
    view = gap_view(small(load()), load())
    training = {row.name: row.training for group in view.groups for row in group.rows}
    assert "trauma" in training[load().targets["ptsd"].name]
    assert training[load().targets["crisis"].name] == ""


def test_needs_that_nothing_covers_together_are_named_with_the_reason() -> None:
    known = load()
    clash = NeedsGap(("ptsd", "anger"), "r7.x keeps out what would help")
    view = gap_view(replace(small(known), not_together=(clash,)), known)
    ((needs, why),) = view.together
    assert known.targets["ptsd"].name in needs
    assert known.targets["anger"].name in needs
    assert why == clash.says


@pytest.mark.django_db
def test_the_page_says_what_the_command_line_says(people: People, signed_in: Browser) -> None:
    answer = signed_in(people.ana).get("/catalogue/gaps/")
    assert answer.status_code == 200
    assert len(answer.content) <= 60_000
    page = html.unescape(re.sub(r"\s+", " ", answer.content.decode()))
    found = gap_map(load())
    assert f"{found.looked_at} sets of up to 3 needs" in page
    assert all(target.name in page for target in found.targets)
    assert ("None was found: for each set" in page) == (not found.not_together)
    for module in load().specific():
        assert f'href="/catalogue/module/{module.id}/"' in page or not module.targets


def test_training_is_said_as_people_call_it_and_one_of_several_is_enough() -> None:
    known = load()
    assert training_says(("dbt_skills", "stepps"), known) == "DBT skills or STEPPS"
    assert training_says(("mit", "schema"), known) == "MIT or Schema therapy"
    assert training_says(("prescriber",), known) == "prescriber"
