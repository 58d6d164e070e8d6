"""What every page needs around its content: navigation, languages, themes."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

THEMES = ("system", "light", "dark")
LANGUAGE_NAMES = {"en": "English", "zh-hans": "中文"}
SECTIONS: tuple[tuple[str, Promise], ...] = (
    ("calls:list", _("Calls")),
    ("deals:list", _("Deals")),
    ("people:list", _("People")),
    ("handbook:index", _("Handbook")),
    ("accounts:team", _("Team")),
)
OF_NO_SECTION = ("accounts:profile",)


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation."""

    address: str
    label: Promise
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor of both template engines."""
    theme = request.COOKIES.get("theme", "")
    return {
        "navigation": navigation(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "language_names": LANGUAGE_NAMES,
        "theme": theme if theme in THEMES else "system",
    }


def navigation(request: HttpRequest) -> list[NavigationItem]:
    """The sections that are installed, the current one marked by the namespace of the address."""
    match = request.resolver_match
    here = match.namespace if match and match.view_name not in OF_NO_SECTION else ""
    return [
        NavigationItem(address, label, current=here == name.partition(":")[0])
        for name, label in SECTIONS
        if (address := _address(name))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
