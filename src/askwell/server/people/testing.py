"""What the role matrix needs to open the pages of people."""

from askwell.server.testing import Cast


def matrix_objects(cast: Cast) -> dict[str, object]:
    return {"seller": cast.ana.pk}
