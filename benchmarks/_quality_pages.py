"""The pages on coding quality and on the models, made of stored figures and small templates; nothing is coded here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from askwell.method.loader import load_codebook
from askwell.method.terms import Code

HERE = Path(__file__).resolve().parent
QUALITY = HERE / "results" / "coding_quality.json"
CURVE = HERE / "results" / "learning_curve.json"
PARTS = ("development", "test", "hard", "contrast", "fresh", "blind", "blind_calls", "acceptance_calls")
TEMPLATES = HERE / "coding_quality"
DOCS = HERE.parent / "docs"
PAGES = {"coding-quality": DOCS / "reference", "model-card": DOCS / "explanation"}
LANGUAGES = ("en", "zh")
FORMS = ("written", "recognised")
CONFUSIONS = 12
"""The most frequent confusions shown for each language."""
LEARNED_FROM = ("calls", "fragments", "snippets")
ENOUGH = 10
"""Units of a code in the corpus from which on it is named among the weakest."""
WEAKEST = 5
Figures = Mapping[str, Any]
Row = tuple[object, ...]


def write_pages() -> list[Path]:
    """Write all pages from the stored figures."""
    written = pages(*stored())
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return list(written)


def stored() -> tuple[Figures, Figures | None]:
    """The figures of coding quality, and those of the learning curve where it has been measured."""
    curve = json.loads(CURVE.read_text("utf-8")) if CURVE.is_file() else None
    return json.loads(QUALITY.read_text("utf-8")), curve


def pages(quality: Figures, curve: Figures | None) -> dict[Path, str]:
    """Path to text of each page, in both languages."""
    found = {}
    for (name, folder), lang in product(PAGES.items(), LANGUAGES):
        file = f"{name}{'.zh' if lang == 'zh' else ''}.md"
        text = environment().get_template(file).render(page=Page(quality, curve, lang))
        found[folder / file] = f"{text.rstrip()}\n"
    return found


@cache
def environment() -> Environment:
    """Templates of Markdown: what is quoted is escaped by ``quoted``."""
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701 - not HTML
    made.globals["table"] = table
    return made


def table(heads: Sequence[str], rows: Sequence[Row]) -> str:
    """A Markdown table."""
    lines = [[*heads], ["---"] * len(heads), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass(frozen=True)
class Page:
    """What a template shows, in one language: rows of tables and single figures."""

    quality: Figures
    curve: Figures | None
    lang: str

    def say(self, kind: str, name: str) -> str:
        """What people call a part, form, language, coder or side."""
        word: str = words()[kind][name][self.lang]
        return word

    def code(self, code: str | None) -> str:
        """A code as a page names it: the contract's word in English, people's name in Chinese."""
        if code is None or code == "all":
            return self.say("together", code or "nothing")
        return f"`{code}`" if self.lang == "en" else load_codebook().name_of(Code(code), "zh")

    def of(self, coder: str, part: str, form: str, talk: str) -> Figures:
        """The figures of one evaluation."""
        found: Figures = self.quality["agreement"][coder][part][form][talk]
        return found

    def glance(self, coder: str, parts: Sequence[str] = PARTS) -> list[Row]:
        """Main figures by part, form and language of the talk."""
        places = product(parts, FORMS, LANGUAGES)
        return [
            (self.say("parts", part), self.say("forms", form), self.say("languages", talk), *main_figures(found))
            for part, form, talk in places
            for found in [self.of(coder, part, form, talk)]
        ]

    def raw_codings(self) -> list[Row]:
        """The same of the two codings of each split."""
        return [
            (self.say("parts", part), self.say("languages", talk), *main_figures(found)[:-1])
            for part, by_lang in self.quality["raw_codings"].items()
            for talk, found in by_lang.items()
        ]

    def gaps(self) -> list[Row]:
        """How far turn kappa differs between the languages and between the forms."""

        def kappa(coder: str, part: str, form: str, talk: str) -> float | None:
            found: float | None = self.of(coder, part, form, talk)["turn"]["kappa"]
            return found

        return [
            (
                self.say("coders", coder),
                self.say("parts", part),
                *(gap(*(kappa(coder, part, form, talk) for talk in LANGUAGES)) for form in FORMS),
                *(gap(*(kappa(coder, part, form, talk) for form in FORMS)) for talk in LANGUAGES),
            )
            for coder, part in product(self.quality["coders"], PARTS)
        ]

    def outcomes(self) -> list[Row]:
        """Outcomes on the test split as written: right, and continuations passed as success."""
        rows = list[Row]()
        for coder, talk in product(self.quality["coders"], LANGUAGES):
            found = self.of(coder, "test", "written", talk)["outcomes"]
            right = self.share(found["right"], found["named"])
            passed = self.share(found["passed"], found["continuations"])
            rows.append((self.say("coders", coder), self.say("languages", talk), right, passed))
        return rows

    def share(self, some: int, of: int) -> str:
        """A share as counts."""
        return f"{some} of {of}" if self.lang == "en" else f"{some}/{of}"

    def codes(self, talk: str) -> list[Row]:
        """Each code on the test split, default coder as written; F1 as recognised and of the thorough coder beside."""
        written = self.of("default", "test", "written", talk)["codes"]
        recognised = self.of("default", "test", "recognised", talk)["codes"]
        thorough = self.of("thorough", "test", "written", talk)["codes"]

        def f1(codes: Figures, code: str) -> str:
            return two(codes[code]["f1"]) if code in codes else "-"

        return [
            (self.named(code), *code_cells(written[code]), f1(recognised, code), f1(thorough, code))
            for code in ("all", *Code)
            if code in written
        ]

    def named(self, code: str) -> str:
        """A code by its contract's word, in Chinese by people's name as well."""
        return f"{self.code(code)} `{code}`" if self.lang == "zh" and code != "all" else self.code(code)

    def confusions(self, talk: str, limit: int = CONFUSIONS) -> list[Row]:
        """The most frequent confusions on the test split, default coder as written."""
        found = self.of("default", "test", "written", talk)
        every = [(n, gold, told) for gold, by_told in found["confusions"].items() for told, n in by_told.items()]
        most = sorted(every, key=lambda each: (-each[0], each[1:]))[:limit]
        return [
            (self.code(gold), self.code(told), self.share(n, found["codes"][gold]["gold"])) for n, gold, told in most
        ]

    def attrs(self) -> list[Row]:
        """Each attribute on the test split, default coder as written, by language of the talk."""
        by_talk = [self.of("default", "test", "written", talk)["attrs"] for talk in LANGUAGES]
        return [
            (f"`{key}`", *(cell for found in by_talk for cell in attr_cells(found.get(key))))
            for key in sorted(set(by_talk[0]) | set(by_talk[1]))
        ]

    def links(self) -> list[Row]:
        """Each kind of link on the test split, default coder as written, by language of the talk."""
        by_talk = [self.of("default", "test", "written", talk)["links"] for talk in LANGUAGES]
        kinds = [kind for kind in by_talk[0] if kind != "all"]
        kinds += [kind for kind in by_talk[1] if kind not in (*kinds, "all")]
        return [
            (
                self.say("together", kind) if kind == "all" else f"`{kind}`",
                *(cell for found in by_talk for cell in link_cells(found.get(kind))),
            )
            for kind in ("all", *kinds)
        ]

    def industries(self, talk: str) -> list[Row]:
        """The industries of the test split, default coder as written, those with the least agreement first."""
        found = self.of("default", "test", "written", talk)["industries"]
        return [(escaped(name), each["calls"], two(each["kappa"]), two(each["f1"])) for name, each in found.items()]

    def learning(self) -> list[Row]:
        """Share by share: calls, then turn kappa and unit F1 by form and language; nothing where it is not measured."""
        points = self.curve["points"] if self.curve else []
        return [
            (
                point["share"],
                *(" + ".join(str(point[part][talk]) for part in LEARNED_FROM) for talk in LANGUAGES),
                *(
                    f"{two(found['turn']['kappa'])} / {two(found['units']['f1'])}"
                    for form, talk in product(FORMS, LANGUAGES)
                    for found in [point["figures"][form][talk]]
                ),
            )
            for point in points
        ]

    def learning_hard(self) -> list[Row]:
        """Share by share and language: kappa of the hard items over turns, then by place."""
        return [
            (point["share"], self.say("languages", talk), two(found["turn"]["kappa"]), *by_place(found))
            for point in (self.curve or {"points": []})["points"]
            for talk in LANGUAGES
            for found in [point["hard"][talk]]
        ]

    def last_doubling(self) -> str:
        """What the last step of the learning curve brought in turn kappa, the mean of forms and languages."""
        before, after = (
            sum(point["figures"][form][talk]["turn"]["kappa"] for form, talk in product(FORMS, LANGUAGES)) / 4
            for point in (self.curve or {"points": []})["points"][-2:]
        )
        return f"{after - before:+.3f}"

    def errors(self) -> list[dict[str, object]]:
        """The worst errors, quotes escaped."""
        return [
            {
                "call": error["call"],
                "turn": error["turn"],
                "gold": self.code(error["gold"]),
                "told": self.code(error["told"]),
                "p": f"{error['p']:.4f}",
                "before": self.spoken(error["before"]),
                "words": self.spoken(error["words"]),
            }
            for error in self.quality["errors"]
        ]

    def spoken(self, quote: Sequence[str] | None) -> tuple[str, str] | None:
        """Who spoke, and the words."""
        return (self.say("sides", quote[0]), escaped(quote[1])) if quote else None

    def corpus(self) -> list[Row]:
        """Calls and units of each split."""
        return [
            (self.say("parts", split), *(by_lang[talk][key] for talk in LANGUAGES for key in ("calls", "units")))
            for split, by_lang in self.quality["corpus"].items()
        ]

    def size(self, *names: str) -> str:
        """The size of files of the shipped models together; a name may end in ``*``."""
        sizes = self.quality["models"]
        pattern = "|".join(re.escape(name).replace(r"\*", ".*") for name in names)
        total = sum(size for name, size in sizes.items() if re.fullmatch(pattern, name))
        return f"{total / 1e6:.1f} MB" if total >= 1e5 else f"{total / 1e3:.0f} kB"

    def in_both(self, *keys: str, coder: str = "default", part: str = "test", form: str = "written") -> str:
        """One figure in both languages, as ``0.58 / 0.62`` (English / Chinese)."""
        found: list[Any] = [self.of(coder, part, form, talk) for talk in LANGUAGES]
        for key in keys:
            found = [each[key] for each in found]
        return " / ".join(two(value) for value in found)

    def weakest(self, talk: str) -> list[tuple[str, str, int]]:
        """The codes found worst on the test split of those with enough units: name, F1, units."""
        found = self.of("default", "test", "written", talk)["codes"]
        held = [(each["f1"], code, each["gold"]) for code, each in found.items() if each["gold"] >= ENOUGH]
        return [(self.code(code), two(f1), gold) for f1, code, gold in sorted(held) if code != "all"][:WEAKEST]

    def rare(self, talk: str) -> list[str]:
        """The codes with too few units in the test split for a figure to mean anything."""
        found = self.of("default", "test", "written", talk)["codes"]
        return [self.code(code) for code in Code if found.get(code, {"gold": 0})["gold"] < ENOUGH]


def main_figures(found: Figures) -> Row:
    """Calls, units, kappa and alpha by turn, kappa by kind of unit, then how units are cut and believed."""
    turn = found["turn"]
    return (
        found["calls"],
        found["units"]["gold"],
        interval(turn["kappa"], turn["low"], turn["high"]),
        two(turn["alpha"]),
        *by_place(found),
        two(found["units"]["f1"]),
        two(found["boundary"]["f1"]),
        two(found["unitizing_alpha"]),
        three(found["calibration"]),
    )


def by_place(found: Figures) -> Row:
    """Kappa of the seller's questions, of the seller's statements and of what the buyer says."""
    return tuple(two(place["kappa"]) for place in found["places"].values())


def code_cells(found: Figures) -> Row:
    """Units in gold, precision, recall, F1 with its interval, kappa, alpha, calibration error."""
    f1 = interval(found["f1"], found["low"], found["high"])
    ratios, agreement = (found["precision"], found["recall"]), (found["kappa"], found["alpha"])
    return (found["gold"], *map(two, ratios), f1, *map(two, agreement), three(found["calibration"]))


def attr_cells(found: Figures | None) -> Row:
    """Units with the attribute on either side, kappa, macro-F1."""
    return (found["given"], two(found["kappa"]), two(found["macro_f1"])) if found else (0, "-", "-")


def link_cells(found: Figures | None) -> Row:
    """Links in the corpus, precision, recall."""
    return (found["gold"], two(found["precision"]), two(found["recall"])) if found else (0, "-", "-")


def gap(one: float | None, other: float | None) -> str:
    return "-" if one is None or other is None else f"{round(one - other, 2) + 0.0:+.2f}"  # no minus nought


def interval(value: float | None, low: float | None, high: float | None) -> str:
    """A figure with its interval."""
    return two(value) if low is None or high is None else f"{two(value)} [{two(low)}, {two(high)}]"


def two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def three(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def escaped(text: str) -> str:
    """Words of a talk in Markdown: nothing in them is read as a mark."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")


@cache
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """What the pages call things."""
    found: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(
        (TEMPLATES / "words.yaml").read_text(encoding="utf-8")
    )
    return found
