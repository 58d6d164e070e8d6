"""The full-text table behind search: FTS5 on SQLite, tsvector on PostgreSQL; a row's id is its turn's.

Each row begins with its team's token and each question includes it: a team filter after the full text was a hundred
times slower on 400,000 rows.
"""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from askwell.server.calls.terms import index_terms, query_phrases

TABLE = "calls_turnsearch"
CREATE = {
    "sqlite": [f"CREATE VIRTUAL TABLE {TABLE} USING fts5(terms, tokenize='porter unicode61 remove_diacritics 2')"],
    "postgresql": [
        f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY, terms tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_terms ON {TABLE} USING gin (terms)",
    ],
}
INSERT = {
    "sqlite": f"INSERT INTO {TABLE} (rowid, terms) VALUES (%s, %s)",  # noqa: S608 - the table's name is a constant
    "postgresql": f"INSERT INTO {TABLE} (rowid, terms) VALUES (%s, to_tsvector('english', %s))",  # noqa: S608 - as above
}
MATCH = {
    "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608 - as above
    "postgresql": f"SELECT rowid FROM {TABLE} WHERE terms @@ to_tsquery('english', %s)",  # noqa: S608 - as above
}


def team_token(team_id: int) -> str:
    return f"team{team_id}"


def add_rows(team_id: int, rows: Iterable[tuple[int, str]]) -> None:
    """Index turns given as (turn id, text)."""
    token = team_token(team_id)
    with connection.cursor() as cursor:
        cursor.executemany(INSERT[connection.vendor], [(pk, f"{token} {index_terms(text)}") for pk, text in rows])


def remove_rows(turn_ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(pk,) for pk in turn_ids])  # noqa: S608 - constant


def purge() -> None:
    """Leave no removed word behind in the index's own segments."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608 - constant


def matching_turns(team_ids: Sequence[int], words: str) -> RawSQL | None:
    """The ids of these teams' turns that hold the words, as a subquery; None where there is nothing to search for."""
    phrases = query_phrases(words)
    if not phrases or not team_ids:
        return None
    joined = _sqlite_query(team_ids, phrases) if connection.vendor == "sqlite" else _postgres_query(team_ids, phrases)
    return RawSQL(MATCH[connection.vendor], [joined])  # noqa: S611 - the text is a constant, the words a parameter


def _sqlite_query(team_ids: Sequence[int], phrases: Sequence[tuple[str, ...]]) -> str:
    teams = " OR ".join(team_token(pk) for pk in team_ids)
    return f"({teams}) AND " + " AND ".join(_sqlite_phrase(phrase) for phrase in phrases)


def _sqlite_phrase(phrase: tuple[str, ...]) -> str:
    text = " ".join(term.rstrip("*") for term in phrase)
    return f'"{text}"*' if phrase[-1].endswith("*") else f'"{text}"'


def _postgres_query(team_ids: Sequence[int], phrases: Sequence[tuple[str, ...]]) -> str:
    teams = " | ".join(team_token(pk) for pk in team_ids)
    asked = " & ".join("(" + " <-> ".join(_postgres_term(term) for term in phrase) + ")" for phrase in phrases)
    return f"({teams}) & {asked}"


def _postgres_term(term: str) -> str:
    return f"'{term.rstrip('*')}':*" if term.endswith("*") else f"'{term}'"
