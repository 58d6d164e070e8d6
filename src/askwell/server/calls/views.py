"""The list of calls, and what is done to one from outside its page: load or 404, authorise, act, answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from askwell.method.loader import load_codebook
from askwell.method.terms import Code, Outcome
from askwell.server.accounts.models import User
from askwell.server.accounts.queries import sellers_of, teams_of
from askwell.server.accounts.roles import Act
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls import actions, queries
from askwell.server.calls.adding_views import teams_to_add_to
from askwell.server.calls.erasing import delete_call
from askwell.server.calls.forms import CallForm, FilterForm, OwnerForm, SidesForm
from askwell.server.calls.models import Call, CallSeller
from askwell.server.calls.sides import speakers_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The calls this person may see, narrowed and searched; a browser with script asks for the rows alone."""
    user = signed_in(request)
    names = term_names()
    form = FilterForm(queries.choices_for(user), names, request.GET)
    wanted = form.wanted
    context = {
        "form": form,
        "wanted": wanted,
        "page": queries.calls_for(user, wanted, request.GET.get("after", "")),
        "names": names,
        "query": _query(request),
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "first": not queries.has_calls(user),
        "may_add": bool(teams_to_add_to(user)),
        "in_team": bool(teams_of(user)),
    }
    partial = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    return render(request, "calls/_found.html" if partial else "calls/list.html", context)


@require_http_methods(["GET", "POST"])
def sides(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sells and who buys: asked while it is not known, open to correction at any time."""
    user, call = _allowed(request, slug, Act.CORRECT)
    people = sellers_of(call.team)
    known = dict(CallSeller.objects.filter(call=call).values_list("participant", "user"))
    form = SidesForm(speakers_of(call.current_revision.conversation), people, known, request.POST or None)
    if form.is_valid():
        by_id = {person.pk: person for person in people}
        user_of = {item: by_id[pk] for item, pk in form.user_of.items()}
        actions.set_sides(call, user, actions.Sides(form.side_of, user_of))
        messages.success(request, _("Saved. The call is coded anew where sides have changed."))
        return redirect("calls:page", slug=slug)
    return render(request, "calls/sides.html", {"form": form, "call": call}, status=_status(request))


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, time, sale, objective, tags, consent, keeping and sharing."""
    user, call = _allowed(request, slug, Act.CORRECT)
    may_share = queries.call_allows(user, Act.SHARE, call)
    tags = {"tags": ", ".join(call.tags.values_list("name", flat=True))}
    form = CallForm(request.POST or None, instance=call, initial=tags, may_share=may_share)
    if form.is_valid():
        actions.change_details(form.instance, form.cleaned_data["tags"])
        messages.success(request, _("Saved."))
        return redirect("calls:page", slug=slug)
    return render(request, "calls/details.html", _details_context(user, slug, form), status=_status(request))


@require_POST
def reassign(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the call to another seller of the team."""
    _user, call = _allowed(request, slug, Act.REASSIGN)
    people = {person.pk: person for person in sellers_of(call.team)}
    form = OwnerForm(list(people.values()), request.POST)
    if form.is_valid():
        owner = people[form.cleaned_data["owner"]]
        actions.reassign_call(call, owner)
        messages.success(request, _("The call belongs to %(name)s now.") % {"name": owner})
    else:
        messages.error(request, _("Choose somebody of the team. Nothing was changed."))
    return redirect("calls:details", slug=slug)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase a call, after a page that says what goes with it."""
    _user, call = _allowed(request, slug, Act.DELETE)
    if request.method == "POST":
        delete_call(call)
        messages.success(request, _("The call is erased, with all that belonged to it."))
        return redirect("calls:list")
    return render(request, "calls/delete.html", {"call": call, "goes": queries.what_goes_with(call)})


def term_names() -> dict[str, str]:
    """What the codebook calls each code and outcome, in the language of the page."""
    lang = "zh" if (get_language() or "").startswith("zh") else "en"
    book = load_codebook()
    return {term: book.name_of(term, lang) for term in (*Code, *Outcome)}


def _allowed(request: HttpRequest, slug: str, act: Act) -> tuple[User, Call]:
    """The person and the call: not there (404) for those who may not see it, closed (403) to those who may not act."""
    user = signed_in(request)
    call = queries.call_for(user, slug)
    if not queries.call_allows(user, act, call):
        raise PermissionDenied
    return user, call


def _details_context(user: User, slug: str, form: CallForm) -> dict[str, object]:
    call = queries.call_for(user, slug)
    people = sellers_of(call.team) if queries.call_allows(user, Act.REASSIGN, call) else []
    return {
        "call": call,
        "form": form,
        "tags": queries.tags_of(call.team_id),
        "owner_form": OwnerForm(people, initial={"owner": call.owner_id}) if people else None,
        "may_delete": queries.call_allows(user, Act.DELETE, call),
    }


def _query(request: HttpRequest) -> str:
    """What the address asks for, without the place in the list."""
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
