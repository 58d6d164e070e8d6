"""The Jinja2 environment of our own pages: autoescaping, Django's translations, addresses and local formats."""

import hashlib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment

from askwell.server.marks import mark_of


def environment(**options: Any) -> Environment:
    """Called by Django with the options of ``settings.TEMPLATES``."""
    env = Environment(**{**options, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701 - autoescape is on
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(asset=asset, url=url, mark_of=mark_of)
    env.filters.update(day=day, moment=moment, number=number, share=share, spaced=spaced, filesizeformat=filesizeformat)
    return env


@lru_cache
def asset(name: str) -> str:
    """The address of a static file, with a digest of its content so that browsers may keep it."""
    found = finders.find(name)
    digest = hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if found else "missing"
    return f"{static(name)}?v={digest}"


def url(name: str, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, kwargs=kwargs)


def day(value: date | datetime | None) -> str:
    """A date as this person writes it; nothing for None."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "DATE_FORMAT") if value else ""


def spaced(text: str) -> str:
    """A text with the space before what comes after it; full-width punctuation needs none."""
    return text if text.endswith(("：", "，", "。", "；")) else f"{text} "


def moment(value: datetime | None) -> str:
    """A date and time in this person's time zone; nothing for None."""
    return date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else ""


def number(value: float | None, places: int | None = None) -> str:
    """A number as this person writes it; a dash for None."""
    return "–" if value is None else number_format(value, places, force_grouping=True)


def share(value: float) -> str:
    """A share from 0 to 1 as whole per cent."""
    return f"{round(value * 100)}%"
