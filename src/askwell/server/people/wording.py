"""How figures are put into words on these pages, in the language of the page."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from askwell.server.people.charts import GAP
from askwell.server.people.figures import LEAST_CALLS, NOT_CODED, CallFigures, Figure
from askwell.server.people.periods import Step
from askwell.understanding.measures import WHY_NULL


def percent(share: float | None) -> str:
    """``43%``; a dash for None."""
    return "–" if share is None else f"{round(share * 100)}%"


def interval(figure: Figure) -> str:
    """``31–56%``, or a dash where there are too few calls for one."""
    low, high = figure.interval.low, figure.interval.high
    return "–" if low is None or high is None else f"{round(low * 100)}–{round(high * 100)}%"


def basis(figure: Figure) -> str:
    """What a figure rests on: its interval and its calls, or its calls alone and why they give no more."""
    calls = ngettext("%(n)s call", "%(n)s calls", figure.calls) % {"n": figure.calls}
    if not figure.calls:
        return _("no call counts")
    if figure.interval.low is not None:
        return _("95%% interval %(interval)s, from %(calls)s") % {"interval": interval(figure), "calls": calls}
    if figure.calls < LEAST_CALLS:
        return _("from %(calls)s: too few for an interval") % {"calls": calls}
    return _("from %(calls)s") % {"calls": calls}


def left_out(figure: Figure, lang: str) -> list[str]:
    """Why calls do not count, one sentence a reason."""
    reasons = {name: text.in_lang(lang) for name, text in WHY_NULL.items()} | {NOT_CODED: _("not coded yet")}
    return [
        ngettext("%(n)s call is left out: %(reason)s.", "%(n)s calls are left out: %(reason)s.", n)
        % {"n": n, "reason": reasons.get(why, why)}
        for why, n in figure.out.items()
    ]


def guessed(calls: Iterable[CallFigures]) -> str:
    """How many of the outcomes are guesses; empty where none is."""
    n = sum(call.outcome_guessed for call in calls)
    told = ngettext(
        "%(n)s outcome is uncertain: who sells and who buys in that call is only guessed.",
        "%(n)s outcomes are uncertain: who sells and who buys in those calls is only guessed.",
        n,
    )
    return told % {"n": n} if n else ""


def mean(total: float, calls: int) -> str:
    """A count a call to one decimal; a dash without calls."""
    return number_format(total / calls, 1) if calls else "–"


def short_labels(starts: Iterable[date | None], step: Step) -> list[str]:
    """The labels under a drawing: ``2 Mar`` for a week, ``Mar`` for a month, with the year where one is first met."""
    chinese = (get_language() or "").startswith("zh")
    labels, year = [], 0
    for start in starts:
        if start is None:
            labels.append(GAP)
        elif step is Step.WEEK:
            labels.append(date_format(start, "n/j" if chinese else "j M"))
        else:
            labels.append(_month(start, with_year=start.year != year, chinese=chinese))
            year = start.year
    return labels


def _month(start: date, *, with_year: bool, chinese: bool) -> str:
    if with_year:
        return date_format(start, "y年n月" if chinese else "M y")
    return date_format(start, "n月" if chinese else "M")


def long_label(start: date, step: Step) -> str:
    """The name of a period in a table, under ``period_heading``: ``2 March 2026`` or ``March 2026``."""
    return date_format(start, "DATE_FORMAT" if step is Step.WEEK else "YEAR_MONTH_FORMAT")


def period_heading(step: Step) -> str:
    return _("Week from") if step is Step.WEEK else _("Month")
