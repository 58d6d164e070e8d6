"""Objects for the role matrix: Ana's tables, a merge of the team's, and a person erased."""

from askwell.server.calls.originals import store_original
from askwell.server.deals.customers_actions import add_company
from askwell.server.deals.merging import merge
from askwell.server.deals.models.importing import Erasure, Import
from askwell.server.testing import Cast


def importing_objects(cast: Cast) -> dict[str, object]:
    """What the addresses of importing, exporting, merging and erasing are made of."""
    head = {"headings": ["Name"], "samples": [["Northline"]], "orders": [[False, False, False]], "rows": 1}
    known = {"team": cast.team, "user": cast.ana, "kind": "companies", "name": "table.csv", "head": head}
    counts = {"made": 1, "changed": 0, "same": 0, "refused": 1, "companies": 0}
    columns = Import.objects.create(**known, state=Import.State.COLUMNS, columns=["name"])
    checked = Import.objects.create(**known, state=Import.State.CHECKED, counts=counts)
    refused = store_original(b'{"row": 2, "cells": [""], "why": [{"code": "lacking", "field": "name", "cell": ""}]}\n')
    done = Import.objects.create(**known, state=Import.State.DONE, counts=counts, refused=refused)
    kept, gone = add_company(cast.team, "Northline"), add_company(cast.team, "Northline plc")
    return {
        "table_read": columns.pk,
        "table": checked.pk,
        "table_done": done.pk,
        "merge": merge(kept, gone, cast.ana).pk,
        "erasure": Erasure.objects.create(team=cast.team, author=cast.ben, went={"entries": 1}).pk,
        "export_kind": "deals",
        "export_form": "csv",
    }
