"""Answers that are facts: which item of our own sets tells of which kind of event."""

from openimt.terms import EventKind

FACTS = {
    "suicidal_urge": EventKind.SUICIDAL_URGE,
    "self_harm_urge": EventKind.SELF_HARM_URGE,
    "self_harm_act": EventKind.SELF_HARM_ACT,
    "attempt": EventKind.SUICIDE_ATTEMPT,
    # Too many pills need a doctor at once; whether it was an attempt is for people to find out.
    "ingestion": EventKind.SELF_HARM_ACT,
    "intent": EventKind.SUICIDAL_INTENT,
    "plan": EventKind.SUICIDAL_PLAN,
    "access": EventKind.MEANS_ACCESS,
}
"""By item id; the sets of our own wording share these ids."""

SAFETY_CHECK = "oi-safety"
"""Whoever has filled it in once has been asked about events."""
