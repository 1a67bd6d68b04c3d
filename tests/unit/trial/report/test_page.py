"""Page and paper: whole, safe with hostile text, the same bytes again, the same numbers."""

import io
import re
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from openimt.errors import TrialError
from openimt.trial.report.baseline import baseline
from openimt.trial.report.flow import flow
from openimt.trial.report.page import page
from openimt.trial.report.paper import paper
from openimt.trial.report.report import SYNTHETIC, Report, Sources, make
from openimt.trial.report.results import read_results
from tests.unit.trial.report.made_up import document, people, results

HOSTILE = '"><script>alert(1)</script> #raw("x") $x$'
FACTS = {"trial": {"title": HOSTILE, "synthetic": True}, "outcome": {"label": HOSTILE}}


@pytest.fixture(scope="module")
def made() -> Report:
    rows = [{"id": str(n), "arm": "A" if n % 2 else "B", "age": str(20 + n)} for n in range(9)]
    table = baseline(rows, subject="id", arm="arm", of=["age"])
    return make(Sources(results(), FACTS, flow(people()), table))


@pytest.fixture(scope="module")
def html(made: Report) -> str:
    return page(made)


@pytest.fixture(scope="module")
def pdf(made: Report) -> bytes:
    return paper(made)


class Looked(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "data") or (tag == "link" and name == "href"):
                self.loads.append(str(value))
            if name == "id":
                self.ids.append(str(value))
            if tag == "a" and name == "href":
                self.links.append(str(value))


def looked(html: str) -> Looked:
    seen = Looked()
    seen.feed(html)
    return seen


def test_the_page_runs_no_script_and_loads_nothing(html: str) -> None:
    seen = looked(html)
    assert "script" not in seen.tags
    assert seen.loads == []
    assert "@import" not in html


def test_every_trace_leads_to_its_line(html: str) -> None:
    seen = looked(html)
    assert {link[1:] for link in seen.links} <= set(seen.ids)
    assert sum(link.startswith("#n") for link in seen.links) >= 10


def test_made_up_data_are_labelled_on_page_and_paper(html: str, pdf: bytes) -> None:
    assert SYNTHETIC in html
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert SYNTHETIC in text


def test_page_and_paper_say_the_same_numbers(made: Report, pdf: bytes) -> None:
    text = "".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(pdf)).pages)
    for number in made.numbers:
        assert number.shown.replace(" ", "") in re.sub(r"\s", "", text)


def test_the_same_report_gives_the_same_bytes(made: Report, html: str, pdf: bytes) -> None:
    again = make(Sources(results(), FACTS, flow(people()), None))
    assert [one.svg for one in again.pictures] == [one.svg for one in made.pictures]
    assert page(made) == html
    assert paper(made) == pdf


def test_warnings_stand_as_text(html: str) -> None:
    assert "One person &lt;b&gt;had&lt;/b&gt; no outcome" in html


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"contrasts": None}, "field contrasts: holds no list 'contrasts'"),
        ({"fit": 3}, "holds no fit"),
        ({"ls_means": [{"arm": "A", "estimate": "much", "ci": [0, 1]}]}, "/ls_means/0/estimate"),
        ({"ls_means": [{"arm": "A", "estimate": 1, "ci": [0]}]}, "/ls_means/0/ci"),
        ({"tests": [3]}, "/tests/0: is not a row"),
    ],
)
def test_a_document_of_another_kind_is_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(TrialError, match=re.escape(says)):
        read_results(document() | change, "results.json")


def test_a_baseline_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(TrialError, match="has no column 'age'"):
        baseline([{"id": "1", "arm": "A"}], subject="id", arm="arm", of=["age"])


def test_missing_baseline_is_counted_not_averaged() -> None:
    rows = [{"id": "1", "arm": "A", "age": "30"}, {"id": "2", "arm": "A", "age": "NA"}]
    line = baseline(rows, subject="id", arm="arm", of=["age"]).lines[0]
    assert (line.cells[0], line.missing) == ("30.0", 1)
