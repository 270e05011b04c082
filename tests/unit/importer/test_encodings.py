"""Are bytes read as the characters that they stand for, and hostile files refused before anything else?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.importer.encodings import inspect
from gateway.importer.limits import MAX_LINE
from gateway.importer.refusal import FileRefused

WORDS = "Zoë Müller GmbH;Straße 1;100 €\n" * 3


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, found: str) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(WORDS.encode(encoding))
    inspected = inspect(path)
    assert inspected.encoding == found
    assert path.read_text(inspected.encoding) == WORDS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_every_text_in_utf_8_is_read_as_that(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(b"a;b\n" + text.encode())
    assert inspect(path).encoding == "utf-8"


def test_an_encoding_that_the_profile_declares_is_not_second_guessed(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("Łódź;1\n".encode("cp1250"))
    assert inspect(path, "cp1250").encoding == "cp1250"
    with pytest.raises(FileRefused, match="save the file as UTF-8"):
        inspect(path, "utf-8")


def test_utf_8_with_a_broken_character_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("a;b\nMüller;é\n".encode() + b"M\xfcller;1\n")
    with pytest.raises(FileRefused, match=r"export.csv, line 3: is UTF-8 with a broken character"):
        inspect(path)


def test_utf_8_that_was_cut_off_within_a_character_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("a;b\nMüller;Zoë;é".encode()[:-1])
    with pytest.raises(FileRefused, match=r"export.csv, at its end: is UTF-8"):
        inspect(path)


def test_two_characters_of_windows_1252_that_look_like_utf_8_do_not_mislead(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("«CAFÉ»;Zoë;Société\n".encode("cp1252"))
    assert inspect(path).encoding == "cp1252"


def test_bytes_that_windows_1252_does_not_have_are_refused_and_never_guessed(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"a;b\nM\xfcller \x81\x8d;1\n")
    with pytest.raises(FileRefused, match="name its encoding in a profile"):
        inspect(path)


def test_a_nul_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"a,b\n1,2\n3,\0\n")
    with pytest.raises(FileRefused, match=r"export.csv, line 3: holds a NUL"):
        inspect(path)


@pytest.mark.parametrize("start", ["a,b\n", ""])
def test_an_endless_line_is_refused(tmp_path: Path, start: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(start + "x" * (MAX_LINE + 1))
    with pytest.raises(FileRefused, match="longer than 1,000,000"):
        inspect(path)


def test_long_files_of_short_lines_are_fine_whatever_ends_them(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        path = tmp_path / "export.csv"
        path.write_bytes((("1,2,3" + end) * 400_000).encode())
        assert inspect(path).size > MAX_LINE


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b" \n")
    with pytest.raises(FileRefused, match="empty"):
        inspect(path)
