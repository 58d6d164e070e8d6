"""Judged segments put together into units: neighbouring ones with the same code about the same thing are one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from askwell.coding.lexicon import lexicon
from askwell.coding.scoring import Judgement
from askwell.coding.segments import Segment
from askwell.coding.splitting import LONGEST
from askwell.coding.words import content, overlap
from askwell.method.terms import SELLER_QUESTIONS, Code

SAME_THING = 0.3
_ONE_TO_A_SENTENCE = (Code.FEATURE, Code.BENEFIT)
_CARRIED_ON = (Code.IMPLIED_NEED, Code.EXPLICIT_NEED, Code.OBJECTION)


@dataclass(frozen=True, slots=True)
class Draft:
    """A unit before it has an id: ``last`` is its last segment's place in the turn."""

    start: int
    end: int
    judgement: Judgement
    lead_in: bool
    sentence: int
    last: int


CarriesOn = Callable[[Draft, Draft, Segment, str, str], bool]
"""Of the unit so far, a segment as a draft of its own, the segment, the turn's text and the language: are they one?"""


def drafts(
    judged: Sequence[tuple[Segment, Judgement]], text: str, lang: str, carries_on: CarriesOn
) -> tuple[Draft, ...]:
    """The units of a turn; one ``other`` over the whole text where nothing in it is coded."""
    found = list[Draft]()
    for i, (segment, judgement) in enumerate(judged):
        if judgement.code is Code.OTHER:
            continue
        draft = Draft(segment.start, segment.end, judgement, segment.lead_in, segment.sentence, i)
        if found and carries_on(found[-1], draft, segment, text, lang):
            found[-1] = joined(found[-1], draft)
        else:
            found.append(draft)
    return tuple(found) or _whole(judged, text)


def _whole(judged: Sequence[tuple[Segment, Judgement]], text: str) -> tuple[Draft, ...]:
    if not text:
        return ()
    likeliest = [judgement for _, judgement in judged if judgement.alternatives]
    least_sure = min(likeliest, key=lambda judgement: judgement.p, default=Judgement(Code.OTHER, 1.0, ()))
    return (Draft(0, len(text), least_sure, lead_in=False, sentence=0, last=len(judged)),)


def carries_on_by_rule(before: Draft, draft: Draft, segment: Segment, text: str, lang: str) -> bool:
    """Whether a draft carries on the one before it; a need or an objection may run on over one uncoded segment.

    What is said next with the same code is mostly about the same thing. A question with a lead-in of its own is a new
    one, and so is a claim in a new sentence that shares no words with the last.
    """
    code = draft.judgement.code
    reach = 2 if code in _CARRIED_ON else 1
    if before.judgement.code is not code or draft.last - before.last > reach:
        return False
    if code in SELLER_QUESTIONS and segment.lead_in:
        return False
    if before.sentence == draft.sentence:
        return True
    if segment.text.startswith(_new_things(lang)):
        return False
    if code not in _ONE_TO_A_SENTENCE:
        return True
    recent = text[max(before.start, before.end - LONGEST) : before.end]
    return overlap(content(recent, lang), content(segment.text, lang)) >= SAME_THING


def joined(before: Draft, draft: Draft) -> Draft:
    """Both as one, as sure as the surer."""
    surer = max(before.judgement, draft.judgement, key=lambda judgement: judgement.p)
    return replace(before, end=draft.end, judgement=surer, last=draft.last, sentence=draft.sentence)


@cache
def _new_things(lang: str) -> tuple[str, ...]:
    return lexicon(lang).lists["new_thing"]
