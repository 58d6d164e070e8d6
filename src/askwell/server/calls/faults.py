"""What was wrong with a file, in the language of the page.

The readers speak English, each fault in one of few shapes; a shape that is not known here is shown as it is.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Told:
    """One fault for a person: where in the file, and what to make of it."""

    place: str
    message: str


SHAPES: tuple[tuple[str, Promise], ...] = (
    ("the file is empty|the document holds no text|the workbook holds no text", gettext_lazy("The file is empty.")),
    ("no talk was found in the file", gettext_lazy("No talk was found in the file.")),
    (
        "is (?P<size>[0-9,]+) bytes long; at most (?P<most>[0-9,]+) are read",
        gettext_lazy("The file is too large: %(size)s bytes; at most %(most)s are read."),
    ),
    (
        "holds (?P<count>[0-9,]+) characters; at most (?P<most>[0-9,]+) are read",
        gettext_lazy("The text is too long: %(count)s characters; at most %(most)s are read."),
    ),
    (
        "holds (?P<count>[0-9,]+) characters in one turn; at most (?P<most>[0-9,]+) are read",
        gettext_lazy("One turn is too long: %(count)s characters; at most %(most)s are read."),
    ),
    (
        "holds (?P<count>[0-9,]+) speakers; at most (?P<most>[0-9,]+) are read",
        gettext_lazy("Too many speakers: %(count)s; at most %(most)s are read."),
    ),
    (
        "holds (?P<count>[0-9,]+) (?:turns|cues|lines|rows|columns); at most (?P<most>[0-9,]+) are read",
        gettext_lazy("The transcript is too long: %(count)s turns or lines; at most %(most)s are read."),
    ),
    (
        "holds [0-9,]+ (?:entries in the zip container|unpacked bytes|XML elements); at most .*|unpacks to over .*",
        gettext_lazy("The document unpacks to far more than a transcript holds, so it was not opened."),
    ),
    (
        "holds (?P<count>[0-9,]+) calls; at most (?P<most>[0-9,]+) are read",
        gettext_lazy("The file holds too many calls: %(count)s; at most %(most)s are read at a time."),
    ),
    (
        "holds (?P<count>[0-9]+) calls; give one call a file",
        gettext_lazy("The file holds %(count)s calls. Give each call a file of its own."),
    ),
    (
        "a damaged or cut-off zip container: .*|a damaged Word file: .*|a damaged Excel file: .*|holds broken XML: .*",
        gettext_lazy("The document is damaged or cut off. Save it again and bring it anew."),
    ),
    (
        "a zip archive that is neither DOCX nor XLSX; unpack it first",
        gettext_lazy("This is a zip archive. Unpack it and bring the files in it."),
    ),
    (
        "is encrypted; save it without a password",
        gettext_lazy("The document is protected by a password. Save it without one."),
    ),
    (
        "declares XML entities, which is refused",
        gettext_lazy("The document holds hidden instructions; it was not opened."),
    ),
    (
        "this is a sound recording or video; it must be transcribed first",
        gettext_lazy("This is a recording. Have it transcribed first and bring the transcript."),
    ),
    (
        "this is a web page; export the transcript as text instead",
        gettext_lazy("This is a web page. Export the transcript as text instead."),
    ),
    (
        "this is .*",
        gettext_lazy("This kind of file holds no transcript that can be read. Export the transcript as text."),
    ),
    (
        "holds a NUL byte, so it is not text|is mostly control characters, so it is not text",
        gettext_lazy("This is not a text file."),
    ),
    (
        "cannot be read as .* text|the file is UTF-8 but damaged here|holds half a surrogate pair, which is not text",
        gettext_lazy("The characters are damaged here. Save the file as UTF-8 and bring it anew."),
    ),
    (
        "no header row names a text column .*",
        gettext_lazy("No row names the columns. The table needs a column of text and one of speakers or times."),
    ),
    ("a broken table: .*", gettext_lazy("The table is broken. Save it again as CSV or XLSX.")),
    ("not readable as captions: .*", gettext_lazy("The captions cannot be read. Export them again as VTT or SRT.")),
    (
        "JSON of a kind that is not known; the formats are .*",
        gettext_lazy("This JSON comes from a tool that is not known here. Export the transcript as VTT, SRT or text."),
    ),
    ("not valid JSON: .*", gettext_lazy("The JSON is broken or cut off here. Export it again.")),
    (
        "the key .* appears twice in one object|.* is not a JSON number|the number .* is too large",
        gettext_lazy("The JSON gives a key twice, or a number that is none. Export it again."),
    ),
    (
        "the times run backwards: .*",
        gettext_lazy("The times run backwards. Put the turns in the order in which they were spoken."),
    ),
    ("nested deeper than .*", gettext_lazy("The JSON is nested too deeply to be a transcript.")),
    ("schema is .*, expected .*", gettext_lazy("The JSON names another schema than the one of conversations.")),
    (
        "(?P<key>\\w+) is missing|(?P<key2>\\w+) is empty",
        gettext_lazy("“%(key)s” is missing here, and a conversation needs it."),
    ),
    (
        "(?:\\w+ )?must be .*|a conversation must be a JSON object",
        gettext_lazy("What stands here is not what a conversation has in this place."),
    ),
    (
        "could not be read within (?P<seconds>[0-9]+) seconds",
        gettext_lazy("The file could not be read within %(seconds)s seconds."),
    ),
    (
        "could not be read within the memory allowed",
        gettext_lazy("Reading the file would take more memory than is allowed."),
    ),
    (
        "could not be read: the reader stopped with a fault of its own",
        gettext_lazy("The reader failed on this file, which is a fault of Askwell's. Please report it."),
    ),
)
PLACES: tuple[tuple[str, Promise], ...] = (
    ("line (?P<number>[0-9]+)", gettext_lazy("line %(number)s")),
    ("byte (?P<number>[0-9]+)", gettext_lazy("byte %(number)s")),
    ("character (?P<number>[0-9]+)", gettext_lazy("character %(number)s")),
    ("turn (?P<number>[0-9]+)", gettext_lazy("turn %(number)s")),
    ("cue (?P<number>[0-9]+)", gettext_lazy("caption %(number)s")),
    ("column (?P<number>[0-9]+)", gettext_lazy("column %(number)s")),
)


def told(fault: dict[str, str]) -> Told:
    """A stored fault, for a person."""
    return Told(_placed(fault["place"]), _worded(fault["message"], SHAPES) or as_sentence(fault["message"]))


def as_sentence(message: str) -> str:
    """A message of the readers that has no wording of its own here: what happened, then the reader's words."""
    return _("The file could not be read: %(message)s.") % {"message": message}


def _placed(place: str) -> str:
    if place == "byte 0":
        return ""
    return ", ".join(_worded(part, PLACES) or part for part in place.split(", "))


def _worded(text: str, shapes: tuple[tuple[str, Promise], ...]) -> str:
    for shape, wording in shapes:
        if found := re.fullmatch(shape, text, re.DOTALL):
            values = found.groupdict()
            return str(wording) % (values | {"key": values.get("key") or values.get("key2")})
    return ""
