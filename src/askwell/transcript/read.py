"""Files of transcripts to conversations: what format, who spoke when, which side, and what is missing."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from askwell.method.terms import Side
from askwell.transcript.conversation import (
    LANGUAGES,
    Conversation,
    Participant,
    Turn,
    conversation_from_json,
    resolved_lang,
)
from askwell.transcript.decode import clean_text
from askwell.transcript.draft import Cue, Draft, Notice
from askwell.transcript.errors import BadInput
from askwell.transcript.joining import Joined, join_cues
from askwell.transcript.jsontext import parse_json
from askwell.transcript.labels import bare_name
from askwell.transcript.limits import DEFAULT, Limits, check_limit
from askwell.transcript.readers import choose_reader
from askwell.transcript.sides import Talk, name_participants, turn_side
from askwell.transcript.source import Source, open_source


@dataclass(frozen=True, slots=True)
class ReadNotes:
    """How a file was read: the reader's name, the encoding, and each notice with how often it applies."""

    format: str
    encoding: str
    counts: Mapping[Notice, int] = field(default_factory=dict)


Reading = tuple[Conversation, ReadNotes]


def read_conversation(
    data: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002  the name of the command's option
    lang: str | None = None,
    sellers: Sequence[str] = (),
    limits: Limits = DEFAULT,
) -> Reading:
    """The one conversation in a file; raises BadInput, and nothing else, for a file that cannot be used.

    ``name`` is the file's name: its stem becomes the id. ``sellers`` are names or labels of the people who sell; in our
    own JSON they only settle turns whose side is unknown. ``lang`` overrides the language.
    """
    source = open_source(data, limits)
    reader = choose_reader(source, format)
    draft = reader.read(source)
    if isinstance(draft, Conversation):
        return _finish_own(draft, source, lang=lang, sellers=sellers, limits=limits)
    draft = _cleaned(draft)
    turns = _checked_turns(draft, limits)
    people = name_participants(_talks(turns), sellers=sellers, stated=draft.sides)
    conversation = Conversation(
        id=_stem(name),
        turns=_with_sides(turns, people),
        held_at=draft.held_at,
        title=draft.title,
        participants=people,
    )
    conversation = _without_roles(conversation)
    counts = _notices(source, draft, turns, people)
    return _in_language(conversation, lang, always=True), ReadNotes(reader.NAME, source.encoding, counts)


def read_conversations(
    data: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002  the name of the command's option
    lang: str | None = None,
    sellers: Sequence[str] = (),
    limits: Limits = DEFAULT,
) -> list[Reading | BadInput]:
    """Every conversation in a file, in order: one, or one a line of JSONL in our own format.

    What cannot be used stands in its place as a BadInput naming the line; the others survive. Limits hold per line.
    """
    if format in (None, "askwell") and _is_lines(data):
        return [
            _read_line(line, number, lang=lang, sellers=sellers, limits=limits) for number, line in _json_lines(data)
        ]
    try:
        return [read_conversation(data, name, format=format, lang=lang, sellers=sellers, limits=limits)]
    except BadInput as error:
        return [error]


def _json_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line


def _is_lines(data: bytes) -> bool:
    """More than one line, and one of the first is a whole conversation."""
    lines = _json_lines(data)
    first = [line for _, line in islice(lines, 20)]
    return len(first) > 1 and any(_is_conversation(line) for line in first)


def _is_conversation(line: bytes) -> bool:
    if not line.lstrip().startswith(b"{") or b'"turns"' not in line:
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "turns" in value


def _read_line(
    line: bytes, number: int, *, lang: str | None, sellers: Sequence[str], limits: Limits
) -> Reading | BadInput:
    try:
        check_limit("bytes in one line", len(line), limits.file_bytes)
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise BadInput("cannot be read as UTF-8 text", place=f"byte {error.start}") from None
        source = Source(text, "UTF-8", json=parse_json(text, depth=limits.json_depth))
        conversation = conversation_from_json(source.json)
        return _finish_own(conversation, source, lang=lang, sellers=sellers, limits=limits)
    except BadInput as error:
        place = error.place.removeprefix("line 1, ")
        return BadInput(error.message, place=f"line {number}" + (f", {place}" if place else ""))


def _finish_own(
    conversation: Conversation, source: Source, *, lang: str | None, sellers: Sequence[str], limits: Limits
) -> Reading:
    """Turns stay as they are given; only a language or sellers that were asked for are filled in."""
    _check_counts([(turn.participant or turn.name, len(turn.text)) for turn in conversation.turns], limits)
    unknown = any(turn.speaker is Side.UNKNOWN for turn in conversation.turns)
    if sellers and unknown:
        conversation = _settle_unknown(conversation, sellers)
        unknown = any(turn.speaker is Side.UNKNOWN for turn in conversation.turns)
    timed = [(turn.start, turn.end) for turn in conversation.turns]
    counts = _time_notices(timed) | ({Notice.SIDES_UNKNOWN: 1} if unknown else {})
    return _in_language(conversation, lang, always=False), ReadNotes("askwell", source.encoding, counts)


def _without_roles(conversation: Conversation) -> Conversation:
    """Names without a role word before them, which has told the side; as they are where two would become alike."""
    people = conversation.participants
    names = {person.name: bare_name(person.name) for person in people if person.name}
    if len(set(names.values())) < len(names):
        return conversation
    return replace(
        conversation,
        turns=tuple(replace(turn, name=names.get(turn.name or "", turn.name)) for turn in conversation.turns),
        participants=tuple(replace(person, name=names.get(person.name or "", person.name)) for person in people),
    )


def _settle_unknown(conversation: Conversation, sellers: Sequence[str]) -> Conversation:
    names = {person.id: person.name or person.id for person in conversation.participants}
    labels = [turn.name or names.get(turn.participant or "", turn.participant) for turn in conversation.turns]
    talks = [Talk(label, ()) for label in dict.fromkeys(label for label in labels if label)]
    sides = {person.name: person.side for person in name_participants(talks, sellers=sellers)}
    turns = tuple(
        replace(turn, speaker=sides[label]) if turn.speaker is Side.UNKNOWN and label else turn
        for turn, label in zip(conversation.turns, labels, strict=True)
    )
    people = tuple(
        replace(person, side=sides.get(names[person.id], person.side), side_p=None)
        if person.side is Side.UNKNOWN
        else person
        for person in conversation.participants
    )
    return replace(conversation, turns=turns, participants=people)


def _in_language(conversation: Conversation, lang: str | None, *, always: bool) -> Conversation:
    if lang in LANGUAGES:
        return replace(conversation, lang=lang)
    return replace(conversation, lang=resolved_lang(conversation)) if always else conversation


def _checked_turns(draft: Draft, limits: Limits) -> tuple[Joined, ...]:
    if not draft.cues:
        raise BadInput("no talk was found in the file", place="line 1")
    check_limit("cues", len(draft.cues), limits.lines, place=f"cue {limits.lines + 1}")
    turns = join_cues([_sound_times(cue) for cue in draft.cues])
    _check_counts([(turn.speaker, len(turn.text)) for turn in turns], limits)
    _refuse_backwards([turn.start for turn in turns])
    return turns


def _check_counts(turns: Sequence[tuple[str | None, int]], limits: Limits) -> None:
    """Hold the turns, each given as who speaks it and its length, to the limits."""
    check_limit("turns", len(turns), limits.turns, place=f"turn {limits.turns + 1}")
    speakers: dict[str | None, int] = {}
    characters = 0
    for number, (speaker, length) in enumerate(turns, 1):
        speakers.setdefault(speaker, number)
        characters += length
        check_limit("characters in one turn", length, limits.turn_characters, place=f"turn {number}")
        check_limit("characters", characters, limits.characters, place=f"turn {number}")
    too_many = list(speakers.values())[limits.speakers : limits.speakers + 1]
    check_limit("speakers", len(speakers), limits.speakers, place=f"turn {too_many[0]}" if too_many else "")


def _refuse_backwards(starts: Sequence[float | None]) -> None:
    """Speakers overlap and recordings begin anew, but a talk told mostly from its end would be understood wrongly."""
    timed = [(number, start) for number, start in enumerate(starts, 1) if start is not None]
    back = [(number, before, after) for (_, before), (number, after) in pairwise(timed) if after < before]
    if back and 2 * len(back) > len(timed) - 1:
        number, before, after = back[0]
        message = f"the times run backwards: {after:g} s comes after {before:g} s; put the turns in order"
        raise BadInput(message, place=f"turn {number}")


def _cleaned(draft: Draft) -> Draft:
    """Control characters can still hide in JSON strings and cells."""
    cues, found = [], 0
    for cue in draft.cues:
        text, controls = clean_text(cue.text)
        speaker = None if cue.speaker is None else clean_text(cue.speaker)[0].strip() or None
        found += controls
        if text := text.strip():
            cues.append(replace(cue, text=text, speaker=speaker))
    title = clean_text(draft.title)[0].strip() or None if draft.title else None
    counts = dict(draft.counts) | ({Notice.CONTROL_CHARACTERS: found} if found else {})
    return replace(draft, cues=tuple(cues), title=title, counts=counts)


def _sound_times(cue: Cue) -> Cue:
    """An end before its start is no end."""
    backwards = cue.start is not None and cue.end is not None and cue.end < cue.start
    return replace(cue, end=None) if backwards else cue


def _talks(turns: Sequence[Joined]) -> list[Talk]:
    said: dict[str, list[str]] = {}
    for turn in turns:
        if turn.speaker is not None:
            said.setdefault(turn.speaker, []).append(turn.text)
    return [Talk(label, tuple(texts)) for label, texts in said.items()]


def _with_sides(turns: Sequence[Joined], people: Sequence[Participant]) -> tuple[Turn, ...]:
    by_label = {person.name: person for person in people}
    return tuple(_turn(turn, by_label.get(turn.speaker) if turn.speaker is not None else None) for turn in turns)


def _turn(turn: Joined, person: Participant | None) -> Turn:
    return Turn(
        speaker=turn_side(person) if person else Side.UNKNOWN,
        text=turn.text,
        participant=person.id if person else None,
        name=person.name if person else None,
        start=turn.start,
        end=turn.end,
        words=turn.words,
    )


def _notices(source: Source, draft: Draft, turns: Sequence[Joined], people: Sequence[Participant]) -> dict[Notice, int]:
    unnamed = sum(turn.speaker is None for turn in turns)
    guessed = sum(person.side_p is not None for person in people)
    unknown = sum(turn_side(person) is Side.UNKNOWN for person in people)
    found = Counter(draft.counts)
    found[Notice.NO_SPEAKERS if unnamed == len(turns) else Notice.SOME_WITHOUT_SPEAKER] += unnamed
    found[Notice.SIDES_GUESSED] += guessed
    found[Notice.SIDES_UNKNOWN] += unknown if people else 1
    found[Notice.END_BEFORE_START] += sum(_sound_times(cue) != cue for cue in draft.cues)
    found[Notice.CONTROL_CHARACTERS] += source.controls
    found[Notice.CUT_OFF] += source.cut_off
    found.update(_time_notices([(turn.start, turn.end) for turn in turns]))
    return {notice: found[notice] for notice in Notice if found[notice]}


def _time_notices(times: Sequence[tuple[float | None, float | None]]) -> dict[Notice, int]:
    """What is missing or contradictory in the times of the turns, given as (start, end)."""
    if not times:
        return {}
    starts = [start for start, _ in times if start is not None]
    ends = sum(end is not None for _, end in times)
    backwards = sum(after < before for before, after in pairwise(starts))
    found = {
        Notice.NO_TIMES: len(times) if not starts else 0,
        Notice.SOME_WITHOUT_TIMES: len(times) - len(starts) if starts else 0,
        Notice.NO_END_TIMES: len(times) if starts and not ends else 0,
        Notice.TIMES_BACKWARDS: backwards,
    }
    return {notice: count for notice, count in found.items() if count}


def _stem(name: str) -> str:
    """The file name without folders and its last suffix; ``call`` where nothing is left."""
    base = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    stem = base.rpartition(".")[0] or base
    cleaned = "".join(char for char in stem if char.isprintable() and not "\ud800" <= char <= "\udfff").strip()
    return cleaned or "call"
