"""The signing checklist of a deal: load or 404, authorise, act, answer."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from askwell.method.loader import load_codebook
from askwell.server.accounts.signed_in import signed_in
from askwell.server.calls.forms import DayInput
from askwell.server.deals import queries
from askwell.server.deals.forms import page_lang
from askwell.server.deals.page_queries import rights_on
from askwell.server.deals.signing_actions import make_signing_tasks
from askwell.server.deals.signing_queries import CHECKLIST, checklist_of, likely_day
from askwell.server.deals.views import status_of


class SigningForm(forms.Form):
    """On which day the agreement is signed."""

    day = forms.DateField(label=gettext_lazy("Day of signing"), widget=DayInput())


@require_http_methods(["GET", "POST"])
def signing(request: HttpRequest, slug: str) -> HttpResponse:
    """What to keep to when the agreement is signed; on one click it becomes tasks with their days, each once."""
    user = signed_in(request)
    deal = queries.deal_for(user, slug)
    change = rights_on(user, deal).change
    if request.method == "POST" and not change:
        raise PermissionDenied
    lang, today = page_lang(), timezone.localdate()
    points = checklist_of(deal, lang)
    form = SigningForm(request.POST or None, initial={"day": likely_day(deal, today)})
    if form.is_valid():
        made = make_signing_tasks(deal, deal.owner or user, points, form.cleaned_data["day"], today)
        said = ngettext("%(count)s task was made.", "%(count)s tasks were made.", made) % {"count": made}
        messages.success(request, said if made else _("All points are tasks already."))
        return redirect("deals:signing", slug=slug)
    book = load_codebook()
    context = {
        "deal": deal,
        "points": points,
        "left": sum(point.task is None for point in points),
        "form": form,
        "change": change,
        "today": today,
        "definition": book.entry(CHECKLIST).definition.in_lang(lang),
        "advice": [advice.in_lang(lang) for name in (CHECKLIST, "m39") if (advice := book.entry(name).advice)],
    }
    return render(request, "deals/signing.html", context, status=status_of(request))
