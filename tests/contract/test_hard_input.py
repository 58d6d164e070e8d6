"""What nobody should give a command: a message with file and place, exit status 2, the good inputs still written."""

import json
import random
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

FIXTURES = Path(__file__).parents[2] / "src/askwell/transcript/tests/fixtures"
GOOD = "Ana: How do you plan your routes today?\nMr Reed: By hand, and it takes all morning.\n"
ZH = "王总：我们每天停线三次。\n李经理：影响多少产量？\n"
BACKWARDS = "WEBVTT\n\n00:09.000 --> 00:12.000\n<v Ana>One.\n\n00:04.000 --> 00:06.000\n<v Ben>Two.\n"
CALL = '{"id": "a", "turns": [{"speaker": "seller", "text": "How do you plan?"}]}'


def askwell(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "askwell.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def word_file() -> bytes:
    buffer, document = BytesIO(), docx.Document()
    for line in GOOD.splitlines():
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer, book = BytesIO(), openpyxl.Workbook()
    for row in (("Speaker", "Text"), ("Ana", "How do you plan?"), ("Mr Reed", "By hand.")):
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


def noise(length: int) -> bytes:
    return random.Random(7).randbytes(length)  # noqa: S311 - the same bytes each run


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "empty.txt": (b"", "byte 0", "the file is empty"),
    "blank.srt": (b" \r\n\t\n", "byte 0", "the file is empty"),
    "headings.vtt": (b"WEBVTT\n\nNOTE nothing\n", "line 1", "no talk was found in the file"),
    "noise.vtt": (noise(50_000), "byte [0-9]+", "holds a NUL byte, so it is not text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + noise(999), "byte 0", "this is a picture"),
    "recording.vtt": (b"\0\0\0\x20ftypM4A " + noise(999), "byte 4", "this is a sound recording or video; .*"),
    "packed.txt": (b"\x1f\x8b\x08" + noise(999), "byte 0", "this is a gzip archive; unpack it first"),
    "utf-32.txt": (GOOD.encode("utf-32"), "character 0", "holds a NUL byte, so it is not text"),
    "big5.txt": ("王總：我們每天停線三次。\n".encode("big5") * 9, "byte 0", "cannot be read as .* text"),
    "shift-jis.txt": ("田中：お世話になります。\n".encode("shift_jis") * 9, "byte 0", "cannot be read as .* text"),
    "damaged.txt": (
        ZH.encode() * 9 + b"\xff\xfe" + ZH.encode() * 9,
        "byte [0-9]+",
        "the file is UTF-8 but damaged here",
    ),
    "page.html": (b"<!DOCTYPE html><script>alert(1)</script>", "byte 0", "this is a web page; .*"),
    "cut.json": (CALL.encode()[:-9], "line 1, column [0-9]+", "not valid JSON: .* cut off.*"),
    "deep.json": (b"[" * 100_000, "line 1, column 66", "nested deeper than 64 levels"),
    "other.json": (b'{"what": "ever"}', "line 1", "JSON of a kind that is not known; .*"),
    "boss.json": (CALL.replace("seller", "boss").encode(), r"turns\[0\].speaker", "must be one of .*"),
    "lines.jsonl": (f'{CALL}\n{{"id": "b",\n'.encode(), "line 2, column [0-9]+", "not valid JSON: .*"),
    "cut.docx": (word_file()[:-300], "byte [0-9]+", "a damaged or cut-off zip container: .*"),
    "cut.xlsx": (workbook()[:-300], "byte [0-9]+", "a damaged or cut-off zip container: .*"),
    "bomb.docx": (archive({"word/document.xml": b" " * 90_000_000}), "word/document.xml", "unpacks to over .*"),
    "bomb.xlsx": (
        archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 3_000_000}),
        "xl/worksheets/sheet1.xml",
        "unpacks to over 100 times its size, which is refused",
    ),
    "entities.docx": (
        archive({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'}),
        "word/document.xml",
        "declares XML entities, which is refused",
    ),
    "entries.docx": (archive({f"x/{i}": b"" for i in range(5_000)}), "x/1000", "holds 5,000 entries in the zip .*"),
    "folder.zip": (archive({"call.txt": GOOD.encode()}), "byte 0", "a zip archive that is neither DOCX nor XLSX; .*"),
    "turn.txt": (b"Ana: Hello.\nBen: " + b"word " * 390_000, "turn 2", "holds 1,949,999 characters in one turn; .*"),
    "text.txt": (b"Ana: Hello.\n" * 170_000, "character 2000000", "holds 2,040,000 characters; at most 2,000,000 .*"),
    "crowd.txt": (
        "".join(f"Speaker {i}: Hello.\n" for i in range(5_000)).encode(),
        "turn 501",
        "holds 5,000 speakers; at most 500 are read",
    ),
    "backwards.vtt": (BACKWARDS.encode(), "turn 2", "the times run backwards: 4 s comes after 9 s; .*"),
}


def test_each_is_named_with_its_place_and_the_good_ones_are_written(tmp_path: Path) -> None:
    for name, (data, _place, _message) in REFUSED.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    expected = {name: rf"{name}:{place}: {message}" for name, (_data, place, message) in REFUSED.items()}
    expected["huge.txt"] = "huge.txt:byte 20000000: is larger than 20 MB"

    done = askwell("code", *expected, "good.txt", "--out", "coded.jsonl", cwd=tmp_path)

    assert done.returncode == 2
    told = {line.partition(":")[0]: line for line in done.stderr.splitlines() if not line.startswith("good.txt: ")}
    assert {name: told.get(name, "") for name, shape in expected.items() if not re.fullmatch(shape, told[name])} == {}
    assert told.keys() == expected.keys()
    assert [json.loads(line)["id"] for line in (tmp_path / "coded.jsonl").read_text().splitlines()] == ["a", "good"]


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "noise.txt").write_bytes(noise(9_999))
    (tmp_path / "kept.jsonl").write_text("what was here before\n")
    for out in ("kept.jsonl", "new.json", "folder"):
        assert askwell("code", "noise.txt", "--out", out, cwd=tmp_path).returncode == 2
    assert (tmp_path / "kept.jsonl").read_text() == "what was here before\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.jsonl", "noise.txt"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_off_is_read_as_far_as_it_goes_or_named_with_its_place(share: float, tmp_path: Path) -> None:
    fixtures = [path for path in FIXTURES.iterdir() if path.suffix != ".yaml"]
    whole = {f"{path.suffix[1:]}_{path.name}": path.read_bytes() for path in fixtures}
    whole |= {"minutes.docx": word_file(), "minutes.xlsx": workbook()}
    for name, data in whole.items():
        (tmp_path / name).write_bytes(data[: int(len(data) * share)])
    done = askwell("code", *whole, "--out", "coded", cwd=tmp_path)
    assert done.returncode == 2
    written = {path.stem for path in (tmp_path / "coded").iterdir()}
    refused = {line.partition(":")[0] for line in done.stderr.splitlines() if re.match(r"[\w.]+:\w[^:]*: ", line)}
    assert {name for name in whole if name.endswith((".json", ".docx", ".xlsx"))} <= refused
    assert {name for name in whole if Path(name).stem not in written} == refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_that_is_promised_is_read_without_a_word(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_bytes(("".join(ZH for _ in range(5))).encode(encoding))
    done = askwell("code", "call.txt", "--out", "-", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["conversation"]["turns"][0]["text"] == "我们每天停线三次。"


def test_hostile_words_are_words(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text('Ana: <script>alert(1)</script>\nBen: "><img src=x onerror=alert(2)>\n', "utf-8")
    assert askwell("review", "call.txt", "--html", "call.html", cwd=tmp_path).returncode == 0
    page = (tmp_path / "call.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("name", ["empty.txt", "bomb.docx", "turn.txt", "cut.json"])
def test_a_review_names_the_place_too(name: str, tmp_path: Path) -> None:
    data, place, message = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    done = askwell("review", name, "--html", "call.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"{name}:{place}: {message}\n", done.stderr)
    assert not (tmp_path / "call.html").exists()
