"""What do error codes mean, and what is said about a table that is wrong?"""

from __future__ import annotations

from pathlib import Path

import pytest

from channels.message import Again, PointNews, Scope
from channels.twilio_codes import Codes, read_codes
from gateway.domain.errors import ConfigError
from gateway.shipped import shipped

SHIPPED = shipped("config/providers/twilio.toml")


@pytest.fixture(scope="module")
def codes() -> Codes:
    return read_codes(SHIPPED)


@pytest.mark.parametrize(
    ("code", "scope", "retryable"),
    [
        (20003, Scope.SENDER, False),
        (20429, Scope.BUSY, True),
        *((code, Scope.ADDRESS, False) for code in (21211, 21214, 21217, 21614, 21635)),
        *((code, Scope.SENDER, False) for code in (21408, 21215, 21216, 21606, 21612, 21603)),
        *((code, Scope.SENDER, False) for code in (21608, 21704, 21705)),
        (21610, Scope.OPT_OUT, False),
        (21611, Scope.TRANSIENT, True),
        (22005, Scope.TRANSIENT, True),
        (21617, Scope.CONTENT, False),
        (35114, Scope.CONTENT, False),
        (12345, Scope.CONTENT, False),  # nobody knows it: no repetition, and a person looks
        (None, Scope.CONTENT, False),
    ],
)
def test_what_a_refused_request_means(codes: Codes, code: int | None, scope: Scope, retryable: bool) -> None:
    refusal = codes.refusal(400, code)
    assert (refusal.scope, refusal.retryable) == (scope, retryable)


@pytest.mark.parametrize(
    ("code", "point", "again"),
    [
        (30001, PointNews.FINE, Again.LATER),
        (30002, PointNews.FINE, Again.NO),
        (30003, PointNews.DOUBTFUL, Again.TOMORROW),
        (30004, PointNews.FINE, Again.NO),
        (30005, PointNews.UNFIT, Again.NEXT),
        (30006, PointNews.UNFIT, Again.NEXT),
        (30007, PointNews.FINE, Again.NO),
        (30008, PointNews.DOUBTFUL, Again.TOMORROW),
        (30034, PointNews.FINE, Again.NO),
        (30036, PointNews.FINE, Again.LATER),
        (39999, PointNews.DOUBTFUL, Again.TOMORROW),
        (None, PointNews.DOUBTFUL, Again.TOMORROW),
    ],
)
def test_what_a_failed_delivery_means(codes: Codes, code: int | None, point: PointNews, again: Again) -> None:
    meaning = codes.failure(code)
    assert (meaning.point, meaning.again) == (point, again)


def test_whoever_refused_us_is_never_asked_again(codes: Codes) -> None:
    refusals = [row for row in codes.by_code.values() if row.aftermath.opts_out or row.scope is Scope.OPT_OUT]
    assert {code for row in refusals for code in row.codes} == {21610, 30004}
    assert all(row.aftermath.again is Again.NO and not row.retryable for row in refusals)


def test_every_unfit_number_goes_on_elsewhere_and_nothing_else_does(codes: Codes) -> None:
    rows = set(codes.by_code.values())
    assert all(
        (row.aftermath.point is PointNews.UNFIT) == (row.aftermath.again is Again.NEXT) for row in rows
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ('scope = "address"', "meaning 3"),
        ('point = "unfit"', "meaning 3"),
        ("codes = [21610]", "21610"),
        ('version = "2026-11-22"', "version"),
        ("[unknown.delivery]", "delivery"),
    ],
)
def test_a_wrong_table_is_refused_by_row(tmp_path: Path, change: str, complaint: str) -> None:
    text = SHIPPED.read_text("utf-8")
    wrong = {
        'scope = "address"': 'scope = "adress"',
        'point = "unfit"': 'pointe = "unfit"',
        "codes = [21610]": "codes = [21610, 21610]",
        "[unknown.delivery]": "[unknown.delivered]",
    }.get(change, "")
    path = tmp_path / "codes.toml"
    path.write_text(text.replace(change, wrong, 1), "utf-8")
    with pytest.raises(ConfigError, match=complaint):
        read_codes(path)


@pytest.mark.parametrize("text", ["", "version = 1", "\x00", "version = '1'\nstatus = 3\nunknown = {}"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "codes.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError):
        read_codes(path)
