"""What a transcript file may hold at most; checked before and while it is read."""

from dataclasses import dataclass

from askwell.transcript.errors import BadInput


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, characters (Unicode code points), and counts; ``ratio`` is unpacked over packed size."""

    file_bytes: int = 20_000_000
    characters: int = 2_000_000
    lines: int = 200_000
    turns: int = 20_000
    turn_characters: int = 200_000
    speakers: int = 500
    zip_entries: int = 1_000
    unpacked_bytes: int = 100_000_000
    ratio: int = 100
    xml_part_bytes: int = 25_000_000
    xml_elements: int = 2_000_000
    columns: int = 64
    json_depth: int = 64


DEFAULT = Limits()


def check_limit(what: str, count: int, limit: int, *, place: str = "") -> None:
    """Raise BadInput where ``count`` is over ``limit``; ``what`` names the thing counted, in the plural.

    ``place`` is the first that is one too many, or the thing that holds too much.
    """
    if count > limit:
        raise BadInput(f"holds {count:,} {what}; at most {limit:,} are read", place=place)
