"""How are many questions answered? One by one as they come, or a long file on all cores, always in order."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import orjson

from compliance.decision import answers_to, is_error
from compliance.question_lines import in_pieces, questions_in
from compliance.rulebook import Rulebook

_PIECE = 500  # lines that one process takes at a time
_LONG = 4  # pieces; a shorter file is read sooner than processes are made
_AHEAD = 3  # pieces that wait for each process, so that memory stays flat

_rulebook: Rulebook | None = None  # of a forked process: it has its parent's, read already


@dataclass(frozen=True, slots=True)
class Decided:
    """Answers as JSON Lines, how many, and which of them say that a question was malformed, from 1 on."""

    answers: bytes
    count: int
    errors: tuple[tuple[int, str], ...]


def one_by_one(lines: Iterable[bytes], rulebook: Rulebook) -> Iterator[Decided]:
    """Yield each answer as soon as its question is complete."""
    return (_told([answer]) for answer in answers_to(questions_in(lines), rulebook))


def on_all_cores(lines: Iterable[bytes], rulebook: Rulebook) -> Iterator[Decided]:
    """Yield the answers in pieces; a long file is shared out among processes."""
    pieces = in_pieces(lines, _PIECE)
    first = list(islice(pieces, _LONG))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(first) < _LONG or cores < 2:
        for piece in chain(first, pieces):
            yield _answer(piece, rulebook)
        return
    yield from _shared_out(chain(first, pieces), rulebook, cores)


def _shared_out(pieces: Iterator[list[bytes]], rulebook: Rulebook, cores: int) -> Iterator[Decided]:
    global _rulebook
    _rulebook = rulebook
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        waiting: deque[Any] = deque()
        for piece in pieces:
            waiting.append(pool.apply_async(_answer, (piece,)))
            if len(waiting) > cores * _AHEAD:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


def _answer(piece: list[bytes], rulebook: Rulebook | None = None) -> Decided:
    known = rulebook or _rulebook
    assert known is not None  # a process has the one that it was forked with
    return _told(list(answers_to(questions_in(piece), known)))


def _told(answers: list[dict[str, Any]]) -> Decided:
    errors = tuple(
        (number, answered["error"]["message"])
        for number, answered in enumerate(answers, 1)
        if is_error(answered)
    )
    return Decided(
        b"".join(orjson.dumps(answered, option=orjson.OPT_APPEND_NEWLINE) for answered in answers),
        len(answers),
        errors,
    )
