"""The phone's scripts by themselves, tried by node's runner on a store in memory."""

import re
import shutil
import subprocess
from collections.abc import Callable

import pytest
from django.templatetags.static import static
from django.test import Client

from openimt_clinic.patient.app import shell_files
from openimt_clinic.patient.phone import kept_pages
from openimt_clinic.patient.script_files import PAGE, WORKER, worker_source
from openimt_clinic.records.user import User
from tests.web.live_clinic import ROOT
from tests.web.people import People

FOLDER = ROOT / "src" / "openimt_clinic" / "patient" / "static" / "patient" / "js"


def node(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    found = shutil.which("node")
    assert found, "no node on PATH; `make test` brings it, or: sudo apt-get install nodejs"
    return subprocess.run(
        [found, *words], input=given, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_outbox_and_sending_hold_what_they_promise() -> None:
    files = sorted(str(file) for file in (ROOT / "tests" / "phone").glob("*.test.mjs"))
    done = node("--test", *files)
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_worker_is_one_script_that_any_browser_reads() -> None:
    source = worker_source()
    assert "\nimport " not in source
    assert "\nexport " not in source
    done = node("--check", "-", given=source)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted({*PAGE, *WORKER}))
def test_every_script_that_is_named_is_there(name: str) -> None:
    assert (FOLDER / f"{name}.js").exists()


def test_whatever_a_kept_page_shows_itself_with_is_kept_too(
    people: People, signed_in: Callable[[User], Client]
) -> None:
    people.patient.therapy = "gpm"
    people.patient.save()
    browser, there = signed_in(people.dan), {static(name) for name in shell_files()}
    for address in kept_pages():
        page = browser.get(address, headers={"X-Phone": "keeps"}).content.decode()
        named = set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', page))
        assert named
        assert named <= there, address
