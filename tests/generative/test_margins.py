"""What the report of a world's margins says, and what it leaves unsaid."""

from openimt.simulate.margins import FEWEST, discrepancies, margins_to_json
from openimt.simulate.people import invent
from openimt.simulate.world import world


def test_a_handful_is_not_judged() -> None:
    found = discrepancies(invent(5, seed=1), world("clinic"))
    assert {d.inside for d in found} == {None}
    assert all(d.of < FEWEST for d in found)
    assert discrepancies([], world("clinic"))[0].says == "responded: too few people to say"


def test_the_report_names_its_sources() -> None:
    rows = margins_to_json(discrepancies(invent(5, seed=1), world("equipoise")))
    assert {row["name"] for row in rows} == {m.name for m in world("clinic").margins}
    assert all(row["source"] and isinstance(row["checked"], bool) for row in rows)
    assert all(m.low < m.value < m.high for m in world("usual-care").margins)


def test_equipoise_gives_modules_whatever_the_severity() -> None:
    assert world("equipoise")["policy.confounding"] == 0
    assert world("equipoise")["gain.reg"] == world("clinic")["gain.reg"]
    assert world("clinic")["gain.therapy"] == 0, "no default assumes that one therapy is superior"
