"""The matrix of tactics as a team reads it (M38): the codebook's, with the cells the team has changed."""

from collections.abc import Mapping

from django.db import transaction

from askwell.deal.tactic import Cell, Cells, codebook_cells
from askwell.deal.terms import Nearness, Position, Tactic
from askwell.server.accounts.models import Team, User
from askwell.server.deals.models import TacticCell


def own_cells(team_id: int) -> dict[Cell, Tactic]:
    """The cells a team has changed."""
    rows = TacticCell.objects.filter(team=team_id).order_by("position", "nearness")
    return {(Position(row.position), Nearness(row.nearness)): Tactic(row.tactic) for row in rows}


def cells_of(team_id: int) -> Cells | None:
    """The whole matrix of a team; None where it goes by the codebook's."""
    own = own_cells(team_id)
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
