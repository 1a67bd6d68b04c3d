"""Picks the fields of an agenda point: ``{% module_fields modules module point as fields %}``."""

from collections.abc import Mapping

from django import template

from openimt_clinic.clinician.session_form import ModuleFields

register = template.Library()


@register.simple_tag
def module_fields(
    modules: Mapping[str, ModuleFields], module: str, point: str
) -> ModuleFields | None:
    """The fields of the module whose point this is; other points have none."""
    return modules.get(module) if point.startswith("module_") else None
