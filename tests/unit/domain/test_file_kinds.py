"""Is a file known by its bytes alone, and is one that is not whole found out?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.file_kinds import Damaged, FileKind, kind_of
from tests.builders.files import A_JPEG, A_PDF, a_png

WHOLE = {FileKind.PDF: A_PDF, FileKind.JPEG: A_JPEG, FileKind.PNG: a_png()}


@pytest.mark.parametrize("kind", FileKind)
def test_a_whole_file_is_known(kind: FileKind) -> None:
    assert kind_of(WHOLE[kind]) is kind


@pytest.mark.parametrize("kind", FileKind)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off_is_damaged(kind: FileKind, share: float) -> None:
    content = WHOLE[kind]
    with pytest.raises(Damaged):
        kind_of(content[: max(9, int(len(content) * share))])


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",  # a program
        b"PK\x03\x04word/document.xml",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a",
        b"\x00\x00\x00\x18ftypheic",
        b"#!/bin/sh\n",
        b" %PDF-1.4\n%%EOF",
        b"GIF89a%PDF-1.4\n%%EOF",
        b"\xff\xd8",
    ],
)
def test_whatever_else_there_is_is_no_kind_that_is_taken(content: bytes) -> None:
    assert kind_of(content) is None


def test_a_picture_with_a_wrong_checksum_or_something_behind_it_is_damaged() -> None:
    picture = a_png()
    for content in (
        picture[:40] + b"\x00" + picture[41:],
        picture + b"PK\x03\x04",
        picture[:8] + picture[20:],
    ):
        with pytest.raises(Damaged):
            kind_of(content)


def test_what_a_telephone_adds_behind_a_photograph_does_no_harm() -> None:
    assert kind_of(A_JPEG + b"ftypmp42 a short film") is FileKind.JPEG


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_are_a_kind_none_or_damaged(rest: bytes, head: bytes) -> None:
    try:
        assert kind_of(head + rest) in (*FileKind, None)
    except Damaged:
        assert head
