"""One sentence of feature, function, benefit and evidence, out of lines of the catalogue as people write them (M24).

It is in the language of the catalogue, for it is said to a customer who is offered those very lines; the page around it
may be in the other.
"""

import re

from askwell.counsel.plans.shapes import (
    Shape,
    after_already,
    can_be_seen,
    counted,
    inside,
    inside_if_plain,
    is_built_in,
    is_thing_that_does,
    lang_of,
    says_what_happens,
    shape_of,
    trimmed,
    without_article,
)
from askwell.counsel.plans.wording import spoken, text_of
from askwell.understanding.words import content_words, overlap

WORDING = "fabe.wording"
BEARS_OUT = 0.25
"""Share of content from which on evidence is said to bear out what it stands beside."""
IT = "它"
"""Said once in a Chinese sentence."""


def statement_of(
    feature: str, function: str, want: str, proven_by: str, asked_by: str | None = None
) -> tuple[str, str]:
    """The sentence and its language; without evidence it ends after the benefit.

    ``asked_by`` names who stated the want, where that is not who the sentence is said to; empty where none is known.
    """
    lang = lang_of(function)
    said = {
        "feature": _placed("feature", feature, lang),
        "function": _placed("function", function, lang),
        "benefit": _benefit(want, lang, asked_by),
    }
    if said["feature"].startswith(IT) and said["function"].startswith(IT):
        said["function"] = said["function"].removeprefix(IT)
    frame = "frame" if proven_by else "frame_unproven"
    if proven_by:
        said["evidence"] = _evidence(proven_by, lang, f"{feature} {function} {want}")
    return text_of(WORDING, frame).in_lang(lang).format(**said), lang


def _benefit(want: str, lang: str, asked_by: str | None) -> str:
    """What was asked for, by whoever asked for it."""
    if asked_by is None:
        return _said("benefit", lang, spoken(want))
    return _said("benefit_of" if asked_by else "benefit_told", lang, spoken(want)).replace("{who}", asked_by)


def _placed(part: str, line: str, lang: str) -> str:
    """A feature or a function in the words that go with its shape; one in the other language stands quoted."""
    text = trimmed(line)
    if lang_of(text) != lang:
        return _said(f"{part}_other", lang, text)
    shape = shape_of(text, function=part == "function")
    if shape is Shape.CAN and text.lower().startswith("to "):
        text = text[3:]
    if shape is Shape.CLAUSE:
        return inside(text)
    if shape is Shape.THING:
        return _thing(part, inside(text) if " " in text else inside_if_plain(text), lang)
    return _said(f"{part}_{shape.value}", lang, inside(text))


def _thing(part: str, text: str, lang: str) -> str:
    """Things counted are had, others named; a Chinese line that says what happens follows "so" as it is."""
    if part == "feature":
        had = counted(text) and not (lang == "zh" and says_what_happens(text))
        if had or (lang == "zh" and is_thing_that_does(text) and not is_built_in(text)):
            return _said("feature_counted", lang, text)
        return _said("feature_built_in" if is_built_in(text) else "feature_thing", lang, without_article(text))
    if lang == "zh" and says_what_happens(text) and not (counted(text) and "的" in text):
        return text
    return _said("function_thing", lang, text)


def _evidence(line: str, lang: str, of: str) -> str:
    """What can be looked up; it is said to bear out what it is ``of`` only where it shares words with it."""
    text = re.sub(r"(?<=\w): ", " – ", trimmed(line), count=1)  # one colon stands before it already
    rest = after_already(text)
    if rest is not None:
        does = shape_of(rest) is Shape.DOES and lang == "en"
        return _said("evidence_already_does" if does else "evidence_already", lang, rest)
    text = re.sub(r"^(?:see\s+|参见|参看|详见|见)", "", text, flags=re.IGNORECASE)
    if can_be_seen(text):
        return _said("evidence_seen", lang, inside_if_plain(text))
    if lang == "en" and shape_of(text) is Shape.IS:
        return _said("evidence_is", lang, inside(text))
    return _said("evidence" if bears_out(line, of) else "evidence_beside", lang, inside_if_plain(text))


def bears_out(line: str, of: str) -> bool:
    """Whether a line of evidence is alike enough to what it is ``of`` to be said to prove it."""
    return overlap(content_words(line), content_words(of)) >= BEARS_OUT


def _said(item: str, lang: str, words: str) -> str:
    return text_of(WORDING, item).in_lang(lang).replace("{words}", words)
