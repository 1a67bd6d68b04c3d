"""Every variable that is read is explained, and what serving asks for is really set."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from openimt.errors import ServiceError
from openimt_clinic import environment
from openimt_clinic.database.address import PREPARED, WEB_ROLE, django_database
from tests.house.tree import ROOT, SRC

READ = re.compile(r"""(?:said|listed|yes|environ\.get|getenv)\(\s*"([A-Z_]+)\"""")
EXPLAINED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
NOT_THE_USERS = {"OPENIMT_MODE", "OPENIMT_STATIC", "OPENIMT_AS_OWNER"}


def test_every_variable_is_explained_and_none_that_is_not_read() -> None:
    files = (SRC / "openimt_clinic").rglob("*.py")
    read = {name for file in files for name in READ.findall(file.read_text())} - NOT_THE_USERS
    explained = set(EXPLAINED.findall((ROOT / "docs/reference/settings.md").read_text()))
    assert read == explained


def serving(name: str) -> str:
    """A setting as `serve` sees it, read in a process of its own."""
    asked = {"OPENIMT_MODE": "serve", "OPENIMT_SECRET_KEY": "k" * 40, "OPENIMT_HOSTS": "a.org"}
    code = f"from openimt_clinic import settings; print(settings.{name})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_serving_is_strict() -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DEBUG")
    values = serving(f"SESSION_COOKIE_SECURE, {', '.join(f'settings.{n}' for n in names[1:])}")
    assert values == "True True True False"
    assert serving("ALLOWED_HOSTS") == "['a.org']"


@pytest.mark.parametrize("url", ["", "sqlite:///x.db", "postgresql://host/", "clinic"])
def test_an_address_of_no_postgresql_is_refused(url: str) -> None:
    with pytest.raises(ServiceError, match="DATABASE_URL"):
        django_database(url)


def test_an_address_is_taken_apart() -> None:
    url = "postgresql://an%20a:p%40ss@db.local:5433/clinic?sslmode=require"
    made = django_database(url, role=WEB_ROLE)
    assert (made["USER"], made["PASSWORD"], made["PORT"]) == ("an a", "p@ss", "5433")
    assert made["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c role=openimt_web -c lock_timeout=4s -c statement_timeout=12s",
        **PREPARED,
    }


@pytest.mark.django_db
def test_no_page_waits_for_ever_for_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
        )
        assert cursor.fetchone() == ("4s", "12s")


def test_as_root_nothing_lies_under_a_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENIMT_HOME", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert Path.home() not in environment.home().parents
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert Path.home() in environment.home().parents
