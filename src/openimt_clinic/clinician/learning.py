"""The learning path: stations and worked cases, one's own ticks, and all of it on paper."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from openimt.teach.load import load
from openimt_clinic.access.doors import clinic_page
from openimt_clinic.access.permissions import Permission
from openimt_clinic.access.standing import Standing
from openimt_clinic.actions.learning import tick_station
from openimt_clinic.clinician.learning_view import learning_view, stop_view
from openimt_clinic.records.learning_progress import LearningProgress
from openimt_clinic.records.mapping.catalogues import current_catalogue


class TickForm(forms.Form):
    """One's own tick, put there or taken away."""

    done = forms.BooleanField(required=False)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def learning(request: HttpRequest, standing: Standing) -> HttpResponse:
    """All stops in their order, with what this user has been through."""
    view = learning_view(load(), _done(standing))
    return render(request, "clinician/learning.html", {"view": view})


@clinic_page(Permission.READ_CATALOGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def learning_stop(request: HttpRequest, standing: Standing, stop_id: str) -> HttpResponse:
    """One stop to read. Sent: it is ticked, and on to the next one."""
    path = load()
    stop = path.stop(stop_id)
    if stop is None:
        raise Http404
    form = TickForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = form.cleaned_data["done"]
        tick_station(clinic=standing.clinic, station=stop_id, done=done, by=standing.user)
        following = learning_view(path, _done(standing)).next if done else None
        if following:
            return redirect("clinician:learning_stop", following.id)
        return redirect("clinician:learning")
    view = learning_view(path, _done(standing), here=stop_id)
    line = next(one for one in view.lines if one.here)
    number = line.number
    shown = {
        "view": view,
        "stop": stop_view(stop, line, current_catalogue(standing.clinic)),
        "before": view.lines[number - 2] if number > 1 else None,
        "after": view.lines[number] if number < len(view.lines) else None,
    }
    return render(request, "clinician/learning_stop.html", shown)


@clinic_page(Permission.READ_CATALOGUE)
@require_safe
def learning_paper(request: HttpRequest, standing: Standing) -> HttpResponse:
    """All of it on one page, to print and take along."""
    path, catalogue = load(), current_catalogue(standing.clinic)
    view = learning_view(path, ())
    stops = [
        stop_view(stop, line, catalogue) for stop, line in zip(path.stops, view.lines, strict=True)
    ]
    return render(request, "clinician/learning_paper.html", {"view": view, "stops": stops})


def _done(standing: Standing) -> tuple[str, ...]:
    mine = LearningProgress.objects.filter(clinic=standing.clinic, user=standing.user)
    return tuple(mine.values_list("station", flat=True))
