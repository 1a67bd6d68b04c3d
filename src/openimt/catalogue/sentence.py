"""Every rule as one plain English sentence, made from the rule itself.

Nobody writes these sentences, so none can say something else than its rule does. Screens,
documents and reasons all use them.
"""

import re

from openimt.catalogue.condition import Condition
from openimt.catalogue.phrases import QUESTION_SAYS, Names, called, listed


def sentence(condition: Condition, names: Names) -> str:
    """The condition as a sentence.

    >>> from openimt.catalogue.condition import read_condition
    >>> rule = {"no_event": ["suicide_attempt"], "within_weeks": 8}
    >>> sentence(read_condition(rule), Names({}, {}, {}, {}, {}))
    'There was no suicide attempt in the last 8 weeks.'
    """
    text = phrase(condition, names)
    return f"{text[:1].upper()}{text[1:]}."


def phrase(condition: Condition, names: Names, so: bool = True, inside: bool = False) -> str:
    """The condition as part of a sentence; ``so`` False says its opposite, ``inside`` is within
    another join."""
    if condition.asks == "not":
        return phrase(condition.parts[0], names, not so, inside)
    if condition.asks in {"any", "all"}:
        return _joined(condition, names, so, inside)
    return QUESTION_SAYS[condition.asks](condition, names, so)


def _joined(c: Condition, names: Names, so: bool, inside: bool) -> str:
    if several := _several_modules(c, names, so):
        return several
    word = "or" if (c.asks == "any") is so else "and"
    parts = list(dict.fromkeys(phrase(part, names, so, inside=True) for part in c.parts))
    if len(parts) == 1:
        return parts[0]
    said = _once_judged(parts)
    if not inside:
        return _linked(said, word)
    both = "either" if word == "or" else "both" if len(said) == 2 else "all of this:"
    return f"{both} {f' {word} '.join(said) if len(said) == 2 else _linked(said, word)}"


def _linked(parts: list[str], word: str) -> str:
    """Commas between short parts; semicolons where a part of three or more has commas inside."""
    mark = ";" if len(parts) > 2 and any("," in part for part in parts) else ","
    return f"{f'{mark} '.join(parts[:-1])}{mark} {word} {parts[-1]}"


_JUDGING = re.compile(r"^(?:a clinician|a senior colleague|a prescriber) judges (?=that )")


def _once_judged(parts: list[str]) -> list[str]:
    """Who judges is said once for judgements that follow one another."""
    said, judge = [], ""
    for part in parts:
        found = _JUDGING.match(part)
        who = found[0] if found else ""
        said.append(part.removeprefix(who) if who and who == judge else part)
        judge = who
    return said


def _several_modules(c: Condition, names: Names, so: bool) -> str:
    """One phrase for several modules at the same step, or nothing."""
    steps = {part.option("step", 1) for part in c.parts}
    if {part.asks for part in c.parts} != {"module"} or len(steps) > 1 or len(c.parts) < 2:
        return ""
    found, step = [called(part.of[0], names) for part in c.parts], f"step {steps.pop():g}"
    if c.asks == "any":
        which = listed(found) if so else f"neither {' nor '.join(found)}"
        return f"{which} has reached {step}"
    return f"{listed(found, 'and')} {'have' if so else 'have not all'} reached {step}"
