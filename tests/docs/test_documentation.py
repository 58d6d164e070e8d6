"""The documentation against the product: in both languages everything is there, and nothing that is not so."""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, SecretStr
from pydantic_core import PydanticUndefined

from askwell.cli import main
from askwell.coding.coded_json import ATTR_TYPES, coded_from_json
from askwell.coding.coders import default_coder
from askwell.counsel.advise import SIDES_UNKNOWN, code_call
from askwell.counsel.rules import RULES
from askwell.deal.deal_json import deal_from_json
from askwell.deal.forecast import AT_FIRST, EFFECTS
from askwell.deal.stage_signs import SIGNS
from askwell.deal.state_json import state_to_json
from askwell.deal.terms import PREFIXES, Commitment, Cost, Leaning, Nearness, Position
from askwell.deal.understand import understand_deal
from askwell.method.terms import Code, Doubt, LinkKind, NeedState, Outcome, SaleSize, Side, Stage, codes_for
from askwell.schemas import NAMES, schema_text
from askwell.server.config import Config
from askwell.transcript.conversation import digest
from askwell.transcript.read import read_conversation
from askwell.transcript.readers import FORMATS
from askwell.understanding.measures import MEASURES, WHY_NULL

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
READ = [*sorted(ROOT.glob("README*.md")), *PAGES]
IN_ENGLISH_ALONE = DOCS / "decisions"
TRIED_ON = {
    "en": {
        "own": "our own",
        "genuine": "genuine export",
        "constructed": "constructed sample",
        "documentation": "documentation only, untested",
    },
    "zh": {
        "own": "自有格式",
        "genuine": "真实导出",
        "constructed": "自制样本",
        "documentation": "仅依据文档，未经检验",
    },
}
MAJOR_ONLY = {"en": "major only", "zh": "仅大订单"}
VOCABULARIES: tuple[type[StrEnum], ...] = (
    Code,
    LinkKind,
    Stage,
    Outcome,
    NeedState,
    Side,
    SaleSize,
    *ATTR_TYPES.values(),
)

DEAL_VOCABULARIES: tuple[type[StrEnum], ...] = (*PREFIXES, Commitment, Cost, Leaning, Nearness, Position, Doubt)
EXPLAINED_IN = {
    "conversation": "reference/coded",
    "coded": "reference/coded",
    "deal": "reference/deal",
    "deal_state": "reference/deal",
}

in_both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


def page(name: str, lang: str) -> str:
    return (DOCS / f"{name}{'.zh' if lang == 'zh' else ''}.md").read_text("utf-8")


def rows(text: str) -> dict[str, str]:
    """The rows of all tables of a page, by what the first cell holds in backticks."""
    found = re.findall(r"^\| `([^`]+)`.*$", text, re.MULTILINE)
    lines = re.findall(r"^\| `[^`]+`.*$", text, re.MULTILINE)
    return dict(zip(found, lines, strict=True))


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next; nothing where there is no such heading."""
    return f"\n{text}".partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def options(command: click.Command) -> set[str]:
    """The long names of a command's options."""
    return {name for item in command.params for name in item.opts if name.startswith("--")}


def arguments(command: click.Command) -> set[str]:
    """What a command calls its arguments, brackets left off."""
    named = [item for item in command.params if isinstance(item, click.Argument)]
    return {item.make_metavar(click.Context(command)).strip("[]") for item in named}


@in_both_languages
@pytest.mark.parametrize("name", main.commands)
def test_every_command_is_documented_with_all_it_takes(name: str, lang: str) -> None:
    command = main.commands[name]
    said = section(page("reference/commands", lang), name)
    (usage,) = blocks(said, "sh")
    assert sorted(item for item in options(command) | arguments(command) if item not in usage) == []
    assert sorted(item for item in options(command) if f"`{item}`" not in said) == []


@in_both_languages
def test_no_command_or_option_is_documented_that_is_not_there(lang: str) -> None:
    text = page("reference/commands", lang)
    known = {"--version", "--help"}.union(*(options(command) for command in main.commands.values()))
    assert set(re.findall(r"--[a-z][a-z-]*", text)) == known
    assert set(re.findall(r"^askwell (\w+)", text, re.MULTILINE)) == set(main.commands)


def settings_of(model: type[BaseModel], prefix: str = "ASKWELL_") -> Iterator[tuple[str, object]]:
    """Every setting as a variable of the environment, with its default."""
    for name, field in model.model_fields.items():
        kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        inner = next((kind for kind in kinds if issubclass(kind, BaseModel)), None)
        variable = f"{prefix}{name.upper()}"
        if inner is None:
            yield variable, field.default
        else:
            yield from settings_of(inner, f"{variable}__")


def written(default: object) -> str:
    """A default as a page writes it; nothing where it is worked out or empty."""
    if default is PydanticUndefined or isinstance(default, SecretStr):
        return ""
    if isinstance(default, tuple):
        return ",".join(default)
    return str(default).lower() if isinstance(default, bool) else str(default)


@in_both_languages
@pytest.mark.parametrize(("variable", "default"), list(settings_of(Config)))
def test_every_setting_is_documented_with_its_default(variable: str, default: object, lang: str) -> None:
    row = rows(page("how-to/run-a-server", lang))[variable]
    assert not written(default) or f"`{written(default)}`" in row


@in_both_languages
def test_no_setting_is_documented_that_is_not_there(lang: str) -> None:
    known = {variable for variable, _ in settings_of(Config)}
    for name in ("how-to/run-a-server", "reference/formats", "reference/commands", "tutorial/first-call"):
        assert set(re.findall(r"ASKWELL_[A-Z_]*[A-Z]", page(name, lang))) <= known


@in_both_languages
def test_every_reader_is_documented_with_what_it_was_tried_on(lang: str) -> None:
    found = rows(section(page("reference/formats", lang), {"en": "The readers", "zh": "读取器"}[lang]))
    assert list(found) == [entry.name for entry in FORMATS]
    for entry in FORMATS:
        assert found[entry.name].endswith(f"| {TRIED_ON[lang][entry.status]} |"), entry.name


@in_both_languages
def test_every_finding_is_documented_with_row_and_severity(lang: str) -> None:
    found = rows(page("reference/findings", lang))
    assert set(found) == {SIDES_UNKNOWN, *(rule.id for rule in RULES)}
    for rule in RULES:
        assert f"| {rule.row} | `{rule.severity}`" in found[rule.id]
        assert (MAJOR_ONLY[lang] in found[rule.id]) == rule.major_only, rule.id


@in_both_languages
def test_every_measure_is_documented_as_it_is_defined(lang: str) -> None:
    found = rows(page("reference/measures", lang))
    assert set(found) == {*MEASURES, *WHY_NULL, "why_null"}
    for name, entry in MEASURES.items():
        assert entry.title.in_lang(lang) in found[name]
        assert entry.definition.in_lang(lang) in found[name]
    for reason, text in WHY_NULL.items():
        assert text.in_lang(lang) in found[reason]


@in_both_languages
@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_word_of_the_contract_is_documented(vocabulary: type[StrEnum], lang: str) -> None:
    text = page("reference/coded", lang)
    assert [value for value in vocabulary if f"`{value}`" not in text] == []


@in_both_languages
def test_every_code_is_documented_on_its_side(lang: str) -> None:
    found = rows(page("reference/coded", lang))
    sides = {"en": {Side.SELLER: "seller", Side.BUYER: "buyer"}, "zh": {Side.SELLER: "销售", Side.BUYER: "客户"}}[lang]
    for code in Code:
        held = [word for side, word in sides.items() if code in codes_for(side)]
        assert f"| {held[0] if len(held) == 1 else {'en': 'both', 'zh': '双方'}[lang]} |" in found[code]


@in_both_languages
@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_documented_with_its_keys(name: str, lang: str) -> None:
    schema = json.loads(schema_text(name))
    assert f"`{name}`" in section(page("reference/commands", lang), "schema")
    text = page(EXPLAINED_IN[name], lang)
    assert schema["title"] in text
    shown = "".join(blocks(text, "json"))
    assert [key for key in schema["properties"] if f"`{key}`" not in text and f'"{key}"' not in shown] == []


@in_both_languages
def test_the_example_obeys_the_contract_it_explains(lang: str) -> None:
    (example,) = blocks(page("reference/coded", lang), "json")
    data: dict[str, Any] = json.loads(example)
    Draft202012Validator(json.loads(schema_text("coded"))).validate(data)
    coded = coded_from_json(data)
    assert coded.digest == digest(coded.conversation)
    told = [coded.text_of(unit) for unit in coded.units if unit.code is Code.IMPLIED_NEED]
    assert told == [need.label for need in coded.needs]


@in_both_languages
@pytest.mark.parametrize("vocabulary", DEAL_VOCABULARIES)
def test_every_word_of_a_deal_is_documented(vocabulary: type[StrEnum], lang: str) -> None:
    text = page("reference/deal", lang)
    assert [value for value in vocabulary if f"`{value}`" not in text] == []


@in_both_languages
def test_every_key_of_the_facts_of_a_deal_is_documented(lang: str) -> None:
    known, text = json.loads(schema_text("deal"))["properties"], page("reference/deal", lang)
    inner = [known["sale_facts"], *(known[name]["items"] for name in ("people", "rivals", "products"))]
    assert [key for part in inner for key in part["properties"] if f"`{key}`" not in text] == []


@in_both_languages
def test_every_sign_of_a_buying_stage_is_documented_with_its_weight(lang: str) -> None:
    found = rows(page("reference/deal", lang))
    for sign in SIGNS:
        assert f"| `{sign.stage}` | " in found[sign.item]
        assert f"{sign.weight:g}" in found[sign.item]


@in_both_languages
def test_every_effect_of_the_forecast_is_documented_in_its_order(lang: str) -> None:
    text = page("reference/deal", lang).partition("### `forecast`")[2]
    told = [f"{effect.mean:g} ± {effect.spread:g}" for effect in (AT_FIRST, *EFFECTS.values())]
    places = [text.index(one) for one in told]
    assert places == sorted(places)


@in_both_languages
def test_the_example_of_a_state_is_that_of_the_sample(lang: str) -> None:
    (example,) = blocks(page("reference/deal", lang), "json")
    shown = json.loads(example)
    Draft202012Validator(json.loads(schema_text("deal_state"))).validate(shown)
    data = json.loads((files("askwell.samples") / "deals" / "en-brackwell.json").read_text("utf-8"))
    state = state_to_json(understand_deal(deal_from_json(data | {"conversations": []}).deal, []))
    assert {key: shown[key] for key in ("id", "sale", "flower", "tactic")} == {
        key: state[key] for key in ("id", "sale", "flower", "tactic")
    }
    assert shown["next"][0] in state["next"]


@pytest.mark.parametrize(("lang", "seller"), [("en", "Nora Blake"), ("zh", "贺岚")])
def test_the_call_of_the_tutorial_ends_as_the_tutorial_says(lang: str, seller: str) -> None:
    text = page("tutorial/first-call", lang)
    assert f"--seller {json.dumps(seller) if ' ' in seller else seller}" in text
    conversation, _ = read_conversation(blocks(text, "text")[0].encode(), "call.txt", sellers=[seller])
    coded = code_call(conversation, default_coder())
    assert coded.lang == lang
    assert coded.outcome
    assert coded.outcome.label is Outcome.ADVANCE
    assert [need.state for need in coded.needs] == [NeedState.EXPLICIT]


@in_both_languages
def test_the_coder_in_use_is_the_one_explained(lang: str) -> None:
    assert f"`{default_coder().name}`" in page("explanation/how-a-call-is-coded", lang)


def slugs(text: str) -> set[str]:
    """What headings are called in addresses."""
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        address, _, heading = link.partition("#")
        target = path.parent / address if address else path
        if "://" in link:
            continue
        if not target.exists() or (heading and heading not in slugs(target.read_text("utf-8"))):
            yield link


@pytest.mark.parametrize("path", READ, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert list(broken_links(path)) == []


def twin_of(path: Path) -> Path:
    chinese = path.name.endswith(".zh.md")
    return path.with_name(path.name.replace(".zh.md", ".md") if chinese else path.name.replace(".md", ".zh.md"))


@pytest.mark.parametrize(
    "path",
    [path for path in READ if IN_ENGLISH_ALONE not in path.parents],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_page_has_a_twin_in_the_other_language_and_leads_to_it(path: Path) -> None:
    assert twin_of(path).is_file()
    assert f"]({twin_of(path).name})" in path.read_text("utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_page_leads_to_every_other(lang: str) -> None:
    wanted = [path for path in PAGES if path.name.endswith(".zh.md") == (lang == "zh")]
    text = page("index", lang)
    others = [path.relative_to(DOCS).as_posix() for path in wanted if IN_ENGLISH_ALONE not in path.parents]
    assert [name for name in others if not name.startswith("index.") and f"]({name})" not in text] == []
