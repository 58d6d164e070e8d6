"""Which words may stand where in a question: the lattice its grammar is read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from askwell.deal.questions.atoms import Atom, atoms_of
from askwell.deal.questions.data import FILLER, lexicon, texts
from askwell.deal.questions.query import Name

_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "one a an 一", "two 二 两", "three 三", "four 四", "five 五", "six 六", "seven 七", "eight 八", "nine 九")
    )
    for word in words.split()
} | {"ten": 10, "eleven": 11, "twelve": 12, "十": 10}
_UNITS = {
    ("day",): "d", ("days",): "d", ("天",): "d", ("日",): "d",
    ("week",): "w", ("weeks",): "w", ("周",): "w", ("星", "期"): "w", ("礼", "拜"): "w",
    ("month",): "m", ("months",): "m", ("月",): "m",
    ("quarter",): "q", ("quarters",): "q", ("季", "度"): "q",
    ("year",): "y", ("years",): "y", ("年",): "y",
}  # fmt: skip
_MEASURE_WORD = "个"
_HALF_A_YEAR = {("half", "a", "year"): "6m", ("半", "年"): "6m", ("半", "个", "月"): "15d"}
_CURRENCY_BEFORE = {("£",), ("$",), ("€",), ("¥",), ("₹",), ("₩",), ("us", "$"), ("hk", "$"), ("usd",), ("gbp",),
                    ("eur",), ("cny",), ("rmb",), ("chf",), ("jpy",), ("hkd",)}  # fmt: skip
_SCALES = {
    ("k",), ("thousand",), ("m",), ("mn",), ("mio",), ("million",), ("b",), ("bn",), ("billion",),
    ("千",), ("万",), ("十", "万"), ("百", "万"), ("千", "万"), ("亿",), ("十", "亿"), ("万", "亿"),
}  # fmt: skip
_HAN_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_MYRIADS = {"万": 10**4, "亿": 10**8}
_LATIN_NUMBERS = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
                  "seven": "7", "eight": "8", "nine": "9", "ten": "10", "half a": "0.5"}  # fmt: skip
_CURRENCY_AFTER = {
    ("元",), ("块",), ("人", "民", "币"), ("元", "人", "民", "币"), ("美", "元"), ("美", "金"), ("英", "镑"),
    ("欧", "元"), ("港", "元"), ("港", "币"), ("日", "元"), ("pounds",), ("euros",), ("euro",), ("dollars",), ("yuan",),
    ("usd",), ("gbp",), ("eur",), ("cny",), ("rmb",), ("chf",), ("jpy",), ("hkd",),
}  # fmt: skip
_MOST = 1000
"""Of days, weeks and so on; more is no time anybody means."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A word that begins at an atom and ends before ``end``."""

    end: int
    kind: str
    value: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Lattice:
    """By atom, the words that may begin there; fillers apart."""

    text: str
    atoms: tuple[Atom, ...]
    edges: tuple[tuple[Edge, ...], ...]
    fillers: tuple[tuple[int, ...], ...]

    def words(self, start: int, end: int) -> str:
        """The atoms from ``start`` to before ``end``, as typed."""
        return self.text[self.atoms[start].start : self.atoms[end - 1].end]


def lattice_of(text: str, names: Iterable[Name]) -> Lattice:
    """Every reading of every stretch of a text."""
    atoms = atoms_of(text)
    known = [(texts(atoms_of(name.words)), name) for name in names]
    edges = tuple(tuple(_edges(atoms, i, known)) for i in range(len(atoms)))
    return Lattice(
        text,
        atoms,
        tuple(tuple(edge for edge in at if edge.kind != FILLER) for at in edges),
        tuple(tuple(edge.end for edge in at if edge.kind == FILLER) for at in edges),
    )


def _edges(atoms: Sequence[Atom], i: int, names: Sequence[tuple[tuple[str, ...], Name]]) -> Iterable[Edge]:
    yield from _names(atoms, i, names)
    if atoms[i].quoted:
        return  # what stands in quotation marks is a name and nothing else
    for word in lexicon().get(atoms[i].text, ()):
        if _stands(atoms, i, word.atoms):
            yield Edge(i + len(word.atoms), word.kind, word.value)
    yield from _times(atoms, i)
    yield from _amounts(atoms, i)
    yield from _amounts_in_words(atoms, i)


def _names(atoms: Sequence[Atom], i: int, names: Sequence[tuple[tuple[str, ...], Name]]) -> Iterable[Edge]:
    for wanted, name in names:
        if atoms[i].quoted and wanted and texts(atoms_of(atoms[i].text)) == wanted:
            yield Edge(i + 1, f"name:{name.kind.value}", name.value, name.shown)
        elif wanted and _stands(atoms, i, wanted):
            yield Edge(i + len(wanted), f"name:{name.kind.value}", name.value, name.shown)


def _stands(atoms: Sequence[Atom], i: int, wanted: Sequence[str]) -> bool:
    there = atoms[i : i + len(wanted)]
    return texts(there) == tuple(wanted) and not any(atom.quoted for atom in there)


def _number(atoms: Sequence[Atom], i: int) -> int | None:
    if i >= len(atoms) or atoms[i].quoted:
        return None
    if atoms[i].number:
        return int(atoms[i].text) if atoms[i].text.isdecimal() and len(atoms[i].text) < 6 else None
    return _NUMBERS.get(atoms[i].text)


def _whole_number(atoms: Sequence[Atom], i: int) -> tuple[int, int | None]:
    """Where a number ends and which it is: one in Chinese figures is read whole (``三十``) or not at all."""
    end = next((at for at in range(i, len(atoms)) if not _is_han_figure(atoms[at])), len(atoms))
    if end == i:
        return i + 1, _number(atoms, i)
    inside = i > 0 and _is_han_figure(atoms[i - 1])
    return end, None if inside else _han_number("".join(texts(atoms[i:end])))


def _is_han_figure(atom: Atom) -> bool:
    return not atom.quoted and atom.text in {*_HAN_DIGITS, *_HAN_TENS}


def _han_number(figures: str) -> int | None:
    """``三十`` and ``一百零五`` as numbers; None for ``两三`` and ``一百二``, which leave open what is meant."""
    number, digit, place = 0, 0, 10
    for char in figures:
        if char in _HAN_TENS:
            place = _HAN_TENS[char]
            number, digit = number + (digit or 1) * place, 0
        elif char == "零":
            place = 10
        elif digit:
            return None
        else:
            digit = _HAN_DIGITS[char]
    return None if digit and place > 10 else number + digit


def _times(atoms: Sequence[Atom], i: int) -> Iterable[Edge]:
    """Spans of time (``4 weeks``, ``两个月``) and small numbers."""
    for wanted, value in _HALF_A_YEAR.items():
        if _stands(atoms, i, wanted):
            yield Edge(i + len(wanted), "span", value)
    at, number = _whole_number(atoms, i)
    if not number or number > _MOST:
        return
    if atoms[i].text not in ("a", "an"):
        yield Edge(at, "number", str(number))
    if at < len(atoms) and atoms[at].text == _MEASURE_WORD:
        at += 1
    for unit, letter in _UNITS.items():
        if _stands(atoms, at, unit):
            yield Edge(at + len(unit), "span", f"{number}{letter}")


def _amounts(atoms: Sequence[Atom], i: int) -> Iterable[Edge]:
    """Amounts of money with a currency or a scale (``£1m``, ``100万元``), and bare numbers too large to count with."""
    at = next((i + len(sign) for sign in _CURRENCY_BEFORE if _stands(atoms, i, sign)), i)
    if at >= len(atoms) or not atoms[at].number:
        return
    end = at + 1
    scaled = _longest(atoms, end, _SCALES)
    named = _longest(atoms, scaled, _CURRENCY_AFTER) if at == i else scaled
    if at > i or named > end:
        yield Edge(named, "amount", _written(atoms[i:named]))
    elif _number(atoms, at) is None or int(atoms[at].text) > _MOST:
        yield Edge(end, "amount", atoms[at].text)


def _amounts_in_words(atoms: Sequence[Atom], i: int) -> Iterable[Edge]:
    """Amounts without a figure: ``一百五十万``, ``两千万元``, ``a million``, ``half a million``."""
    end, amount = _han_amount(atoms, i)
    for words, figures in _LATIN_NUMBERS.items():
        wanted = tuple(words.split())
        scaled = _longest(atoms, i + len(wanted), _SCALES) if _stands(atoms, i, wanted) else 0
        if scaled > i + len(wanted):
            end, amount = scaled, figures + atoms[scaled - 1].text
    if amount:
        named = _longest(atoms, end, _CURRENCY_AFTER)
        between = " " if named > end and amount[-1].isascii() and atoms[end].text.isascii() else ""
        yield Edge(named, "amount", amount + between + _written(atoms[end:named]))


def _han_amount(atoms: Sequence[Atom], i: int) -> tuple[int, str]:
    """Where a number of Chinese figures in 万 or 亿 ends, and the number as ``150万``; empty where there is none."""
    whole, group, digit = 0, 0, 0
    for at in range(i, len(atoms)):
        char = atoms[at].text
        if char in _HAN_DIGITS and not atoms[at].quoted:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_TENS:
            group, digit = group + (digit or 1) * _HAN_TENS[char], 0
        elif char in _HAN_MYRIADS and at > i:
            of_all = whole if char == "亿" else 0  # 一万亿, but 一亿二千万
            whole, group, digit = whole - of_all + (of_all + group + digit) * _HAN_MYRIADS[char], 0, 0
            if at + 1 == len(atoms) or atoms[at + 1].text not in {*_HAN_DIGITS, *_HAN_TENS, *_HAN_MYRIADS}:
                return at + 1, f"{whole // 10**4}万"
        else:
            break
    return i, ""


def _longest(atoms: Sequence[Atom], i: int, known: Iterable[tuple[str, ...]]) -> int:
    return max((i + len(one) for one in known if _stands(atoms, i, one)), default=i)


def _written(atoms: Sequence[Atom]) -> str:
    """Latin words apart, as ``2 million pounds``; everything else as it comes."""
    written = ""
    for atom in atoms:
        apart = written[-1:].isalpha() and written[-1:].isascii() and atom.text.isascii() and atom.text.isalpha()
        written += f" {atom.text}" if apart else atom.text
    return written
