"""Related rows as one value of the row they belong to, so that a page reads both with one query."""

from typing import Any

from django.db.models import Aggregate, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONArray


class _JsonRows(Aggregate):
    """The JSON of many rows, in no order."""

    function = "JSON_GROUP_ARRAY"
    name = "JsonRows"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def rows_of(rows: "QuerySet[Any]", belongs_to: str, *fields: str) -> Subquery:
    """These fields of each of the rows, as a list of lists in no order; None where there is no row.

    ``rows`` are filtered by ``belongs_to`` as an ``OuterRef``. Days and moments come as ISO 8601.
    """
    grouped = rows.order_by().values(belongs_to)
    return Subquery(grouped.annotate(nested_rows=_JsonRows(JSONArray(*fields))).values("nested_rows"))
