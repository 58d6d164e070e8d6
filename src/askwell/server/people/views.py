"""The pages of sellers over time. Each counts only the calls the viewer may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from askwell.method.loader import load_codebook
from askwell.method.terms import CAPABILITY_STATEMENTS, SELLER_QUESTIONS, Outcome
from askwell.server.accounts.signed_in import signed_in
from askwell.server.people import charts, queries, wording
from askwell.server.people.figures import Sum, summed
from askwell.server.people.periods import SHOWN, Step, Window, moved, usual_step, window, without_idle
from askwell.server.people.place_views import place_context

CALLS_LISTED = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The sellers whose figures this person may see."""
    viewer = signed_in(request)
    return render(request, "people/list.html", {"rows": queries.people_for(viewer)} | _words())


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One seller by weeks or months: ``by`` chooses which, ``until`` an earlier stretch."""
    viewer = signed_in(request)
    found = queries.person_for(viewer, person_id)
    if found is None:
        raise Http404
    days = queries.call_days(viewer, found)
    asked = request.GET.get("by", "")
    step = Step(asked) if asked in tuple(Step) else usual_step(each.day for each in days)
    shown = window((each.day for each in days), step, _day(request.GET.get("until", "")))
    context: dict[str, Any] = {
        "person": found,
        "calls": len(days),
        "step": step,
        "asked": asked,
        "is_viewer": found == viewer,
        **place_context(viewer, found),
    }
    if shown is not None:
        context |= _sections(days, shown)
    return render(request, "people/person.html", context | _words())


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _sections(days: Sequence[queries.CallDay], shown: Window) -> dict[str, Any]:
    """Everything about the periods shown: sums, drawings, and where earlier and later calls are."""
    inside = [each for each in days if shown.index_of(each.day) is not None]
    figures = queries.call_figures(inside)
    sums = [summed([call for call in figures if shown.index_of(call.day) == i]) for i in range(len(shown.starts))]
    drawn = without_idle(shown.starts, [bool(each.calls) for each in sums])
    sum_of: dict[date | None, Sum] = {None: summed([]), **dict(zip(shown.starts, sums, strict=True))}
    return {
        "window": shown,
        "whole": summed(figures),
        "periods": [
            (wording.long_label(start, shown.step), each)
            for start, each in zip(shown.starts, sums, strict=True)
            if each.calls
        ],
        "charts": _charts(wording.short_labels(drawn, shown.step), [sum_of[start] for start in drawn]),
        "latest": list(reversed(figures))[:CALLS_LISTED],
        "earlier": moved(shown.starts[0], shown.step, -1) if days[0].day < shown.starts[0] else None,
        "later": moved(shown.starts[-1], shown.step, SHOWN) if days[-1].day >= shown.end else None,
    }


def _charts(labels: list[str], sums: list[Sum]) -> dict[str, charts.Chart]:
    return {
        "mix": charts.mix_chart(labels, sums),
        "outcomes": charts.outcome_chart(labels, sums),
        "talk": charts.share_chart(labels, sums, lambda each: each.talk, "talk_share_seller"),
        "problems": charts.share_chart(labels, sums, lambda each: each.problems, "problem_question_share"),
        "statements": charts.statement_chart(labels, sums),
    }


def _words() -> dict[str, Any]:
    """Names and wordings for the templates."""
    lang = "zh" if (get_language() or "").startswith("zh") else "en"
    codebook = load_codebook()
    return {
        "lang": lang,
        "questions": [(code.value, codebook.name_of(code, lang)) for code in SELLER_QUESTIONS],
        "statements": [(code.value, codebook.name_of(code, lang)) for code in CAPABILITY_STATEMENTS],
        "outcomes": [(outcome.value, codebook.name_of(outcome, lang)) for outcome in Outcome],
        "words": wording,
        "steps": Step,
    }
