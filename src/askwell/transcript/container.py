"""DOCX and XLSX as zip containers: checked whole before any part of them is parsed."""

import zipfile
import zlib
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from askwell.transcript.errors import BadInput
from askwell.transcript.limits import Limits, check_limit

ZIP_MARK = b"PK\x03\x04"
_KINDS = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
_XML = (".xml", ".rels")
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


def checked_kind(data: bytes, limits: Limits) -> str:
    """``docx`` or ``xlsx``; raises BadInput for any other archive, a bomb, or XML that declares entities."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive.infolist(), limits)
            kind = _kind(archive)
            for info in archive.infolist():
                _check_xml(archive, info)
    except BadInput:
        raise
    except (*_BROKEN, NotImplementedError, IndexError, UnicodeError) as error:
        whole = zipfile.is_zipfile(BytesIO(data))  # its directory stands at the end
        place = "" if whole else f"byte {len(data)}"
        raise BadInput(f"a damaged or cut-off zip container: {error}", place=place) from None
    return kind


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    for part, kind in _KINDS:
        if part in names:
            return kind
    raise BadInput("a zip archive that is neither DOCX nor XLSX; unpack it first", place="byte 0")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    one_too_many = [entry.filename for entry in entries[limits.zip_entries : limits.zip_entries + 1]]
    check_limit("entries in the zip container", len(entries), limits.zip_entries, place="".join(one_too_many))
    largest = max(entries, key=lambda entry: entry.file_size, default=None)
    unpacked = sum(entry.file_size for entry in entries)
    check_limit("unpacked bytes", unpacked, limits.unpacked_bytes, place=largest.filename if largest else "")
    for entry in entries:
        if entry.flag_bits & 1:
            raise BadInput("is encrypted; save it without a password", place=entry.filename)
        if entry.filename.lower().endswith(_XML) and entry.file_size > limits.xml_part_bytes:
            raise BadInput(f"unpacks to over {limits.xml_part_bytes:,} bytes", place=entry.filename)
        if entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise BadInput(f"unpacks to over {limits.ratio} times its size, which is refused", place=entry.filename)


def _check_xml(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Office files declare no document type, so one that does is hostile; the declaration can only come first."""
    if not info.filename.lower().endswith(_XML):
        return
    with archive.open(info) as part:
        try:
            next(iter(iterparse(part, events=("start",), forbid_dtd=True)), None)
        except DefusedXmlException:
            raise BadInput("declares XML entities, which is refused", place=info.filename) from None
        except (ParseError, LookupError) as error:
            raise BadInput(f"holds broken XML: {error}", place=info.filename) from None
