"""Findings as a whole: their order, their doubts, and any call whatever."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askwell.coding.coded import CodedConversation, Unit
from askwell.coding.notation import read_coded_text
from askwell.counsel.advise import SIDES_UNKNOWN, WEIGHT, advise, code_call
from askwell.counsel.summary import biggest_need, moments, next_step, why_outcome
from askwell.method.terms import BUYER_CODES, SELLER_CODES, Severity, Side
from askwell.transcript.conversation import Conversation
from askwell.understanding.understand import understand

POOR = """
# sale: {sale}
seller: {{opening_benefit_statement: We cut payroll costs by a third.}}
buyer: I see.
seller: {{feature: It has forty reports.}} {{feature: It runs in the cloud.}} {{feature: It is new.}}
buyer: {{objection concern=price: That sounds expensive.}}
seller: {{closing_attempt close_kind=last_chance: It goes up on Monday, so sign now.}}
buyer: {{objection objection_class=hesitation: Let me think about it.}}
"""


def advised(text: str) -> CodedConversation:
    return advise(understand(read_coded_text(text)))


def ids_of(coded: CodedConversation) -> list[str]:
    return [finding.id for finding in coded.findings]


class WrittenCoder:
    """A coder that knows one call by heart."""

    name = "written/1"

    def __init__(self, coded: CodedConversation) -> None:
        self.coded = coded

    def units(self, conversation: Conversation, lang: str) -> tuple[Unit, ...]:  # noqa: ARG002 - the coder's interface
        return self.coded.units


def test_findings_come_by_severity_and_probability() -> None:
    coded = advised(POOR.format(sale="major"))
    unit_p = {unit.id: unit.p for unit in coded.units}
    weights = [
        WEIGHT[finding.severity] * sum(unit_p[unit] for unit in finding.units) / len(finding.units)
        for finding in coded.findings
    ]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == WEIGHT[Severity.HIGH]


@pytest.mark.method("M01")
def test_a_small_sale_is_not_faulted_for_what_serves_there() -> None:
    small, major = (ids_of(advised(POOR.format(sale=sale))) for sale in ("small", "major"))
    assert {"commitment.pressure_close", "opening.benefit_statement"} <= set(major) - set(small)
    assert "objections.price_after_features" in small


@pytest.mark.method("M01")
def test_an_unknown_size_speaks_for_a_major_sale_and_says_so() -> None:
    known, unknown = (advised(POOR.format(sale=sale)).findings for sale in ("major", "unknown"))
    assert [finding.id for finding in known] == [finding.id for finding in unknown]
    noted = next(finding for finding in unknown if finding.id == "commitment.pressure_close")
    assert noted.text.en.endswith("(The size of the sale is not stated; this speaks for a major sale.)")
    assert not any("not stated;" in finding.text.en for finding in known)


def test_what_the_coder_is_unsure_of_supports_no_finding() -> None:
    text = POOR.format(sale="major").replace("last_chance:", "last_chance p=0.3:")
    assert "commitment.pressure_close" not in ids_of(advised(text))


@pytest.mark.method("M18")
def test_without_sides_one_finding_says_so_and_no_other_is_given() -> None:
    assert ids_of(advised("unknown: {feature: It is new.}\nunknown: {objection: Too dear.}")) == [SIDES_UNKNOWN]


def test_the_whole_chain_codes_understands_and_advises() -> None:
    written = read_coded_text(POOR.format(sale="major"))
    coded = code_call(written.conversation, WrittenCoder(written))
    assert coded.model == "written/1"
    assert coded.outcome is not None
    assert coded.findings == advised(POOR.format(sale="major")).findings


@st.composite
def any_call(draw: st.DrawFn) -> CodedConversation:
    """Calls of any order of codes, doubtful ones among them, with links to anywhere."""
    words = st.sampled_from(
        ["filler jams", "灌装头卡住", "yes, on Monday", "不考虑了", "a {} b".replace("{}", "-"), "", "?"]
    )
    lines = []
    for _ in range(draw(st.integers(0, 12))):
        side = draw(st.sampled_from([Side.SELLER, Side.BUYER, Side.UNKNOWN]))
        codes = SELLER_CODES if side is Side.SELLER else BUYER_CODES
        code, p = draw(st.sampled_from(sorted(codes))), draw(st.sampled_from(["0.3", "0.9"]))
        lines.append(f"{side.value}: {{{code} p={p}: {draw(words)}}} {{{code}: {draw(words)}}}")
    return read_coded_text("# id: any\n# lang: en\n" + "\n".join(lines))


@given(any_call())
def test_any_call_gets_findings_that_point_at_its_own_units(call: CodedConversation) -> None:
    coded = advise(understand(call))
    known = {unit.id for unit in coded.units}
    assert all(set(finding.units) <= known for finding in coded.findings)
    assert all(moment.unit in known for moment in moments(coded))
    for lang in ("en", "zh"):
        assert why_outcome(coded, lang)
        assert next_step(coded, lang)
    biggest = biggest_need(coded)
    assert biggest is None or biggest in coded.needs


@given(any_call())
def test_the_same_call_gets_the_same_findings(call: CodedConversation) -> None:
    assert advise(understand(call)) == advise(understand(replace(call)))
