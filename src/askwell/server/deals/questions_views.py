"""Questions: what can be asked, how a question was understood, and its answer; load, authorise, act, answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from askwell.deal.questions.data import Kind, kinds, value_name
from askwell.deal.questions.parse import LONGEST
from askwell.deal.questions.query import Query, Refusal
from askwell.deal.questions.say import say_condition, say_grouping, say_subject
from askwell.deal.questions.terms import Grouping, Reason, Subject, Test
from askwell.deal.terms import BuyingStage
from askwell.method.terms import Concern, Outcome
from askwell.server.accounts.models import User
from askwell.server.accounts.queries import team_ids_where
from askwell.server.accounts.roles import Act, Reach
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.views import term_names
from askwell.server.deals.forms import ATTITUDES
from askwell.server.deals.models import Deal
from askwell.server.deals.questions_filters import asks_of_calls, asks_of_open_deals, counts_codes, reads_objections
from askwell.server.deals.questions_groups import MOST, NONE, Group
from askwell.server.deals.questions_index import CALLS, DEALS, ask_for_index
from askwell.server.deals.questions_queries import Answer, answer, understood
from askwell.server.deals.terms import ROLE_CHOICES
from askwell.server.deals.views import shared, standing_of


@dataclass(frozen=True, slots=True)
class Sample:
    """A question to try, and where that leads."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind of question with its examples in the language of the page."""

    name: str
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what was found: its name, how many, its share of the largest in per cent, and where it leads."""

    name: str
    count: int
    width: int
    address: str
    chosen: bool


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """The box, and below it the answer, or why there is none, or what can be asked."""
    user = signed_in(request)
    text = request.GET.get("q", "").strip()
    dealing = standing_of(user)
    context = dealing | {
        "text": text,
        "longest": LONGEST,
        "asks": dealing["deals_in"] or _sees_calls(user),
        "sections": _sections(calls_only=not dealing["deals_in"]),
    }
    if text and context["asks"]:
        context |= _answered(request, user, text, deals_in=dealing["deals_in"])
    return render(request, "deals/questions.html", context)


def language() -> str:
    """``en`` or ``zh``, as the page is."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _sees_calls(user: User) -> bool:
    return any(team_ids_where(user, Act.SEE_FIGURES, reach) for reach in (Reach.TEAM, Reach.OWN))


def _answered(request: HttpRequest, user: User, text: str, *, deals_in: bool) -> dict[str, Any]:
    read = understood(user, text)
    if isinstance(read, Query) and not deals_in and not asks_of_calls(read.subject):
        return {"refused": _("Your role sees no deals, people or customers, so this cannot be answered for you.")}
    if isinstance(read, Refusal):
        return {"refused": _why(read), "nearest": _nearest(read)}
    part = request.GET.get("part", "")[:40]
    found = answer(read, user, timezone.localdate(), part=part, key=request.GET.get("after", ""))
    if found.stale:
        ask_for_index(CALLS if reads_objections(read) else DEALS)
    return _shown(found, text, part)


def _shown(found: Answer, text: str, part: str) -> dict[str, Any]:
    query, lang = found.query, language()
    parts = tuple(_parts(found, text, part))
    return shared() | {
        "answer": found,
        "conditions": _conditions(query, lang),
        "counted": _counted(query.subject, found.count),
        "parts": parts,
        "part": next((one.name for one in parts if one.chosen), ""),
        "parts_cut": len(parts) == MOST,
        "whole": _address(text),
        "next": _address(text, part=part, after=found.next_key) if found.next_key else "",
        "stale": _stale(found),
        "tests": {condition.test.value for condition in query.conditions},
        "coded": counts_codes(query),
        "names": term_names(),
        "roles": dict(ROLE_CHOICES),
        "attitudes": dict(ATTITUDES),
        "concern": lambda value: _term(Concern, value),
        "comma": "、" if lang == "zh" else ", ",
        "colon": "：" if lang == "zh" else ": ",
    }


def _conditions(query: Query, lang: str) -> tuple[tuple[str, bool], ...]:
    """What was understood, piece by piece, and whether somebody said so or it is only assumed."""
    said = [(say_subject(query.subject, lang), False)]
    said += [(say_condition(one, lang), one.assumed) for one in query.conditions]
    if asks_of_open_deals(query):
        said.append((_("in open deals"), True))
    if query.subject is Subject.COMPANIES and query.value_of(Test.LACKS_DEAL) is not None:
        said.append((_("none that you see"), True))
    if query.subject is Subject.TASKS:
        said.append((_("not done yet"), True))
    if query.grouping:
        said.append((say_grouping(query.grouping, lang), False))
    return tuple((text, assumed) for text, assumed in said if text)


def _counted(subject: Subject, count: int) -> str:
    texts = {
        Subject.DEALS: ngettext("%(num)s deal", "%(num)s deals", count),
        Subject.TASKS: ngettext("%(num)s task", "%(num)s tasks", count),
        Subject.PEOPLE: ngettext("%(num)s person", "%(num)s people", count),
        Subject.COMPANIES: ngettext("%(num)s customer", "%(num)s customers", count),
        Subject.CALLS: ngettext("%(num)s call", "%(num)s calls", count),
        Subject.OBJECTIONS: ngettext("%(num)s objection", "%(num)s objections", count),
        Subject.NEEDS: ngettext("%(num)s need voiced", "%(num)s needs voiced", count),
        Subject.MOMENTS: ngettext("%(num)s moment", "%(num)s moments", count),
    }
    return texts[subject] % {"num": f"{count:,}"}


def _stale(found: Answer) -> str:
    if not found.stale:
        return ""
    if reads_objections(found.query):
        text = ngettext(
            "%(num)s call is not up to date here: its objections are being read. Ask again in a minute.",
            "%(num)s calls are not up to date here: their objections are being read. Ask again in a minute.",
            found.stale,
        )
    else:
        text = ngettext(
            "%(num)s deal is not up to date here: its calls said something new. Ask again in a minute.",
            "%(num)s deals are not up to date here: their calls said something new. Ask again in a minute.",
            found.stale,
        )
    return text % {"num": f"{found.stale:,}"}


def _parts(found: Answer, text: str, chosen: str) -> Iterable[Part]:
    most = max((group.count for group in found.groups), default=1)
    for group in found.groups:
        width = max(round(group.count / most * 100), 1)
        address = _address(text, part=group.value)
        yield Part(_part_name(found.query.grouping, group), group.count, width, address, group.value == chosen)


def _part_name(grouping: Grouping | None, group: Group) -> str:
    if group.name:
        return group.name
    if group.value == NONE:
        return _NOBODY[grouping]() if grouping in _NOBODY else _("Not known")
    if grouping is Grouping.MONTH:
        month = parse_datetime(group.value)
        return date_format(timezone.localtime(month), "YEAR_MONTH_FORMAT") if month else group.value
    vocabularies = {Grouping.STAGE: BuyingStage, Grouping.OUTCOME: Outcome, Grouping.CONCERN: Concern}
    if grouping in vocabularies:
        return _term(vocabularies[grouping], group.value)
    return str(dict(Deal.Lost.choices).get(group.value, group.value))


_NOBODY = {Grouping.REP: lambda: _("Nobody"), Grouping.COMPANY: lambda: _("No customer")}


def _term(vocabulary: Any, value: str) -> str:
    if not value or value == BuyingStage.UNKNOWN.value:
        return _("Not known")
    return value_name(vocabulary, value).in_lang(language())


def _why(refused: Refusal) -> str:
    words = _("”, “").join(refused.words)
    texts = {
        Reason.EMPTY: _("There is no word in this that could be understood."),
        Reason.TOO_LONG: _("A question may have %(num)s characters at most."),
        Reason.WORDS: _("Not understood: “%(words)s”. It is no word of a question, and no name that you may see."),
        Reason.NO_SUBJECT: _("Say what is asked about: deals, tasks, people, customers, calls, objections or needs."),
        Reason.SUBJECTS: _("Ask about one thing at a time; this names several: “%(words)s”."),
        Reason.TWICE: _("These do not go together, or say the same twice: “%(words)s”. Ask one after the other."),
        Reason.NOT_OFFERED: _("Understood, but not answered for what you ask about: “%(words)s”."),
        Reason.GROUPING: _("What you ask about is not counted like this: “%(words)s”."),
        Reason.WHEN: _("Say what happened then: deals won, lost, begun or expected “%(words)s”."),
        Reason.AMBIGUOUS: _(
            "This can be understood in two ways. Put names into quotation marks, and say whose they are."
        ),
    }
    return texts[refused.reason] % {"words": words, "num": LONGEST}


def _nearest(refused: Refusal) -> tuple[KindShown, ...]:
    by_id = {kind.id: kind for kind in kinds()}
    return tuple(_kind(by_id[name]) for name in refused.nearest)


def _sections(*, calls_only: bool) -> tuple[tuple[str, tuple[KindShown, ...]], ...]:
    titles = {
        _("About deals"): (Subject.DEALS,),
        _("About tasks"): (Subject.TASKS,),
        _("About people"): (Subject.PEOPLE,),
        _("About customers"): (Subject.COMPANIES,),
        _("About calls"): (Subject.CALLS,),
        _("About what was said"): (Subject.OBJECTIONS, Subject.NEEDS, Subject.MOMENTS),
    }
    offered = [kind for kind in kinds() if not calls_only or asks_of_calls(kind.subject)]
    found = ((title, [kind for kind in offered if kind.subject in subjects]) for title, subjects in titles.items())
    return tuple((title, tuple(map(_kind, members))) for title, members in found if members)


def _kind(kind: Kind) -> KindShown:
    lang = language()
    return KindShown(kind.name.in_lang(lang), tuple(Sample(text, _address(text)) for text in kind.examples[lang]))


def _address(text: str, **more: str) -> str:
    asked = {"q": text} | {name: value for name, value in more.items() if value}
    return f"{reverse('deals:questions')}?{urlencode(asked)}"
