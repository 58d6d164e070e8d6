"""Clauses put together for judging: a question with its lead-in, a statement, or a filler; and what makes a question.

A question is found by its mark, its opening words, or the way the other side answers it (method rows M13, M17).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from askwell.coding.lexicon import Hit, lexicon
from askwell.coding.splitting import Clause

_EN_LEAD_WORDS = re.compile(
    r"(?:(?:so|and|but|okay|ok|right|well|now|then|great|good|sure|yeah|yes|um|uh|also|alright|thanks|just|actually|or|"
    r"perfect|no|roughly|exactly|about|maybe|mostly|in general|[a-z]+,)[,.\s]+)*"
)
_EN_PLEASE = re.compile(r"(?:please|(?:can|could|would|will) you(?: just| maybe)?)\s+$")
_ZH_OPEN = re.compile(
    r"多少|多久|多长|多大|怎么|怎样|如何|为什么|为啥|什么|啥|哪|谁|几(?!乎)|何时|说说|讲讲|介绍|聊聊|了解|咋"
)
_EN_OPEN = re.compile(
    r"\b(?:how|what|whats|why|who|whose|where|when|which|tell me|walk me|talk me|describe|picture|curious|explain|"
    r"understand|hear)\b"
)
_ZH_NOT_ASKED = re.compile(
    r"(?:没|无论|不管|不论|任何|好|这么|那么|算).{0,4}(?:什么|啥|哪|谁|几|多少|怎么)|[这那前十第有好]几|(谁|哪|怎么|什么|多少).{0,6}\1"
    r"|(?:不知道|看看|看一下|不清楚|告诉|想想|知道|不确定|问问|问一下).{0,6}(?:什么|啥|哪|谁|几|多少|怎么|如何)"
)
_ZH_STRONG = re.compile(
    r"(?<!看看)(?<!知道)(?<!清楚)(?<!确定)(?<!问问)(?:(是|有|能|会|要|好|行|对|够|想|用|值|难|准|快|贵|稳|在|算)[不没]\1"
    r"|可不可以|需不需要|愿不愿意|能否|可否|为什么|多少钱|请问)"
)
_ZH_SUPPOSING = re.compile(r"^(?!.*(?:建议|要不|咱们先|我们先))[那所以]*(?:您|贵|咱们|你们).{6,}吧$")
_ZH_TOLD_OR_ASKED = re.compile(r"[跟给和]我|您|贵|咱|你们")
_ASKED_ABOUT = re.compile(r"您|你|贵|咱")


@dataclass(frozen=True, slots=True)
class Segment:
    """``cues`` are the names of the cues in it; ``lead_in`` is set where earlier clauses belong to the question."""

    start: int
    end: int
    text: str
    cues: frozenset[str]
    question: bool
    sentence: int
    lead_in: bool = False
    filler: bool = False


def segments(clauses: Sequence[Clause], lang: str, *, confirmed: bool) -> tuple[Segment, ...]:
    """The segments of a turn; ``confirmed``: the other side's next words answer yes or no."""
    found = list[Segment]()
    for i, clause in enumerate(clauses):
        segment = _segment(clause, lang, confirmed=confirmed and i == len(clauses) - 1)
        if segment.question and found and _leads_into(found[-1], clauses[i - 1], clause):
            lead = found.pop()
            segment = Segment(
                lead.start,
                segment.end,
                f"{lead.text} {segment.text}",
                lead.cues | segment.cues,
                True,
                segment.sentence,
                True,
            )
        found.append(segment)
    return tuple(found)


def is_confirmation(text: str, lang: str) -> bool:
    """Whether a turn begins by saying yes or no, as an answer to a question does."""
    yes_no = (
        r"\s*(?:yes|yeah|yep|yup|no|nope|right|correct|exactly|that's right|not really|we do|we are)\b"
        if lang == "en"
        else r"\s*(?:对|是的|是啊|没错|不是|没有|有的|嗯|差不多)"
    )
    return re.match(yes_no, text) is not None


def is_open(text: str, lang: str) -> bool:
    """Whether a question cannot be answered by yes or no alone (M16)."""
    return ((_ZH_OPEN if lang == "zh" else _EN_OPEN).search(text)) is not None


def _segment(clause: Clause, lang: str, *, confirmed: bool) -> Segment:
    bare = clause.text.rstrip(" .?!。？！;；…")
    hits = tuple(lexicon(lang).hits(bare))
    cues = frozenset(hit.cue for hit in hits)
    filler = bare.strip(" ,，、") in _fillers(lang) or _only_fillers(bare, lang)
    stated = clause.text.endswith("。")
    asks = not filler and (
        clause.asked or (_asks_zh(bare, cues, stated=stated) if lang == "zh" else _asks_en(bare, hits, cues))
    )
    declared = confirmed and "you_start" in cues and "own" not in cues and not filler
    return Segment(clause.start, clause.end, bare, cues, asks or declared, clause.sentence, filler=filler)


def _asks_en(bare: str, hits: Sequence[Hit], cues: frozenset[str]) -> bool:
    """Opening words of a question at the start, a request to tell, or a tag at the end."""
    lead = _EN_LEAD_WORDS.match(bare)
    start = lead.end() if lead else 0
    opened = any(hit.cue == "ask" and hit.start in (0, start) for hit in hits)
    told = any(
        hit.cue == "tell_me" and (hit.start in (0, start) or _EN_PLEASE.search(bare, 0, hit.start)) for hit in hits
    )
    return opened or told or ("tag" in cues and "you_start" in cues)


def _asks_zh(bare: str, cues: frozenset[str], *, stated: bool) -> bool:
    """A final particle, a request to tell, A-not-A, or a question word where no full stop says it is a statement."""
    if "end_particle" in cues or _ZH_SUPPOSING.search(bare):
        return True
    if "tell_me" in cues and _ZH_TOLD_OR_ASKED.search(bare):
        return True
    if "ask" not in cues:
        return False
    if _ZH_STRONG.search(bare):
        return True
    ends = [found.end() for found in _ZH_OPEN.finditer(bare)]
    soon = bool(ends) and len(bare) - ends[-1] <= 4 and len(bare) <= 30
    return not stated and not _ZH_NOT_ASKED.search(bare) and (soon or _ASKED_ABOUT.search(bare) is not None)


def _leads_into(segment: Segment, before: Clause, clause: Clause) -> bool:
    """Whether the statement before a question is its context: same sentence, or supposing or quoting something."""
    if segment.question or segment.filler or "social" in segment.cues:
        return False
    if before.sentence == clause.sentence:
        return "own" not in segment.cues or "lead_in" in segment.cues
    return "lead_in" in segment.cues and "own" not in segment.cues


@cache
def _fillers(lang: str) -> frozenset[str]:
    return frozenset(lexicon(lang).lists["fillers"])


def _only_fillers(bare: str, lang: str) -> bool:
    if len(bare) > 40:
        return False
    parts = [part.strip() for part in re.split(r"[,，、.。!！…]+", bare)]
    if lang == "en" and len(parts) == 1:
        parts = bare.split()
    return all(part in _fillers(lang) for part in parts if part)
