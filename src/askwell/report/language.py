"""Wording, numbers and times in the language of the interface, whatever the language of the call."""

import gettext
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files

from askwell.method.loader import load_codebook

LANGUAGES = {"en": ("en",), "zh": ("zh_Hans", "zh")}
DOMAIN = "django"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Wording:
    """The interface in one language; called with a British English text it gives that text in the language."""

    lang: str
    translations: gettext.NullTranslations = field(default_factory=gettext.NullTranslations, compare=False)

    def __call__(self, text: str, **values: object) -> str:
        translated = self.translations.gettext(text)
        return translated % values if values else translated

    @property
    def tag(self) -> str:
        """The language tag of pages."""
        return "zh-Hans" if self.lang == "zh" else "en-GB"

    def aside(self, text: str) -> str:
        """The text in brackets, to stand right behind other text."""
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def name(self, term: StrEnum) -> str:
        """What the codebook calls a code, stage, outcome or other value of the contracts."""
        return load_codebook().name_of(term, self.lang)

    def titled(self, title: str, text: str) -> str:
        return f"{title}：{text}" if self.lang == "zh" else f"{title}: {text}"

    def listed(self, parts: "list[str] | tuple[str, ...]") -> str:
        return ("、" if self.lang == "zh" else ", ").join(parts)

    def percent(self, share: float) -> str:
        return f"{round(share * 100)}%"

    def number(self, value: float) -> str:
        """Up to one decimal, thousands set apart."""
        return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"

    def minutes(self, seconds: float) -> str:
        """A length of time in words: whole minutes, or seconds below one minute."""
        _ = self
        return _("%(n)s s", n=round(seconds)) if seconds < 60 else _("%(n)s min", n=round(seconds / 60))


def clock(seconds: float) -> str:
    """A moment of a call: ``2:05``, from one hour on ``1:02:05``."""
    whole = int(max(seconds, 0))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@cache
def wording(lang: str) -> Wording:
    """The wording of ``en`` or ``zh``, English where the catalogue is missing; raises ValueError for any other."""
    if lang not in LANGUAGES:
        raise ValueError(f"no wording for language {lang!r}: use one of {', '.join(LANGUAGES)}")
    with as_file(files("askwell") / "locale") as folder:
        return Wording(lang, gettext.translation(DOMAIN, folder, LANGUAGES[lang], fallback=True))


def printable(text: str) -> str:
    """Text fit for HTML, XML and office files: characters these cannot hold become the replacement character."""
    return _CONTROLS.sub("\ufffd", text)


def plain(text: str) -> str:
    """Text fit for a terminal: one line, neither control characters nor marks that turn the direction of writing."""
    return _DIRECTIONS.sub("", _CONTROLS.sub("", text)).replace("\r", " ").replace("\n", " ").replace("\t", " ")


def shortened(text: str, most: int) -> str:
    """One line of at most so many characters, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
