"""Instrument definitions: the packaged ones are sound, and unsound ones are refused."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pyphen
import pytest

from openimt.assess.definition import instrument_from, label_fingerprint, read_definition
from openimt.assess.instruments import known, load
from openimt.errors import InstrumentError

OWN = [name for name in known() if load(name).own]
OTHERS = [name for name in known() if not load(name).own]
EXPECTED = {"phq9", "gad7", "qids-sr16", "ders16", "lpfs-bf-2", "bsl23", "brs", "oi-safety"}
EXPECTED |= {
    "oi-session-client",
    "oi-session-therapist",
    "oi-day",
    "oi-where",
    "oi-where-therapist",
    "oi-targets",
    "oi-moment",
}


def test_the_instruments_of_the_first_battery_are_there() -> None:
    assert set(known()) >= EXPECTED


@pytest.mark.parametrize("name", known())
def test_the_file_is_called_after_the_instrument(name: str) -> None:
    assert load(name).id == name


@pytest.mark.parametrize("name", known())
def test_a_norm_is_never_a_bare_figure(name: str) -> None:
    for norm in load(name).norms:
        assert norm.population
        assert norm.source
        assert norm.kind
        assert norm.sd or norm.reliability


@pytest.mark.parametrize("name", OTHERS)
def test_no_wording_of_others_is_shipped(name: str) -> None:
    instrument = load(name)
    assert not instrument.rights.may_ship
    assert all(item.says is None and item.options is None for item in instrument.items)


@pytest.mark.parametrize("name", OWN)
def test_our_own_sets_are_worded_in_both_languages(name: str) -> None:
    instrument = load(name)
    assert instrument.title is not None
    assert set(instrument.title) >= {"en", "de"}
    for item in instrument.items:
        assert item.says is not None
        assert set(item.says) >= {"en", "de"}
        if item.kind in {"urge", "yes_no", "choice"}:
            assert item.options is not None
        for words in (item.options, item.ends):
            assert words is None or set(words) >= {"en", "de"}


@pytest.mark.parametrize("name", OWN)
def test_a_set_that_asks_one_urge_asks_both_from_0_to_5(name: str) -> None:
    instrument = load(name)
    urges = {item.id: item for item in instrument.items if item.kind == "urge"}
    asked = {"suicidal_urge", "self_harm_urge"} & {item.id for item in instrument.items}
    assert asked in (set(), {"suicidal_urge", "self_harm_urge"})
    for item in urges.values():
        assert (item.lowest, item.highest) == (0, 5)


@pytest.mark.parametrize("name", ["oi-safety", "oi-day", "oi-moment"])
def test_safety_answers_are_never_in_a_score(name: str) -> None:
    instrument = load(name)
    scored = {i for scale in instrument.scales for part in scale.parts for i in part.highest_of}
    assert not scored & {rule.item for rule in instrument.safety}


def syllables(word: str) -> int:
    return pyphen.Pyphen(lang="en_GB").inserted(word).count("-") + 1


def grade(text: str) -> float:
    """Flesch-Kincaid school grade of an English text."""
    sentences = max(1, len(re.findall(r"[.?!:]", text)))
    words = re.findall(r"[A-Za-z']+", text)
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def level(text: str) -> float:
    """First new Vienna formula for German non-fiction: about the school grade."""
    sentences = max(1, len(re.findall(r"[.?!:]", text)))
    words = re.findall(r"[A-Za-zÄÖÜäöüß]+", text)
    counts = [pyphen.Pyphen(lang="de_DE").inserted(word).count("-") + 1 for word in words]
    of = len(words)
    three = 100 * sum(n >= 3 for n in counts) / of
    long = 100 * sum(len(word) > 6 for word in words) / of
    one = 100 * sum(n == 1 for n in counts) / of
    return 0.1935 * three + 0.1672 * of / sentences + 0.1297 * long - 0.0327 * one - 0.875


@pytest.mark.parametrize("name", [one for one in OWN if load(one).rater != "therapist"])
def test_patients_can_read_it(name: str) -> None:
    items = load(name).items
    english = " ".join(item.says["en"] for item in items if item.says)
    german = " ".join(item.says["de"] for item in items if item.says)
    assert grade(english) <= 7
    assert level(german) <= 7


def test_the_reading_grade_can_fail() -> None:
    assert grade("Notwithstanding considerable interpersonal difficulties, deliberate.") > 7
    assert level("Beeinträchtigungen zwischenmenschlicher Beziehungsgestaltung beurteilen.") > 7


SOUND = """
id = "x"
name = "X"
version = "1"
recall = "now"
rater = "patient"
minutes = 1
sources = ["a paper"]
[items]
count = 3
lowest = 0
highest = 3
[[scale]]
id = "total"
name = "Total"
method = "sum"
parts = ["q1", ["q2", "q3"]]
[[norm]]
scale = "total"
sd = 1.0
kind = "alpha"
population = "people"
source = "a paper"
checked = false
[[safety]]
item = "q3"
at_least = 1
at_most = 3
response = "enquire"
says = "Ask."
source = "decision"
[rights]
kind = "own"
says = "ours"
source = "us"
may_ship = true
may_import = true
"""

UNSOUND = [
    ('rater = "patient"', 'rater = "cat"', "fills no form"),
    ("highest = 3", "highest = 0", "empty range"),
    ("minutes = 1", "", "lacks the key 'minutes'"),
    ("count = 3", 'count = "three"', "wrong kind"),
    ('method = "sum"', 'method = "product"', "neither sum nor mean"),
    ('parts = ["q1", ["q2", "q3"]]', 'parts = ["q1", "q9"]', "'q9' is no item"),
    ('parts = ["q1", ["q2", "q3"]]', 'parts = ["q1", "q1"]', "each of its items once"),
    ('parts = ["q1", ["q2", "q3"]]', 'parts = ["q1"]\nmissing_allowed = 1', "may be missing"),
    ('parts = ["q1", ["q2", "q3"]]', 'parts = ["q1"]\nhigher_is = "odd"', "cannot be 'odd'"),
    (
        'parts = ["q1", ["q2", "q3"]]',
        'parts = ["q1"]\nbands = [[0, "low"], [2, "high"]]',
        "need a date",
    ),
    (
        'parts = ["q1", ["q2", "q3"]]',
        (
            'parts = ["q1"]\nbands = [[2, "low"], [1, "high"]]\nbands_from = 2020-01-01\n'
            'bands_source = "a"'
        ),
        "bands must rise",
    ),
    (
        'parts = ["q1", ["q2", "q3"]]',
        'parts = ["q1"]\nbands = [[0, "low"]]\nbands_from = "soon"',
        "is not a date",
    ),
    ('scale = "total"', 'scale = "other"', "is no scale"),
    ("sd = 1.0", "sd = 0.0", "above zero"),
    ("sd = 1.0", "sd = 1.0\nreliability = 1.2", "between 0 and 1"),
    ('item = "q3"', 'item = "q7"', "is no item"),
    ("at_most = 3", "at_most = 4", "leaves the item's range"),
    ('response = "enquire"', 'response = "panic"', "wrong kind"),
]


def made(text: str) -> Any:
    return instrument_from(tomllib.loads(text), file="x.toml")


def test_a_sound_definition_is_read() -> None:
    instrument = made(SOUND)
    assert [item.id for item in instrument.items] == ["q1", "q2", "q3"]
    assert instrument.scale("total").parts[1].highest_of == ("q2", "q3")


@pytest.mark.parametrize(("was", "becomes", "says"), UNSOUND)
def test_an_unsound_definition_is_refused_with_its_file(was: str, becomes: str, says: str) -> None:
    assert was in SOUND
    with pytest.raises(InstrumentError, match=re.escape(says)) as refused:
        made(SOUND.replace(was, becomes))
    assert refused.value.file == "x.toml"


WORDED = """
[[item]]
id = "a"
kind = "yes_no"
says.en = "Well?"
options.en = ["No", "Yes"]
"""
UNSOUND_ITEMS = [
    ('options.en = ["No", "Yes"]', 'options.en = ["No"]', "needs 2 options"),
    ('options.en = ["No", "Yes"]', 'ends.en = ["No"]', "two ends"),
    ('options.en = ["No", "Yes"]', 'ask_if = [["b", 1]]', "which is no item"),
    ('kind = "yes_no"', 'kind = "poem"\nlowest = 0\nhighest = 1', "unknown kind"),
    ('kind = "yes_no"', "", "has no range"),
    (WORDED, WORDED + WORDED, "stands twice"),
]


@pytest.mark.parametrize(("was", "becomes", "says"), UNSOUND_ITEMS)
def test_an_unsound_item_is_refused(was: str, becomes: str, says: str) -> None:
    head, _, rights = SOUND.partition("[items]")
    text = head + WORDED + "[rights]" + rights.partition("[rights]")[2]
    assert made(text).items[0].kind == "yes_no"
    with pytest.raises(InstrumentError, match=re.escape(says)):
        made(text.replace(was, becomes))


def test_wording_that_is_not_ours_to_ship_is_refused() -> None:
    head, _, rights = SOUND.partition("[items]")
    text = head + WORDED + "[rights]" + rights.partition("[rights]")[2]
    with pytest.raises(InstrumentError, match="may not be shipped"):
        made(text.replace("may_ship = true", "may_ship = false"))


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    for content in (b"id = ", b"\xff\xfe"):
        (tmp_path / "bad.toml").write_bytes(content)
        with pytest.raises(InstrumentError, match="is not TOML"):
            read_definition(tmp_path / "bad.toml")
    with pytest.raises(InstrumentError, match="cannot be read"):
        read_definition(tmp_path / "none.toml")


def test_an_unknown_instrument_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InstrumentError, match=r"known: .*phq9"):
        load("phq10")
    with pytest.raises(InstrumentError, match="no item 'q10'"):
        load("phq9").item("q10")
    with pytest.raises(InstrumentError, match="no scale 'self'"):
        load("phq9").scale("self")


def test_a_label_is_known_in_any_spelling() -> None:
    labels = load("phq9").labels
    for label in ("Not at all", "NOT AT ALL", " not  at all. ", "Not-at-all"):
        assert labels[label_fingerprint(label)] == 0
    assert label_fingerprint("not at all ever") not in labels


def test_the_codes_of_phq9_and_gad7() -> None:
    assert load("phq9").items[8].keys == ("44260-8",)
    assert load("gad7").items[0].keys == ("69725-0",)
    assert load("phq9").answer_codes["LA6571-9"] == 3
    assert load("gad7").total_keys == ("70274-6",)
