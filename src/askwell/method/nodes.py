"""Strict reading of YAML: every fault is an error that names the file and the line."""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

import yaml

from askwell.method.entries import Bilingual

T = TypeVar("T")

ROW_ID = re.compile(r"M(0[1-9]|[1-4][0-9])")
# The loader in C reads the codebook ten times faster and marks the same lines; PyYAML may be built without it.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


class CodebookError(ValueError):
    """Packaged method data is incomplete or wrong; the message reads ``file:line: what``."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line


class Fields:
    """A YAML mapping whose keys are taken one by one; ``finish`` refuses whatever was not asked for."""

    def __init__(self, node: yaml.Node, file: str, what: str) -> None:
        self.file = file
        self.line = _line(node)
        self.what = what
        if not isinstance(node, yaml.MappingNode):
            raise CodebookError(file, self.line, f"{what} must be a mapping")
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        name = str(key.value)
        if name in self._nodes:
            raise CodebookError(self.file, _line(key), f"{self.what}: {name} is given twice")
        self._nodes[name] = value

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def fault(self, message: str, node: yaml.Node | None = None) -> CodebookError:
        return CodebookError(self.file, self.line if node is None else _line(node), f"{self.what}: {message}")

    def _take(self, key: str) -> yaml.Node:
        if key not in self._nodes:
            raise self.fault(f"{key} is missing")
        return self._nodes.pop(key)

    def text(self, key: str, pattern: str = r"(?s).+") -> str:
        node = self._take(key)
        text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        if not text:
            raise self.fault(f"{key} is empty or not a text", node)
        if not re.fullmatch(pattern, text):
            raise self.fault(f"{key} {text!r} is not of the form {pattern}", node)
        return text

    def optional(self, key: str, read: Callable[[str], T], default: T) -> T:
        return read(key) if key in self._nodes else default

    def flag(self, key: str) -> bool:
        """True when the mark is there; a mark that does not hold is left out, so ``false`` is refused."""
        return self.optional(key, lambda name: self.text(name, "true") == "true", default=False)

    def choice(self, key: str) -> bool:
        return self.text(key, "true|false") == "true"

    def mapping(self, key: str) -> "Fields":
        return Fields(self._take(key), self.file, f"{self.what}: {key}")

    def bilingual(self, key: str) -> Bilingual:
        inner = self.mapping(key)
        text = inner.both()
        inner.finish()
        return text

    def both(self) -> Bilingual:
        """The keys ``en`` and ``zh`` of this very mapping; the Chinese must hold a Chinese character."""
        en = self.text("en")
        node = self._nodes.get("zh")
        zh = self.text("zh")
        if not HAN.search(zh):
            raise self.fault("zh holds no Chinese character", node)
        return Bilingual(en, zh)

    def sequence(self, key: str, what: str) -> tuple["Fields", ...]:
        return tuple(_mappings(self._take(key), self.file, what))

    def rows(self, key: str) -> tuple[str, ...]:
        node = self._take(key)
        members = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for member in members:
            if not ROW_ID.fullmatch(str(member.value)):
                raise self.fault(f"{member.value!r} is not a row from M01 to M49", member)
        return tuple(str(member.value) for member in members)

    def finish(self) -> None:
        for key, node in self._nodes.items():
            raise self.fault(f"unknown key {key}", node)


def read_list(file: str, text: str, what: str) -> tuple[Fields, ...]:
    """The mappings of a YAML file that holds one list of them."""
    try:
        node = yaml.compose(text, Loader=SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", error)
        raise CodebookError(file, mark.line + 1 if mark else 1, f"not readable as YAML: {problem}") from error
    if node is None:
        raise CodebookError(file, 1, "the file is empty")
    return tuple(_mappings(node, file, what))


def _mappings(node: yaml.Node, file: str, what: str) -> Iterator[Fields]:
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise CodebookError(file, _line(node), f"expected a list, each member {what}")
    for member in node.value:
        yield Fields(member, file, what)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
