"""Whether a clause in English names an act of the customer (M06)."""

import re
from collections.abc import Sequence
from functools import cache

from askwell.counsel.plans.acts import Names, alternatives, listed

_CLAUSES = re.compile(r"[,;:.!?()—–]| - |\b(?:and|then|so that|so|while|until|but)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9][\w'-]*")
LONGEST_NAME = 7
"""Words that say who acts, at most."""
UNKNOWN_NAME = 3
"""Words of a name that is not on the deal, at most."""
_IN_S = re.compile(r"[a-z]+[a-rt-z]s|[a-z]+(?:ss|sh|ch|x|z)es")
_ENDING = re.compile(r"(?:'s|')$")


def acts_in_english(text: str, names: Names) -> bool:
    """Whether somebody on the customer's side does something, or is brought to do it, in some clause."""
    text = text.replace("\u2019", "'")
    clauses = [text, *_CLAUSES.split(text)]
    return any(_acts(_unframed(clause.strip()), names) for clause in clauses if clause.strip())


def _unframed(clause: str) -> str:
    """Without what stands before the act itself: "make sure that", "we agree with her that"."""
    return re.sub(rf"^(?:(?:we|i) )?{alternatives('en', 'frames')}\s*", "", clause, flags=re.IGNORECASE)


def _acts(clause: str, names: Names) -> bool:
    said = _WORD.findall(_up_to_question(clause))
    return _given_alone(clause) or _brought(said, names) or _gained(clause, names) or _told(said, names)


def named_in_english(text: str, names: Names) -> tuple[str, bool] | None:
    """The first of theirs named in a text, and whether it is the seller who acts in it; None for nobody.

    The first word is somebody only where it is known: whatever stands there has a capital.
    """
    said = _WORD.findall(text.replace("\u2019", "'"))
    low = [word.lower() for word in said]
    sure = [_known([word], names) or word in listed("third") | _peoples() for word in low]
    theirs = [word for at, word in enumerate(said) if sure[at] or (at and _somebody([word], names))]
    if not theirs:
        return None
    ours = not sure[0] and (low[0] in listed("first") | _imperatives() or low[0] in names.ours)
    return _ENDING.sub("", theirs[0]), ours


def felt_in_english(text: str) -> str | None:
    """The first word of a text that says what is only thought or felt."""
    return next((word for word in _WORD.findall(text.lower()) if word in _felt()), None)


def _given_alone(clause: str) -> bool:
    """The objective is what only the customer gives: "signed order for two plants", "get a deposit"."""
    had = rf"^(?:(?:i|we) )?(?:{alternatives('en', 'gains')} )?(?:an? |the )?{alternatives('en', 'given_alone')}(?!\w)"
    return re.match(had, clause, re.IGNORECASE) is not None


def _up_to_question(clause: str) -> str:
    """What is asked is no act: the clause ends where the question begins."""
    return re.split(rf"(?<=\w )\b{alternatives('en', 'asking')}\b", clause, maxsplit=1, flags=re.IGNORECASE)[0]


def _brought(said: Sequence[str], names: Names) -> bool:
    """Somebody is brought to do something: "get Ruth to sign", "have Colin call"."""
    low = [word.lower() for word in said]
    for at, word in enumerate(low[:5]):
        if at and low[0] not in listed("first") | listed("leading"):
            break  # the clause is about something else: "send Ruth a note to ask …"
        if word in listed("brings_to") and _to_act(said[at + 1 :], names):
            return True
        if word in listed("brings") and _bare_act(said[at + 1 :], names):
            return True
    return _for_somebody(said, names)


def _to_act(rest: Sequence[str], names: Names) -> bool:
    """Who, "to" and an act."""
    low = [word.lower() for word in rest]
    for at, word in enumerate(low[: LONGEST_NAME + 1]):
        if word == "to" and at and at + 1 < len(low):
            who, act = rest[:at], rest[at + 1]
            if _ours(low[:at], names) or (at <= UNKNOWN_NAME and low[at - 1] in listed("things")):
                return False
            return low[at + 1] in listed("acts") or (_somebody(who, names) and _may_be_act(act))
    return False


def _may_be_act(word: str) -> bool:
    """A word after somebody and "to" is an act, unless it is felt, or says where to."""
    low = word.lower()
    others = listed("states") | listed("outings") | listed("first") | listed("determiners")
    return not (word[0].isupper() or low in others)


def _bare_act(rest: Sequence[str], names: Names) -> bool:
    """Who and an act, without "to"; a noun after nothing but how it is to be ("a quick call") is none."""
    return any(
        rest[at].lower() in listed("acts")
        and not {word.lower() for word in rest[:at]} <= listed("only_how")
        and _somebody(rest[:at], names)
        for at in range(1, min(len(rest), LONGEST_NAME))
    )


def _for_somebody(said: Sequence[str], names: Names) -> bool:
    """ "… for the nurses to try it"."""
    low = [word.lower() for word in said]
    starts = [at for at, word in enumerate(low) if word == "for"]
    return any(
        _somebody(said[at + 1 : low.index("to", at)], names) and _to_act(said[at + 1 :], names)
        for at in starts
        if "to" in low[at:]
    )


def _gained(clause: str, names: Names) -> bool:
    """What only the customer can give is had from somebody there, or is had in writing."""
    gains = alternatives("en", "gains")
    asked = rf"^(?:(?:i|we) )?(?:(?:will|want to|'ll) )?{gains}(?!\w)\s*(.{{0,60}}?)\b{_given()}\b(.*)$"
    found = re.match(asked, clause, re.IGNORECASE)
    if found is None:
        return False
    before, after = found[1], found[2]
    owner = [word for word in _WORD.findall(before) if _ENDING.search(word)]
    source = re.search(r"\bwith\b(.*)", before) or re.match(r".{0,40}?\b(?:from|by|with|of)\b(.*)", after)
    if owner and not _ours([word.lower() for word in _WORD.findall(before)], names):
        return _somebody(_WORD.findall(before), names)
    if source and _somebody(_WORD.findall(source[1])[:LONGEST_NAME], names):
        return True
    return re.search(rf"\b{alternatives('en', 'settled')}\b", before, re.IGNORECASE) is not None


def _given() -> str:
    return rf"(?:{alternatives('en', 'given')}|(?<=signed ).{{0,30}})"


def _told(said: Sequence[str], names: Names) -> bool:
    """Who and what they do, as in "Ruth signs", "Colin to bring", "their operators install"."""
    low = [word.lower() for word in said]
    if not low or low[0] in _imperatives() - listed("people") or _begins_with_us(low, names):
        return False
    if _known(low[:1], names) and _third_person(low[1:2]):
        return True
    return any(_subject(said[:at], low[at], names) for at in range(1, len(said)) if low[at] in _forms())


def _third_person(after: Sequence[str]) -> bool:
    """After a name, any word in -s that is not felt is what they do."""
    return any(_IN_S.fullmatch(word) is not None and word not in _felt() for word in after)


def _begins_with_us(low: Sequence[str], names: Names) -> bool:
    return low[0] in listed("first") or low[0] in names.ours


def _subject(before: Sequence[str], verb: str, names: Names) -> bool:
    """Whether the words before an act say who does it, in the form that goes with it."""
    who, helpers = list(before), set()
    while who and (who[-1].lower() in listed("between") | {"to"} or who[-1].lower().endswith("ly")):
        helpers.add(who.pop().lower())
    if who and who[0].lower() in listed("leading"):
        who = who[1:] if _known(who[1:2], names) else _after_leading(who)
    if not who or len(who) > LONGEST_NAME or any(word.lower() in _thirds() for word in who[:-1]):
        return False
    if verb in listed("acts") and not helpers - {"all", "both", "each", "then", "also", "now"}:
        return _plural(who) and _somebody(who, names)
    return _somebody(who, names)


def _after_leading(who: Sequence[str]) -> list[str]:
    """Who, after words of time or place: what follows the last determiner, else the last word."""
    low = [word.lower() for word in who]
    starts = [at for at, word in enumerate(low) if word in {"the", "their", "his", "her", "each"} | listed("titles")]
    return list(who[starts[-1] :]) if starts else list(who[-1:])


def _somebody(span: Sequence[str], names: Names) -> bool:
    """Whether these words mean somebody on the customer's side."""
    low = [_ENDING.sub("", word.lower()).rpartition("-")[2] for word in span]
    if not low or _ours(low, names):
        return False
    if _known(low, names) or any(word in listed("third") | listed("titles") | _peoples() for word in low):
        return True
    no_name = listed("things") | listed("only_how")
    return len(span) <= UNKNOWN_NAME and span[0][:1].isupper() and not set(low) & no_name


def _known(low: Sequence[str], names: Names) -> bool:
    return any(word.lower() in names.theirs for word in low)


def _ours(low: Sequence[str], names: Names) -> bool:
    return any(word in listed("first") or _ENDING.sub("", word) in names.ours for word in low)


def _plural(who: Sequence[str]) -> bool:
    last = who[-1].lower()
    return last in {"they", "both", "everybody", "all"} or last.endswith("s") or "and" in {word.lower() for word in who}


@cache
def _peoples() -> frozenset[str]:
    return frozenset(form for word in listed("people") for form in (word, _with_s(word)))


@cache
def _imperatives() -> frozenset[str]:
    return listed("acts") | listed("own") | listed("brings") | listed("brings_to")


@cache
def _thirds() -> frozenset[str]:
    """Forms that can only be verbs of a third person; those that are also plurals of people are left out."""
    return frozenset(map(_with_s, listed("acts"))) - _peoples() - {"works"}


@cache
def _felt() -> frozenset[str]:
    return frozenset(form for word in listed("states") for form in (word, _with_s(word)))


@cache
def _forms() -> frozenset[str]:
    """Every form an act can stand in after who does it."""
    regular = {form for word in listed("acts") for form in (word, _with_s(word), _with_ed(word))}
    return frozenset(regular) | listed("irregular")


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "sh", "ch", "x", "z", "go")) else f"{word}s"


def _with_ed(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ied"
    return f"{word}d" if word.endswith("e") else f"{word}ed"
