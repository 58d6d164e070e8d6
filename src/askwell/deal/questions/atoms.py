"""A question cut into what its grammar is made of: words, Han characters, numbers, signs, names in quotation marks."""

import re
import unicodedata
from dataclasses import dataclass

from askwell.coding.folding import folded

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ATOM = re.compile(
    r"""(?P<quoted>"[^"]+"|“[^”]+”|「[^」]+」|『[^』]+』|《[^》]+》)"""
    rf"|(?P<han>[{_HAN}])"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<word>[^\W\d_{_HAN}]+)"
    r"|(?P<sign>[^\s\w.,;:!?，。；：！？、()\[\]（）【】…'’‘`/|\\–—\-])"
    r"|(?P<rest>\w)"
)
_MORE = str.maketrans(
    "談異議顧階贏內採額項顯誰從屬權觸滯預鍵輔評隱連敗丟陳徵",
    "谈异议顾阶赢内采额项显谁从属权触滞预键辅评隐连败丢陈征",
)
"""Traditional characters of questions that talk is not folded for."""
_SHORT = (("n't", " not"), ("n’t", " not"))
_OWNERS = re.compile(r"['’]s?(?=[^\w]|$)")


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece as it is compared, and the half-open stretch of the text it comes from."""

    text: str
    start: int
    end: int
    quoted: bool = False
    number: bool = False


def atoms_of(text: str) -> tuple[Atom, ...]:
    """The atoms of a text in order; punctuation, spaces and the ``'s`` of an owner are none."""
    plain, at = _plain(text)
    return tuple(_atom(found, at) for found in _ATOM.finditer(plain))


def _atom(found: re.Match[str], at: list[int]) -> Atom:
    start, end = at[found.start()], at[found.end() - 1] + 1
    quoted = found["quoted"]
    if quoted:
        return Atom(quoted[1:-1].strip(), start, end, quoted=True)
    return Atom(found[0].replace(",", ""), start, end, number=bool(found["number"]))


def _plain(text: str) -> tuple[str, list[int]]:
    """Half width, lower case, simplified, contractions written out; and where each character comes from."""
    chars, at = [], []
    for i, char in enumerate(text):
        # Compatibility forms of what is no letter or digit stay: a full-width quotation mark is one of ours.
        for plain in unicodedata.normalize("NFKC", char).lower():
            chars.append(plain)
            at.append(i)
    plain = folded("".join(chars)).translate(_MORE)
    for short, long in _SHORT:
        plain, at = _replaced(plain, at, short, long)
    return _blanked(plain), at


def _replaced(plain: str, at: list[int], short: str, long: str) -> tuple[str, list[int]]:
    parts = plain.split(short)
    out, where, here = parts[0], at[: len(parts[0])], len(parts[0])
    for part in parts[1:]:
        # Every character written out stands where the contraction does; the last on its last one.
        spread = [at[here]] * (len(long) - 1) + [at[here + len(short) - 1]]
        here += len(short)
        out, where = out + long + part, where + spread + at[here : here + len(part)]
        here += len(part)
    return out, where


def _blanked(plain: str) -> str:
    return _OWNERS.sub(lambda found: " " * len(found[0]), plain)
