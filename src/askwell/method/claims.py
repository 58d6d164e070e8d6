"""The register of claims made for the method: what is claimed, on what ground, and whether it may be shown."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from askwell.method.entries import Bilingual
from askwell.method.nodes import Fields, read_list


@dataclass(frozen=True, slots=True)
class Claim:
    """``grade``: ``seed``, ``read``, ``unconfirmed`` or ``unsourced``; ``show``: whether the product may state it."""

    id: str
    claim: Bilingual
    grade: str
    source: Bilingual
    rows: tuple[str, ...]
    show: bool
    figure: Bilingual | None = None


@cache
def load_claims() -> tuple[Claim, ...]:
    """The packaged register, in file order; raises CodebookError, with file and line, when it is at fault."""
    return read_claims("claims.yaml", (files("askwell.method") / "claims.yaml").read_text(encoding="utf-8"))


def read_claims(file: str, text: str) -> tuple[Claim, ...]:
    claims: dict[str, Claim] = {}
    for fields in read_list(file, text, "a claim"):
        claim = _claim(fields)
        if claim.id in claims:
            raise fields.fault("the id is already used")
        claims[claim.id] = claim
    return tuple(claims.values())


def _claim(fields: Fields) -> Claim:
    fields.what = fields.text("id", r"[a-z0-9_]+(\.[a-z0-9_]+)*")
    claim = Claim(
        id=fields.what,
        claim=fields.bilingual("claim"),
        grade=fields.text("grade", "seed|read|unconfirmed|unsourced"),
        source=fields.bilingual("source"),
        rows=fields.rows("rows"),
        show=fields.choice("show"),
        figure=fields.optional("figure", fields.bilingual, None),
    )
    fields.finish()
    return claim
