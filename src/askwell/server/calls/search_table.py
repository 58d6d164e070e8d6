"""The full-text tables behind search: FTS5 on SQLite, tsvector on PostgreSQL; a row's id is its turn's or unit's.

Each row begins with its team's token, a unit's also with its code's, and each question includes them: a filter after
the full text was a hundred times slower on 400,000 rows. The tokens only make it fast; who may see what is decided by
``visible_to``.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import OperationalError, connection
from django.db.models.expressions import RawSQL

from askwell.server.calls.terms import index_terms, query_phrases

TURNS = "calls_turnsearch"
UNITS = "calls_unitsearch"
TABLES = (TURNS, UNITS)
MIRRORED = {TURNS: "calls_turn", UNITS: "calls_unitindex"}
# Stems English as SQLite's porter does, and like it knows no stop words: "the" finds the same on both.
STEMS = [
    "CREATE TEXT SEARCH DICTIONARY askwell_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION askwell (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION askwell ALTER MAPPING FOR asciiword, word WITH askwell_stem",
]
UNSTEMS = ["DROP TEXT SEARCH CONFIGURATION askwell", "DROP TEXT SEARCH DICTIONARY askwell_stem"]
INSERT = {
    "sqlite": "INSERT INTO {table} (rowid, terms) VALUES (%s, %s)",
    "postgresql": "INSERT INTO {table} (rowid, terms) VALUES (%s, to_tsvector('askwell', %s))",
}
MATCH = {
    "sqlite": "SELECT rowid FROM {table} WHERE {table} MATCH %s",
    "postgresql": "SELECT rowid FROM {table} WHERE terms @@ to_tsquery('askwell', %s)",
}


def creating(vendor: str) -> list[str]:
    """The statements that make the tables."""
    if vendor == "sqlite":
        options = "tokenize='porter unicode61 remove_diacritics 2'"
        return [f"CREATE VIRTUAL TABLE {table} USING fts5(terms, {options})" for table in TABLES]
    tables = [f"CREATE TABLE {table} (rowid bigint PRIMARY KEY, terms tsvector NOT NULL)" for table in TABLES]
    return [*STEMS, *tables, *(f"CREATE INDEX {table}_terms ON {table} USING gin (terms)" for table in TABLES)]


def dropping(vendor: str) -> list[str]:
    """The statements that remove them again."""
    return [*(f"DROP TABLE {table}" for table in TABLES), *(UNSTEMS if vendor == "postgresql" else [])]


def team_token(team_id: int) -> str:
    return f"team{team_id}"


def code_token(number: int) -> str:
    return f"code{number}"


def add_rows(table: str, rows: Iterable[tuple[int, Sequence[str], str]]) -> None:
    """Index turns or units given as (id, tokens, text)."""
    statement = INSERT[connection.vendor].format(table=table)
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(pk, " ".join((*tokens, index_terms(text)))) for pk, tokens, text in rows])


def remove_rows(table: str, ids: Sequence[int]) -> None:
    """Take turns or units out of the index; on SQLite their words are gone after ``purge`` only."""
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in ids])  # noqa: S608 - a constant


def purge() -> None:
    """Leave no removed word behind: in the index's segments, in SQLite's pages, in the write-ahead log.

    Call it outside transactions. ``secure_delete`` alone is not enough: it overwrites what is removed, and not copies
    that SQLite, moving cells, left between them before. VACUUM writes every page anew, 400 MB in 4 seconds.

    Raises:
        OperationalError: somebody is reading; try again later.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - a constant
        cursor.execute("VACUUM")
        busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise OperationalError("the write-ahead log is in use")


def matching(
    table: str, team_ids: Sequence[int], words: str, code: int | None = None, near: Collection[int] = ()
) -> RawSQL | None:
    """The ids of these teams' rows that hold all the words, as a subquery; None where there is nothing to look for.

    ``near`` are calls: on SQLite no row is looked at that is older than all of theirs, or newer. PostgreSQL finds a way
    from them to their rows by itself.
    """
    phrases = query_phrases(words)
    if not phrases or not team_ids:
        return None
    tokens = [*([(code_token(code),)] if code else []), *phrases]
    joined = _sqlite_query(team_ids, tokens) if connection.vendor == "sqlite" else _postgres_query(team_ids, tokens)
    statement = MATCH[connection.vendor].format(table=table)
    bounds: list[int] = []
    if near and connection.vendor == "sqlite":
        ids = f"FROM {MIRRORED[table]} WHERE call_id IN ({', '.join(['%s'] * len(near))})"
        statement += f" AND rowid BETWEEN (SELECT MIN(id) {ids}) AND (SELECT MAX(id) {ids})"
        bounds = [*near, *near]
    return RawSQL(statement, [joined, *bounds])  # noqa: S611 - constants, the words a parameter


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
