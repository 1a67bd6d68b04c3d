"""Scores to what an answer set keeps, and back."""

from typing import Any

from openimt.assess.scores import Answers, ScaleScore, Scores, WorryingAnswer
from openimt.terms import Response
from openimt_clinic.records.answer_set import AnswerSet


def scores_to_row(scores: Scores) -> dict[str, Any]:
    """What ``AnswerSet.scores`` keeps."""
    return {
        "scales": {
            name: {"value": s.value, "answered": s.answered, "of": s.of, "band": s.band}
            for name, s in scores.scales.items()
        },
        "unscorable": dict(scores.unscorable),
        "safety": [
            {"item": w.item, "answer": w.answer, "response": w.response.value, "says": w.says}
            for w in scores.safety
        ],
        "warnings": list(scores.warnings),
    }


def scores_of(kept: AnswerSet) -> Scores:
    """The scores of a complete answer set, as they were made on the day by that version."""
    row = kept.scores
    return Scores(
        instrument=kept.instrument,
        version=kept.version,
        person=str(kept.patient_id),
        occasion=kept.occasion,
        scales={
            name: ScaleScore(s["value"], s["answered"], s["of"], s["band"])
            for name, s in row.get("scales", {}).items()
        },
        unscorable=dict(row.get("unscorable", {})),
        safety=tuple(
            WorryingAnswer(w["item"], w["answer"], Response(w["response"]), w["says"])
            for w in row.get("safety", ())
        ),
        warnings=tuple(row.get("warnings", ())),
    )


def answers_of(kept: AnswerSet) -> Answers:
    """The answers of a set, drafts included."""
    return Answers(str(kept.patient_id), kept.occasion, dict(kept.answers))
