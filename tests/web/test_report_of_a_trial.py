"""The report of a trial as a page: whole and readable at both widths, light and dark."""

import pytest
from django.http import HttpResponse

from openimt.trial.report.baseline import baseline
from openimt.trial.report.flow import flow
from openimt.trial.report.page import page
from openimt.trial.report.report import Sources, make
from tests.unit.trial.report.made_up import people, results
from tests.web.sights import whole_and_readable


@pytest.mark.journey
def test_the_report_is_whole_and_readable() -> None:
    rows = [{"id": str(n), "arm": "A" if n % 2 else "B", "age": str(20 + n)} for n in range(9)]
    table = baseline(rows, subject="id", arm="arm", of=["age"])
    facts = {"trial": {"title": "An invented trial", "synthetic": True}}
    made = make(Sources(results(), facts, flow(people()), table))
    address = "/report/"
    whole_and_readable({address: HttpResponse(page(made))}, {"trial-report": address})
