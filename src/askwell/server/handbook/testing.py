"""What the role matrix needs to open the pages of the handbook."""

from askwell.server.testing import Cast


def matrix_objects(cast: Cast) -> dict[str, object]:  # noqa: ARG001 - the pages hold nobody's data
    return {"handbook_row": "M13"}
