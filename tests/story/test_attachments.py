"""Files that go with an email: statement and copies of invoices, in the ledger before they leave."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.console.messages import KeptMessage, kept_message
from gateway.dispatcher.delivery import LOOK_AGAIN
from gateway.dispatcher.enclosures import Documents, Enclosed
from gateway.domain.portfolio import Customer
from gateway.store import Store, schema
from tests.builders.creditor import a_creditor
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.story.test_dispatch import reachable

A_COPY = b"%PDF-1.7\n% a copy\n%%EOF\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    return tmp_path


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds, folder: Path) -> Desk:
    return a_desk(store, clock, ids, documents=Documents(folder, 2_000))


def wanted(desk: Desk, **overrides: Any) -> tuple[Customer, str]:
    """Queue the statement by email; return the customer and the invoice's number."""
    with desk.store.begin() as tx:
        customer = reachable(tx, desk.ids)
        number = tx.execute(sa.select(schema.invoice.c.invoice_number)).scalar_one()
        an_outreach(tx, desk.ids, customer, desk.clock.now(), template="statement", **overrides)
    return customer, number


def kept(desk: Desk) -> KeptMessage:
    with desk.store.read() as tx:
        attempts = tx.execute(sa.select(schema.attempt).order_by(schema.attempt.c.reserved_at.desc()))
        creditor = a_creditor()
        attempt_id = attempts.mappings().all()[0]["attempt_id"]
        return kept_message(tx, desk.ledger, attempt_id, {creditor.creditor_id: creditor})


def tasks(desk: Desk) -> list[str]:
    with desk.store.read() as tx:
        return list(tx.execute(sa.select(schema.task.c.kind)).scalars())


async def test_the_statement_and_a_copy_go_along(desk: Desk, folder: Path) -> None:
    _, number = wanted(desk)
    (folder / "acme" / f"{number}.pdf").write_bytes(A_COPY)
    await desk.dispatcher.run_once()
    statement, copy = desk.email.sent[-1].attachments
    assert (statement.name, copy.name) == ("document-1.pdf", "document-2.pdf")
    assert statement.content.startswith(b"%PDF-")
    assert copy.content == A_COPY
    named = kept(desk).attachments
    assert [one["kind"] for one in named] == ["statement", "invoices"]
    assert named[1]["sha256"] == hashlib.sha256(A_COPY).hexdigest()
    assert named[1]["reference"] == number


async def test_a_missing_copy_holds_nothing_up(desk: Desk) -> None:
    wanted(desk)
    await desk.dispatcher.run_once()
    assert [one.name for one in desk.email.sent[-1].attachments] == ["document-1.pdf"]
    assert tasks(desk) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>not found</html>", "is no PDF"),
        (b"", "is no PDF"),
        (A_COPY * 100, "is too much for one email"),
    ],
)
async def test_a_copy_that_cannot_be_sent_is_left_out_and_told(
    desk: Desk, folder: Path, content: bytes, why: str
) -> None:
    _, number = wanted(desk)
    (folder / "acme" / f"{number}.pdf").write_bytes(content)
    await desk.dispatcher.run_once()
    assert [one.name for one in desk.email.sent[-1].attachments] == ["document-1.pdf"]
    assert kept(desk).left_out == ((number, why),)
    assert tasks(desk) == ["attachment-left-out"]


async def test_a_copy_that_was_exchanged_is_not_sent_under_the_old_digest(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, number = wanted(desk)
    file = folder / "acme" / f"{number}.pdf"
    file.write_bytes(A_COPY)
    finished = Enclosed.finished

    def exchanged_first(one: Enclosed) -> Any:
        if one.copy is not None:
            file.write_bytes(A_COPY + b"% mended\n")
            monkeypatch.setattr(Enclosed, "finished", finished)
        return finished(one)

    monkeypatch.setattr(Enclosed, "finished", exchanged_first)
    await desk.dispatcher.run_once()
    assert desk.email.sent == []
    desk.clock.advance(LOOK_AGAIN)
    await desk.dispatcher.run_once()
    assert desk.email.sent[-1].attachments[1].content.endswith(b"% mended\n")


async def test_only_emails_carry_files(desk: Desk) -> None:
    wanted(desk, channels=["letter"])
    await desk.dispatcher.run_once()
    assert all(not one.attachments for adapter in desk.adapters.values() for one in adapter.sent)


@pytest.mark.parametrize("number", ["../other/secret", "..", "", "a/../../b", "\x00"])
def test_no_invoice_number_leads_out_of_the_creditors_folder(folder: Path, number: str) -> None:
    (folder / "secret.pdf").write_bytes(A_COPY)
    (folder / "other").mkdir()
    (folder / "other" / "secret.pdf").write_bytes(A_COPY)
    assert Documents(folder).copies_of(a_creditor().creditor_id, [number], 1) == ((), ())


def test_a_slash_in_a_number_is_written_as_in_an_address(folder: Path) -> None:
    (folder / "acme" / "2027%2F15.pdf").write_bytes(A_COPY)
    (copy,), _ = Documents(folder).copies_of(a_creditor().creditor_id, ["2027/15"], 1)
    assert copy.reference == "2027/15"


def test_a_number_that_no_file_can_be_named_after_has_no_copy(folder: Path) -> None:
    assert Documents(folder).copies_of(a_creditor().creditor_id, ["ü" * 60], 1) == ((), ())


def test_a_copy_in_a_closed_folder_is_left_out_and_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "closed")

    monkeypatch.setattr(Path, "stat", closed)
    monkeypatch.setattr(Path, "open", closed)
    found, (out,) = Documents(folder).copies_of(a_creditor().creditor_id, ["1"], 1)
    assert (found, out.why) == ((), "cannot be read")


def test_a_huge_copy_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "acme" / "1.pdf").open("wb") as file:
        file.write(A_COPY)
        file.truncate(1 << 40)
    monkeypatch.setattr(Path, "open", None)
    found, (out,) = Documents(folder).copies_of(a_creditor().creditor_id, ["1"], 1)
    assert (found, out.why) == ((), "is too much for one email")
