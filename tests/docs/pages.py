"""What do our Markdown pages hold? Fenced blocks, and console blocks as commands with what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
_FENCE = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ANYTHING = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block. name: of the file that it shows, where it shows one."""

    language: str
    name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """One command line and the output that the page shows."""

    line: str
    shown: str


def every_page() -> list[Path]:
    """Return every Markdown page that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def section(page: Path, title: str) -> str:
    """Return what stands under a heading of the second level."""
    text = page.read_text(encoding="utf-8")
    return re.split(r"^## ", text.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks in a text."""
    return [Block(language, name or None, body) for language, name, body in _FENCE.findall(text)]


def commands(text: str) -> Iterator[Command]:
    """Yield the commands of a console block: lines after `$ `, each with the lines up to the next."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield Command(line, shown.rstrip("\n"))


def fits(shown: str, printed: str) -> bool:
    """Return whether an output is what a page shows: `…` in a line stands for any text, alone in a line for
    any lines, and spaces at the end do not count."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == _ANYTHING:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.rstrip().split(_ANYTHING)) + r"[ ]*\n"
    text = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, text) is not None
