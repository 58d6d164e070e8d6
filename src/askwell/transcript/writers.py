"""Conversations written as files other tools read: WebVTT and plain text."""

from collections.abc import Callable, Mapping

from askwell.method.terms import Side
from askwell.transcript.conversation import Conversation, Turn

_LABELS = {
    "en": {Side.SELLER: "Seller", Side.BUYER: "Buyer", Side.UNKNOWN: "Speaker"},
    "zh": {Side.SELLER: "销售", Side.BUYER: "客户", Side.UNKNOWN: "发言人"},
}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": " "})


def write_webvtt(conversation: Conversation) -> str:
    """WebVTT with ``<v Name>`` voices; turns without a start time are left out, as a cue must have one.

    A turn without an end lasts to the start of the next, the last for one second.
    """
    timed = [turn for turn in conversation.turns if turn.start is not None]
    blocks = ["WEBVTT"]
    for i, turn in enumerate(timed):
        following = timed[i + 1].start if i + 1 < len(timed) else None
        blocks.append(_cue(turn, following, _label_of(conversation)))
    return "\n\n".join(blocks) + "\n"


def write_text(conversation: Conversation) -> str:
    """One line a turn, ``[H:MM:SS] Name: text``, the time left out where there is none."""
    label = _label_of(conversation)
    colon = "：" if conversation.lang == "zh" else ": "
    return "".join(f"{_stamp(turn)}{label(turn)}{colon}{_one_line(turn.text)}\n" for turn in conversation.turns)


def _label_of(conversation: Conversation) -> Callable[[Turn], str]:
    names: Mapping[str, str] = {person.id: person.name for person in conversation.participants if person.name}
    labels = _LABELS["zh" if conversation.lang == "zh" else "en"]
    return lambda turn: _one_line(turn.name or names.get(turn.participant or "", "") or labels[turn.speaker])


def _cue(turn: Turn, following: float | None, label: Callable[[Turn], str]) -> str:
    start = turn.start or 0.0
    end = next((time for time in (turn.end, following) if time is not None and time > start), start + 1.0)
    voice = label(turn).translate(_ESCAPES)
    return f"{_clock(start)} --> {_clock(end)}\n<v {voice}>{turn.text.translate(_ESCAPES)}</v>"


def _clock(seconds: float) -> str:
    milliseconds = round(max(seconds, 0.0) * 1000)
    return (
        f"{milliseconds // 3_600_000:02d}:{milliseconds // 60_000 % 60:02d}"
        f":{milliseconds // 1000 % 60:02d}.{milliseconds % 1000:03d}"
    )


def _stamp(turn: Turn) -> str:
    return "" if turn.start is None else f"[{_clock(turn.start)[:8]}] "


def _one_line(text: str) -> str:
    return " ".join(text.split())
