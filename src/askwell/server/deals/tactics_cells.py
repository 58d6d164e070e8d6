"""The matrix of tactics as a team reads it (M38): the codebook's, with the cells the team has changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from askwell.deal.tactic import Cell, Cells, codebook_cells
from askwell.deal.terms import Nearness, Position, Tactic
from askwell.server.accounts.models import Team, User
from askwell.server.deals.models import TacticCell
from askwell.server.nested import rows_of

CELL = ("position", "nearness", "tactic")


def own_cells(team_id: int) -> dict[Cell, Tactic]:
    """The cells a team has changed."""
    return _own(TacticCell.objects.filter(team=team_id).values_list(*CELL))


def cells_of(team_id: int) -> Cells | None:
    """The whole matrix of a team; None where it goes by the codebook's."""
    return _whole(own_cells(team_id))


def cell_rows(team: str) -> Subquery:
    """The cells that the team of a row has changed, read with the row; ``cells_from`` makes the matrix of them."""
    return rows_of(TacticCell.objects.filter(team=OuterRef(team)), "team", *CELL)


def cells_from(rows: Iterable[Sequence[str]]) -> Cells | None:
    """As ``cells_of``, of what ``cell_rows`` read."""
    return _whole(_own(rows))


def _own(rows: Iterable[Sequence[Any]]) -> dict[Cell, Tactic]:
    return {(Position(position), Nearness(near)): Tactic(tactic) for position, near, tactic in sorted(map(tuple, rows))}


def _whole(own: dict[Cell, Tactic]) -> Cells | None:
    return {**codebook_cells(), **own} if own else None


@transaction.atomic
def change_cells(team: Team, author: User, wanted: Mapping[Cell, Tactic]) -> None:
    """Read the matrix so; a cell as the codebook has it is no cell of the team's own."""
    codebook = codebook_cells()
    for cell, tactic in wanted.items():
        position, near = cell
        here = TacticCell.objects.filter(team=team, position=position.value, nearness=near.value)
        if codebook.get(cell) is tactic:
            here.delete()
        elif not here.filter(tactic=tactic.value).exists():
            TacticCell.objects.update_or_create(
                team=team,
                position=position.value,
                nearness=near.value,
                defaults={"tactic": tactic.value, "author": author},
            )


def forget_cells(team: Team) -> None:
    """Go back to the codebook's matrix."""
    TacticCell.objects.filter(team=team).delete()
