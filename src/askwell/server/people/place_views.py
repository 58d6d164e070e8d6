"""A seller's place with the people of open deals, and what the seller knows of the products (M36)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from askwell.deal.sellers_place import assessment
from askwell.server.accounts.models import User
from askwell.server.accounts.signed_in import signed_in
from askwell.server.deals.forms import page_lang
from askwell.server.deals.sellers_place import enter_knowledge, places_of, teams_assessing
from askwell.server.people.queries import person_for


class AssessmentForm(forms.Form):
    """The points of product knowledge that hold for a seller."""

    points = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple())

    def __init__(self, lang: str, data: Any = None, prefix: str = "", initial: Any = None) -> None:
        super().__init__(data, prefix=prefix, initial={"points": initial})
        listed = [(item.id, item.text.in_lang(lang)) for item in assessment().items]
        self.fields["points"].choices = listed  # type: ignore[attr-defined] # a choice field


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, person_id: int) -> HttpResponse:
    """Where a seller stands with each person, and an assessment of what they know; each team by itself."""
    viewer, seller = signed_in(request), get_object_or_404(User, pk=person_id)
    teams = {str(team.pk): team for team in teams_assessing(viewer, seller)}
    if not teams:
        raise Http404
    lang = page_lang()
    if request.method == "POST":
        team = teams.get(request.POST.get("team", ""))
        if team is None:
            raise Http404
        form = AssessmentForm(lang, request.POST, prefix=str(team.pk))
        if not form.is_valid():  # a point the page does not offer
            raise Http404
        enter_knowledge(team, seller, viewer, form.cleaned_data["points"])
        messages.success(request, _("Saved."))
        return redirect("people:place", person_id=seller.pk)
    context = place_context(viewer, seller) | {
        "seller": seller,
        "has_page": person_for(viewer, seller.pk) is not None,
        "assessment": assessment(),
    }
    context["forms"] = {
        each.team.pk: AssessmentForm(lang, prefix=str(each.team.pk), initial=each.points) for each in context["teams"]
    }
    return render(request, "people/place.html", context)


def place_context(viewer: User, seller: User) -> dict[str, Any]:
    """What ``people/_place.html`` shows; no team where the viewer may not see or say it."""
    lang = page_lang()
    return {
        "teams": places_of(viewer, seller, lang),
        "points_in_all": len(assessment().items),
        "lang": lang,
        "comma": "、" if lang == "zh" else ", ",
    }
