"""The plum-blossom map of a deal (M32): the heart, five petals, and the people on them, told apart without colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from markupsafe import Markup

from askwell.deal.terms import Role
from askwell.report.language import Wording, shortened, wording
from askwell.report.svg import drawing, element, paint, text_width

HEART = Role.CORE_DECISION_MAKER
PETALS = tuple(role for role in Role if role is not HEART)
"""Clockwise from the top."""
SIGNS = {-2: "−−", -1: "−", 0: "0", 1: "+", 2: "++"}
"""The attitude of a person, from against us to for us."""
UNKNOWN_SIGN = "?"
MOST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class PersonOnPetal:
    """``told`` and ``wants`` say whether the person has told a problem and stated a want; ``address`` is theirs."""

    name: str
    attitude: int | None
    told: bool
    wants: bool
    address: str


@dataclass(frozen=True, slots=True)
class Petal:
    """One role with its people; ``address`` is where it is edited."""

    role: Role
    name: str
    people: tuple[PersonOnPetal, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Form:
    """A size of the drawing: radius of a petal and of the heart, and how far a petal's middle is from the heart's."""

    name: str
    petal: float
    heart: float
    reach: float
    letters: float

    @property
    def width(self) -> float:
        return 2 * (self.reach * sin(2 * pi / 5) + self.petal) + 8

    @property
    def height(self) -> float:
        return self.reach * (1 + cos(pi / 5)) + 2 * self.petal + 8

    def middle(self, petal: int | None) -> tuple[float, float]:
        """The middle of a petal, of the heart without one."""
        x, y = self.width / 2, self.petal + self.reach + 4
        if petal is None:
            return x, y
        turn = 2 * pi * petal / len(PETALS)
        return x + self.reach * sin(turn), y - self.reach * cos(turn)


FORMS = {form.name: form for form in (Form("wide", 104, 84, 176, 13), Form("narrow", 62, 50, 106, 10))}


def flower_svg(petals: Sequence[Petal], lang: str, form: str = "wide") -> Markup:
    """The flower, ``wide`` or ``narrow``; each name leads to its person, each role to where it is edited."""
    shape, words = FORMS[form], wording(lang)
    by_role = {petal.role: petal for petal in petals}
    order = [*((by_role[role], i) for i, role in enumerate(PETALS)), (by_role[HEART], None)]
    return drawing(
        f"flower-{form}",
        words("Plum-blossom map"),
        words.listed([words.titled(petal.name, _named(petal, words)) for petal in petals]),
        (shape.width, shape.height),
        *(element("g", *_petal(petal, place, shape, words)) for petal, place in order),
    )


def _named(petal: Petal, words: Wording) -> str:
    return words.listed([person.name for person in petal.people]) or words("nobody yet")


def _petal(petal: Petal, place: int | None, form: Form, words: Wording) -> Iterable[Markup]:
    x, y = form.middle(place)
    radius = form.heart if place is None else form.petal
    filled = ("wash" if place is None else "tint") if petal.people else "paper"
    dashes = None if petal.people else "5 4"
    yield element("circle", cx=x, cy=y, r=radius, stroke_width="1.5", stroke_dasharray=dashes, **paint(filled, "soft"))
    lines = [
        *_role_lines(petal.name, radius, form),
        *(_person_lines(petal) or [(words("nobody yet"), None, paint("muted"))]),
    ]
    pitch = form.letters * 1.45
    top = y - pitch * (len(lines) - 1) / 2 + form.letters * 0.35
    for i, (text, target, look) in enumerate(lines):
        shown = _fitting(text, radius, top + i * pitch - y, form)
        label = element("text", shown, x=x, y=top + i * pitch, text_anchor="middle", font_size=form.letters, **look)
        yield element("a", element("title", text), label, href=target or petal.address)


_Line = tuple[str, str | None, dict[str, str]]


def _role_lines(name: str, radius: float, form: Form) -> list[_Line]:
    look = {"font_weight": "600"} | paint("plum")
    if text_width(name, form.letters) <= radius * 1.6 or " " not in name:
        return [(name, None, look)]
    parts = name.split(" ")
    cut = min(range(1, len(parts)), key=lambda i: abs(len(" ".join(parts[:i])) - len(name) / 2))
    return [(" ".join(part), None, look) for part in (parts[:cut], parts[cut:])]


def _person_lines(petal: Petal) -> list[_Line]:
    lines: list[_Line] = [
        (f"{_sign(person)} {person.name}{_voice(person)}", person.address, paint("ink"))
        for person in petal.people[:MOST_PEOPLE]
    ]
    rest = len(petal.people) - MOST_PEOPLE
    return lines + ([(f"+{rest}", None, paint("muted"))] if rest > 0 else [])


def _sign(person: PersonOnPetal) -> str:
    return UNKNOWN_SIGN if person.attitude is None else SIGNS[person.attitude]


def _voice(person: PersonOnPetal) -> str:
    """A hollow dot for a problem told, a full one for a want stated, as needs are drawn in a call."""
    return " ●" if person.wants else " ○" if person.told else ""


def _fitting(text: str, radius: float, offset: float, form: Form) -> str:
    """The text cut to what the circle holds at this height."""
    room = 2 * max(radius**2 - (abs(offset) + form.letters / 2) ** 2, 0) ** 0.5 - 8
    most = len(text)
    while most > 2 and text_width(shortened(text, most), form.letters) > room:
        most -= 1
    return shortened(text, most)
