"""Tags for the template parts: ``{% load components %}``."""

from django import template

from openimt.terms import Evidence
from openimt_clinic.components.parts import evidence_mark, step_dots
from openimt_clinic.components.places import Place, bar_places

register = template.Library()

SHEETS = (
    "tokens",
    "base",
    "layout",
    "buttons",
    "forms",
    "cards",
    "tables",
    "map",
    "lane",
    "course",
    "caseload",
    "work",
    "patient",
    "gallery",
)
SCRIPTS = ("theme", "kept", "clock", "disclose", "tabs", "days")
PATIENT_SHEETS = ("tokens", "base", "layout", "buttons", "forms", "cards", "patient")
PATIENT_SCRIPTS = ("theme", "kept", "disclose")
"""A phone loads only what its pages show."""


@register.inclusion_tag("components/head.html")
def page_head() -> dict[str, tuple[str, ...]]:
    """The style sheets and scripts of every page."""
    return _files(SHEETS, SCRIPTS)


@register.inclusion_tag("components/head.html")
def patient_page_head() -> dict[str, tuple[str, ...]]:
    """Those of a patient's page."""
    return _files(PATIENT_SHEETS, PATIENT_SCRIPTS)


def _files(sheets: tuple[str, ...], scripts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {
        "sheets": tuple(f"openimt/css/{name}.css" for name in sheets),
        "scripts": tuple(f"openimt/js/{name}.js" for name in scripts),
    }


@register.inclusion_tag("components/steps.html")
def steps(step: int, *, said: bool = False) -> dict[str, object]:
    """Four dots for a step of change, 0 to 4: ``{% steps 2 %}``; ``said=True`` adds its name."""
    return {"dots": step_dots(step), "said": said}


@register.inclusion_tag("components/evidence.html")
def evidence(class_: str) -> dict[str, object]:
    """The mark of an evidence class (T1, T2, T3, X): ``{% evidence module.evidence %}``."""
    return {"mark": evidence_mark(Evidence(class_))}


@register.simple_tag(takes_context=True)
def places_of_bar(context: template.Context) -> tuple[Place, ...]:
    """The links of the bar: ``{% places_of_bar as places %}``."""
    request = context.get("request")
    return bar_places(request) if request else ()
