"""Judgements that have lapsed are named again, also where the catalogue has no words for them."""

from dataclasses import replace

from openimt.formulate.understand import understand
from tests.builders import assessment, catalogue, clause, judged, module, weeks_ago


def test_a_judgement_without_words_goes_by_its_id() -> None:
    waits = module("r1", requires=(clause("r1.ready", {"judgement": "ready_for_it"}),))
    lapsed = replace(judged("ready_for_it"), until=weeks_ago(2))
    asked = understand(assessment(judgements=(lapsed,), preferences={"r1": 1.0}), catalogue(waits))
    assert "whether this holds: ready_for_it" in str(asked)
