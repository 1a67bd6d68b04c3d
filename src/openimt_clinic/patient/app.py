"""The installable application: its manifest, its pictures, its worker, and the page without a net.

None of these holds anything about anybody, and none needs a sign-in: a phone asks for them by
itself, at any time.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openimt_clinic.components.clinic_face import ICONS, clinic_of, icon_address, icon_name
from openimt_clinic.components.templatetags.components import PATIENT_SCRIPTS, PATIENT_SHEETS
from openimt_clinic.patient.icon import SIZES, png
from openimt_clinic.patient.script_files import scripts, worker_source
from openimt_clinic.records.clinic import Clinic

PAPER = "#faf8f4"
MANIFEST_TYPE = "application/manifest+json"
SCRIPT_TYPE = "text/javascript; charset=utf-8"
SHEETS = ("pages", "phone", "own", "story", "moments", "paper")
CARD_SHEET = "openimt/css/day_card.css"
MORE = (
    "early", "paper", "asked", "moments", "slides", "waiting", "way", "story", "story_pages",
)  # fmt: skip
"""Of the pages that are kept, besides what every page loads."""


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The clinic's own neutral name and picture; nothing tells what it is for."""
    clinic = clinic_of(request)
    name = clinic.patient_name if clinic else _("Today")
    home = reverse("patient:home")
    told: dict[str, Any] = {
        "id": home,
        "name": name,
        "short_name": name[:12].strip(),
        "lang": get_language() or "en",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": _icons(clinic),
    }
    return JsonResponse(told, content_type=MANIFEST_TYPE)


def _icons(clinic: Clinic | None) -> list[dict[str, str]]:
    drawn = [
        {
            "src": reverse("patient:icon", args=[size]),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    line = {"src": icon_address(clinic), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return [*drawn, line]


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    """The clinic's picture in dots, on paper, with room for whatever shape a phone cuts out."""
    if size not in SIZES:
        raise Http404
    answer = HttpResponse(png(icon_name(clinic_of(request)), size), content_type="image/png")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """One script: what it must know of this version, then its modules."""
    shell = json.dumps(shell_facts(), sort_keys=True)
    answer = HttpResponse(f"self.SHELL = {shell};\n{worker_source()}\n", content_type=SCRIPT_TYPE)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Shown where a page was asked for that is not on the phone."""
    return _open_page(request, "patient/offline.html")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Whom to call now, within the application, so that it is there without a net, too."""
    return _open_page(request, "patient/whom_to_call.html")


def _open_page(request: HttpRequest, template: str) -> HttpResponse:
    clinic = clinic_of(request)
    clinics = [clinic] if clinic else list(Clinic.objects.order_by("name"))
    context = {
        "clinics": clinics,
        "icon": icon_address(clinics[0] if clinics else None),
        "patient_side_name": clinic.patient_name if clinic else "",
        "safety_plan_url": reverse("patient:safety_plan"),
    }
    return render(request, template, context)


def shell_facts() -> dict[str, Any]:
    """The files and pages that belong to nobody, and the version that follows from them."""
    files = [static(name) for name in shell_files()]
    told: dict[str, Any] = {
        "files": files,
        "open": [reverse("patient:offline"), reverse("patient:numbers")],
        "offline": reverse("patient:offline"),
        "plan": reverse("patient:safety_plan"),
        "hashed": bool(settings.STATIC_ROOT),
    }
    told["version"] = _version(json.dumps(told))
    return told


def shell_files() -> tuple[str, ...]:
    """The static files of every page of the patient's side, by name."""
    sheets = (f"openimt/css/{name}.css" for name in (*PATIENT_SHEETS, "print"))
    shared = (f"openimt/js/{name}.js" for name in PATIENT_SCRIPTS)
    own = tuple(f"patient/css/{name}.css" for name in SHEETS)
    more = (CARD_SHEET, *(f"patient/js/{name}.js" for name in MORE))
    pictures = tuple(f"patient/icons/{name}.svg" for name in ICONS)
    return (*sheets, *shared, *own, *scripts(), *more, *pictures)


@cache
def _version(told: str) -> str:
    """Changes with the scripts, with any file of the shell, and with the list itself."""
    seen = hashlib.sha256(told.encode() + worker_source().encode())
    for name in shell_files():
        seen.update(Path(str(finders.find(name))).read_bytes())
    return seen.hexdigest()[:16]
