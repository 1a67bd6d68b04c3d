"""Each rule as one plain sentence: every question, its opposite, and rules within rules."""

# ruff: noqa: E501 - a table reads best with one case a line

import re

import pytest

from openimt.catalogue.condition import JOINS, QUESTIONS, Condition, read_condition
from openimt.catalogue.load import load
from openimt.catalogue.phrases import Names
from openimt.catalogue.sentence import sentence
from openimt.catalogue.wording import CLAUSES

NAMES = Names(
    targets={"anger": "Anger"},
    modules={"s3": "What led to what", "r2": "Naming feelings", "r8": "Opening up"},
    capacities={"can_settle": ("Can settle", "Distress stays low."), "bare": ("Can rest", "")},
    judgements={"threat": "there is a threat", "agreed": "the person agrees"},
    diagnoses={"ptsd": "post-traumatic stress disorder", "psychosis": "psychosis"},
    denied={"agreed": "the person does not agree"},
)


def said(rule: dict) -> str:
    return sentence(read_condition(rule, file="t.toml", field="when"), NAMES)


ACT, ATTEMPT, URGE = "self_harm_act", "suicide_attempt", "self_harm_urge"
PLAIN = [
    # the rule, what it says, what its opposite says
    ({"event": [ATTEMPT]}, "There was a suicide attempt.", "There was no suicide attempt."),
    ({"event": [ACT, "emergency_care"], "within_weeks": 8}, "There was an act of self-harm or emergency care in the last 8 weeks.", "There was no act of self-harm or emergency care in the last 8 weeks."),
    ({"event": [ACT], "within_weeks": 1}, "There was an act of self-harm in the last week.", "There was no act of self-harm in the last week."),
    ({"event": [ACT], "within_weeks": 52}, "There was an act of self-harm in the last year.", "There was no act of self-harm in the last year."),
    ({"event": [ACT], "at_least": 2, "within_weeks": 4}, "There were at least 2 acts of self-harm in the last 4 weeks.", "There were fewer than 2 acts of self-harm in the last 4 weeks."),
    ({"event": [URGE], "value_at_least": 4}, "There was an urge to self-harm of 4 or more out of 5.", "There was no urge to self-harm of 4 or more out of 5."),
    ({"event": ["suicidal_urge", URGE], "value_at_least": 4, "at_least": 2, "within_weeks": 2}, "There were at least 2 suicidal urges or urges to self-harm of 4 or more out of 5 in the last 2 weeks.", "There were fewer than 2 suicidal urges or urges to self-harm of 4 or more out of 5 in the last 2 weeks."),
    ({"no_event": ["admission"], "within_weeks": 2}, "There was no admission in the last 2 weeks.", "There was an admission in the last 2 weeks."),
    ({"no_event": [URGE], "value_at_least": 3}, "There was no urge to self-harm of 3 or more out of 5.", "There was an urge to self-harm of 3 or more out of 5."),
    ({"fall": [ACT], "share": 0.75, "within_weeks": 8}, "In the last 8 weeks there were no acts of self-harm, or at least 75 % fewer than in the first 8 weeks with any.", "In the last 8 weeks there were acts of self-harm, and not at least 75 % fewer than in the first 8 weeks with any."),
    ({"target": "anger", "at_least": 0.4}, "“Anger” is read at 0.4 of 1 or more.", "“Anger” is read below 0.4 of 1."),
    ({"target": "anger"}, "“Anger” was read.", "“Anger” was not read."),
    ({"capacity": "can_settle"}, "The person can settle (shown, or not needed because distress stays low).", "The person has not shown that they can settle."),
    ({"capacity": "bare"}, "The person can rest (shown, or not needed).", "The person has not shown that they can rest."),
    ({"module": "s3", "step": 2}, "“What led to what” has reached step 2.", "“What led to what” has not reached step 2."),
    ({"common": "c2", "state": "needs_repair"}, "“C2” is in need of repair.", "“C2” is not in need of repair."),
    ({"common": "c2"}, "“C2” is met.", "“C2” is not met."),
    ({"judgement": "threat"}, "A clinician judges that there is a threat.", "A clinician judges that it is not so that there is a threat."),
    ({"judgement": "agreed"}, "A clinician judges that the person agrees.", "A clinician judges that the person does not agree."),
    ({"judgement": "threat", "role": "senior"}, "A senior colleague judges that there is a threat.", "A senior colleague judges that it is not so that there is a threat."),
    ({"judgement": "agreed", "role": "prescriber"}, "A prescriber judges that the person agrees.", "A prescriber judges that the person does not agree."),
    ({"diagnosis": ["ptsd", "psychosis"]}, "A clinician has diagnosed post-traumatic stress disorder or psychosis.", "No clinician has diagnosed post-traumatic stress disorder or psychosis."),
    ({"wish": True}, "The person has asked for it.", "The person has not asked for it."),
    ({"wish": False}, "The person has not asked for it.", "The person has asked for it."),
    ({"safety_plan": ["made", "replaced"]}, "A safety plan was made or replaced by something agreed.", "No safety plan was made or replaced by something agreed."),
    ({"imminent_risk": True}, "Danger is imminent.", "A clinician judges that danger is not imminent."),
    ({"imminent_risk": False}, "A clinician judges that danger is not imminent.", "Danger is imminent."),
    ({"safety_answer": "any"}, "A worrying answer was given.", "No worrying answer was given."),
    ({"safety_answer": ["same_day", "emergency"]}, "An answer was given that calls for contact the same day or emergency help.", "No answer was given that calls for contact the same day or emergency help."),
    ({"resource": "roles"}, "The person names roles of their own.", "The person names no roles."),
    ({"resource": "roles", "present": False}, "The person names no roles.", "The person names roles of their own."),
    ({"measure": "ders16", "at_least": 30, "at_most": 38}, "DERS-16 reads at least 30 and at most 38.", "DERS-16 does not read at least 30 and at most 38."),
    ({"measure": "bsl23", "at_most": 1.07}, "BSL-23 reads at most 1.07.", "BSL-23 does not read at most 1.07."),
    ({"phase": ["regulation", "exploration"]}, "The course is in regulation or exploration.", "The course is not in regulation or exploration."),
    ({"attendance": "kept", "at_least": 3, "of_last": 4}, "At least 3 of the last 4 offered sessions were kept.", "Fewer than 3 of the last 4 offered sessions were kept."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "says", "opposite"), PLAIN, ids=[p[1][:40] for p in PLAIN])
def test_a_question_and_its_opposite(rule: dict, says: str, opposite: str) -> None:
    assert said(rule) == says
    assert said({"not": rule}) == opposite
    assert said({"not": {"not": rule}}) == says


def test_every_question_is_in_the_table() -> None:
    asked = {next(key for key in rule if key in QUESTIONS) for rule, _, _ in PLAIN}
    assert asked == set(QUESTIONS) - JOINS


WISH, THREAT, AGREED = {"wish": True}, {"judgement": "threat"}, {"judgement": "agreed"}
CALM = {"no_event": [ATTEMPT], "within_weeks": 8}
SETTLES = {"capacity": "can_settle"}
JOINED = [
    ({"any": [WISH, CALM]}, "The person has asked for it, or there was no suicide attempt in the last 8 weeks."),
    ({"all": [WISH, CALM]}, "The person has asked for it, and there was no suicide attempt in the last 8 weeks."),
    ({"any": [WISH]}, "The person has asked for it."),
    ({"all": [WISH, WISH]}, "The person has asked for it."),
    ({"not": {"any": [WISH, CALM]}}, "The person has not asked for it, and there was a suicide attempt in the last 8 weeks."),
    ({"not": {"all": [WISH, CALM]}}, "The person has not asked for it, or there was a suicide attempt in the last 8 weeks."),
    ({"not": {"any": [{"not": WISH}, SETTLES]}}, "The person has asked for it, and the person has not shown that they can settle."),
    ({"all": [WISH, {"any": [THREAT, CALM]}]}, "The person has asked for it, and either a clinician judges that there is a threat or there was no suicide attempt in the last 8 weeks."),
    ({"any": [WISH, {"all": [THREAT, CALM]}]}, "The person has asked for it, or both a clinician judges that there is a threat and there was no suicide attempt in the last 8 weeks."),
    ({"any": [THREAT, AGREED]}, "A clinician judges that there is a threat, or that the person agrees."),
    ({"all": [THREAT, {"not": AGREED}]}, "A clinician judges that there is a threat, and that the person does not agree."),
    ({"all": [THREAT, AGREED | {"role": "senior"}]}, "A clinician judges that there is a threat, and a senior colleague judges that the person agrees."),
    ({"all": [THREAT, WISH, AGREED]}, "A clinician judges that there is a threat, the person has asked for it, and a clinician judges that the person agrees."),
    ({"any": [{"phase": ["safety"]}, {"fall": [ACT]}, WISH]}, "The course is in safety; in the last 8 weeks there were no acts of self-harm, or at least 75 % fewer than in the first 8 weeks with any; or the person has asked for it."),
    ({"all": [WISH, {"any": [THREAT, CALM, SETTLES]}]}, "The person has asked for it, and either a clinician judges that there is a threat; there was no suicide attempt in the last 8 weeks; or the person can settle (shown, or not needed because distress stays low)."),
    ({"any": [{"module": "r2", "step": 3}, {"module": "r8", "step": 3}]}, "“Naming feelings” or “Opening up” has reached step 3."),
    ({"all": [{"module": "r2", "step": 3}, {"module": "r8", "step": 3}]}, "“Naming feelings” and “Opening up” have reached step 3."),
    ({"not": {"any": [{"module": "r2"}, {"module": "r8"}]}}, "Neither “Naming feelings” nor “Opening up” has reached step 1."),
    ({"not": {"all": [{"module": "r2"}, {"module": "r8"}]}}, "“Naming feelings” and “Opening up” have not all reached step 1."),
    ({"any": [{"module": "r2", "step": 3}, {"module": "r8", "step": 2}]}, "“Naming feelings” has reached step 3, or “Opening up” has reached step 2."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "says"), JOINED, ids=[j[1][:60] for j in JOINED])
def test_rules_within_rules(rule: dict, says: str) -> None:
    assert said(rule) == says


def test_what_has_no_name_is_called_by_its_id_without_underscores() -> None:
    assert said({"judgement": "nobody_named_it"}) == "A clinician judges that nobody named it."
    assert (
        said({"target": "not_listed", "at_least": 0.5})
        == "“not listed” is read at 0.5 of 1 or more."
    )
    assert said({"capacity": "can_wait"}) == "The person can wait (shown, or not needed)."


CATALOGUE = load()
SAID = [
    *((c.id, c.says) for m in CATALOGUE.modules.values() for kind in CLAUSES for c in getattr(m, kind)),
    *((f"{t.id}.{c.id}", c.says) for t in CATALOGUE.therapies.values() for g in t.gates for c in g.criteria),
]  # fmt: skip


@pytest.mark.parametrize(("name", "says"), SAID, ids=[name for name, _ in SAID])
def test_each_rule_of_the_catalogue_is_one_plain_sentence(name: str, says: str) -> None:
    assert re.fullmatch(r"[A-Z0-9“][^\n]*[^.\s]\.", says), name
    assert ". " not in says
    assert len(says) <= 260
    assert "_" not in says
    assert not re.search(r"  |,,| ,|\bthat that\b|\bcan can\b|\(\)|“”", says)
    assert not set(re.findall(r"\w+", says.lower())) & set(CATALOGUE.modules)


def test_no_two_clauses_of_a_module_ask_the_same_in_one_list() -> None:
    for module in CATALOGUE.modules.values():
        for kind in CLAUSES:
            said_here = [clause.says for clause in getattr(module, kind)]
            assert len(said_here) == len(set(said_here)), (module.id, kind)


def test_a_rule_and_its_opposite_never_say_the_same() -> None:
    for module in CATALOGUE.modules.values():
        for kind in CLAUSES:
            for clause in getattr(module, kind):
                opposite = Condition("not", parts=(clause.when,))
                assert sentence(opposite, NAMES) != sentence(clause.when, NAMES), clause.id
