"""The page of one call, and what is done on it. Each view loads or answers 404, authorises, acts, answers."""

from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from askwell.coding.coded import CodedConversation
from askwell.coding.merge import Anchor
from askwell.method.terms import Code, Outcome
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls import page_actions as actions
from askwell.server.calls import page_queries as queries
from askwell.server.calls.actions import comment_on
from askwell.server.calls.history import history_of
from askwell.server.calls.models import Call, CallDecision
from askwell.server.calls.page_context import Opened, context_of, figures_context, notices_of, panel_context
from askwell.server.calls.state import sale_by_deal

MAX_COMMENT = 4000


@dataclass(frozen=True, slots=True)
class Seen:
    """A call and what the person behind the request may do with it."""

    call: Call
    rights: queries.Rights


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: everything for those who may read its words, figures alone for those who may not."""
    seen = _seen(request, slug)
    return _page(request, seen, _opened(request.GET))


def _page(request: HttpRequest, seen: Seen, opened: Opened, status: int = 200) -> HttpResponse:
    coded = queries.state_of(seen.call)
    shared = {"call": seen.call, "rights": seen.rights, "coding": queries.coding_state(seen.call)}
    if coded is None:
        return render(request, "calls/page_waiting.html", shared, status=status)
    by_deal = sale_by_deal(seen.call, coded)
    if not seen.rights.words:
        return render(request, "calls/page_figures.html", shared | figures_context(coded, lang(), by_deal=by_deal))
    people = queries.people_on(seen.call, coded, signed_in(request))
    context = context_of(coded, people, lang(), opened, by_deal=by_deal)
    context |= {"address": request.path, "query": opened.query, "notices": notices_of(seen.call, lang())}
    return render(request, "calls/page.html", shared | context, status=status)


@require_GET
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked again and again while a call is being coded: has the browser load the page anew once it no longer is."""
    seen = _seen(request, slug)
    coding = queries.coding_state(seen.call)
    response = render(request, "calls/page_coding.html", {"call": seen.call, "rights": seen.rights, "coding": coding})
    if coding != "coding":
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def code_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a call coded once more after its coding failed."""
    seen = _seen(request, slug)
    _demand(seen.rights.correct)
    actions.code_again(seen.call, signed_in(request))
    return redirect("calls:page", slug=slug)


@require_GET
def panel(request: HttpRequest, slug: str, turn: int) -> HttpResponse:
    """What can be done at one turn; without script the whole page with it opened."""
    seen, coded = _worded(request, slug)
    if turn >= len(coded.conversation.turns):
        raise Http404
    if not request.headers.get("HX-Request"):
        query = request.GET.copy()
        query["open"] = str(turn)
        return redirect(f"{_address(seen.call)}?{query.urlencode()}#t{turn}")
    opened = Opened(turn, request.GET.get("place", ""))
    context = panel_context(coded, lang(), opened) | {"call": seen.call, "rights": seen.rights}
    return render(request, "calls/page_panel.html", context)


@require_POST
def correct(request: HttpRequest, slug: str, turn: int) -> HttpResponse:
    """Give words of a turn a code, or none."""
    seen, coded = _worded(request, slug)
    _demand(seen.rights.correct)
    try:
        anchor = _anchor(coded, turn, request.POST)
        code = Code(request.POST["code"]) if request.POST.get("code") else None
        decision = actions.correct_code(seen.call, signed_in(request), coded.conversation, anchor, code, request.POST)
    except actions.WrongPlaceError:
        return _again(request, seen, turn, _("These words are not in this turn. Copy them exactly as they stand."))
    except actions.NoBenefitError:
        return _again(
            request, seen, turn, _("What meets a want the buyer has stated is a benefit. Choose that code, or no want.")
        )
    except ValueError:
        return _again(request, seen, turn, _("This side of the table does not take that code. Choose another."))
    return _back(request, seen.call, turn, done=decision)


@require_POST
def overrule(request: HttpRequest, slug: str, turn: int) -> HttpResponse:
    """Say how the call ended; words of this turn show it, or with no ``place`` what near the end says so."""
    seen, coded = _worded(request, slug)
    _demand(seen.rights.correct)
    try:
        label = Outcome(request.POST.get("label", ""))
        placed = "place" in request.POST
        anchor = _anchor(coded, turn, request.POST) if placed else actions.anchor_showing(coded, label)
    except ValueError:
        return _again(request, seen, turn, _("Choose an outcome, and words of this turn that show it."))
    decision = actions.overrule_outcome(seen.call, signed_in(request), anchor, label)
    return _back(request, seen.call, None, done=decision)


@require_POST
def undo(request: HttpRequest, slug: str, decision_id: int) -> HttpResponse:
    """Take a decision back, or with ``again`` bring it back."""
    seen, _coded = _worded(request, slug)
    _demand(seen.rights.correct)
    decision = get_object_or_404(CallDecision.objects.select_related("call"), pk=decision_id, call=seen.call)
    act = actions.restore if "again" in request.POST else actions.take_back
    act(decision, signed_in(request))
    if request.POST.get("from") == "history":
        return redirect("calls:history", slug=slug)
    return _back(request, seen.call, decision.turn, undone=decision)


@require_POST
def comment(request: HttpRequest, slug: str, turn: int) -> HttpResponse:
    """Say something about a moment."""
    seen, coded = _worded(request, slug)
    _demand(seen.rights.comment)
    text = request.POST.get("text", "").strip()
    if not text or len(text) > MAX_COMMENT:
        return _again(request, seen, turn, _("Write a comment of at most 4,000 characters."))
    try:
        anchor = _anchor(coded, turn, request.POST)
    except actions.WrongPlaceError:
        return _again(request, seen, turn, _("These words are not in this turn. Copy them exactly as they stand."))
    comment_on(seen.call, signed_in(request), anchor, text)
    return _back(request, seen.call, turn)


@require_POST
def uncomment(request: HttpRequest, slug: str, comment_id: int) -> HttpResponse:
    """Remove a comment of one's own."""
    seen, _coded = _worded(request, slug)
    found = queries.comment_of(seen.call, signed_in(request), comment_id)
    if found is None:
        raise Http404
    actions.remove_comment(found)
    return _back(request, seen.call, found.turn)


@require_GET
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what."""
    seen, coded = _worded(request, slug)
    events = history_of(seen.call, coded, lang())
    return render(request, "calls/page_history.html", {"call": seen.call, "rights": seen.rights, "events": events})


def _seen(request: HttpRequest, slug: str) -> Seen:
    user = signed_in(request)
    call = queries.call_for(user, slug)
    if call is None:
        raise Http404
    return Seen(call, queries.rights_of(user, call))


def _worded(request: HttpRequest, slug: str) -> tuple[Seen, CodedConversation]:
    """A call whose words this person may read, and its state."""
    seen = _seen(request, slug)
    coded = queries.state_of(seen.call)
    if coded is None or not seen.rights.words:
        raise Http404
    return seen, coded


def worded_call(request: HttpRequest, slug: str) -> tuple[Call, CodedConversation]:
    """For downloads: the call and its state, or 404."""
    seen, coded = _worded(request, slug)
    return seen.call, coded


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _anchor(coded: CodedConversation, turn: int, data: QueryDict) -> Anchor:
    return actions.anchor_at(coded.conversation, turn, data.get("place", "turn"), data.get("words", ""))


def _opened(query: QueryDict, turn: int | None = None, error: str = "") -> Opened:
    number = _number(query, "open") if turn is None else turn
    codes = tuple(code for code in query.getlist("code") if code in tuple(Code))
    return Opened(number, query.get("place", ""), error, codes, _number(query, "done"), _number(query, "undone"))


def _number(query: QueryDict, name: str) -> int | None:
    value = query.get(name, "")
    return int(value) if value.isdecimal() else None


def _again(request: HttpRequest, seen: Seen, turn: int, error: str) -> HttpResponse:
    """The page once more with the panel open, what was wrong in it, and what had been entered."""
    opened = replace(
        _opened(request.GET, turn, error), place=request.POST.get("place", ""), entered=request.POST.dict()
    )
    return _page(request, seen, opened, status=422)


def _back(request: HttpRequest, call: Call, turn: int | None, **told: CallDecision) -> HttpResponse:
    """To the moment, keeping the filter; ``done`` or ``undone`` names the decision a notice tells of."""
    query = QueryDict(mutable=True)
    query.setlist("code", request.GET.getlist("code"))
    query.update({name: str(decision.pk) for name, decision in told.items()})
    place = "" if turn is None else f"#t{turn}"
    return redirect(f"{_address(call)}{'?' if query else ''}{query.urlencode()}{place}", permanent=False)


def _address(call: Call) -> str:
    return reverse("calls:page", kwargs={"slug": call.slug})


def lang() -> str:
    """The language of the interface as the report names it."""
    return "zh" if (get_language() or "").startswith("zh") else "en"
