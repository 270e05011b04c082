"""Does the print house's word change what happens next: once each, and in the safe direction?"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from channels.adapter_settings import AdapterSettings
from channels.print_house import PrintHouse
from channels.registry import make_adapter
from gateway.deliveries import AcknowledgementReader
from gateway.directory import account_named
from gateway.domain.errors import NotFound
from gateway.domain.words import Channel, PointKind
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


class House:
    """A print house over a folder, and the dispatcher that fills it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.house = desk, PrintHouse(folder)
        told = AdapterSettings(now=desk.clock.now, outbox=folder, print_house=self.house)
        desk.adapters[Channel.LETTER] = make_adapter(Channel.LETTER, "spool", told)  # type: ignore[assignment]
        self.reader = AcknowledgementReader(
            desk.store, desk.ledger, self.house.acknowledgements, desk.clock, desk.ids
        )

    def mail(self, **outreach: Any) -> list[dict[str, Any]]:
        """Have a letter written to somebody new; return every job sheet there is."""
        desk = self.desk
        with desk.store.begin() as tx:
            customer = a_customer(tx, desk.ids)
            a_contact_point(tx, desk.ids, customer, PointKind.POSTAL)
            an_account(tx, desk.ids, customer, days_past_due=12)
            an_outreach(tx, desk.ids, customer, desk.clock.now(), channels=["letter"], **outreach)
        return self.dispatch()

    def dispatch(self) -> list[dict[str, Any]]:
        async def run() -> None:
            await self.desk.adapters[Channel.LETTER].open()
            await self.desk.dispatcher.run_once()

        asyncio.run(run())
        return [json.loads(file.read_text()) for file in sorted(self.house.letters.glob("*.json"))]

    def says(self, content: str, name: str = "mailed.csv") -> dict[str, int]:
        """Put a file into the folder and look twice."""
        (self.house.acknowledgements / name).write_text(content)
        self.reader.run()
        return self.reader.run().as_counts()

    def rows(self, table: sa.Table) -> list[Any]:
        with self.desk.store.read() as tx:
            return list(tx.execute(sa.select(table).order_by(*table.primary_key)))

    def lying(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.house.acknowledgements / folder).glob("*"))


@pytest.fixture
def house(store: Store, clock: FixedClock, ids: SeededIds, tmp_path: Path) -> House:
    """A print house that has nothing yet."""
    return House(a_desk(store, clock, ids), tmp_path / "letters")


def told(sheet: dict[str, Any], status: str, code: str = "") -> str:
    return f"attempt_id,status,time,code\n{sheet['attempt_id']},{status},2027-03-03T09:00:00Z,{code}\n"


def test_the_sheet_names_the_letter_that_the_attempt_made(house: House) -> None:
    (sheet,) = house.mail()
    (attempt,) = house.rows(schema.attempt)
    assert (str(attempt.attempt_id), attempt.state) == (sheet["attempt_id"], "accepted")
    assert (attempt.adapter, attempt.provider_reference) == ("spool", sheet["code"])
    assert (sheet["envelope"], sheet["pages"]) == ("us-10", 1)
    assert (house.house.letters / sheet["file"]).read_bytes().startswith(b"%PDF")


def test_a_letter_bears_its_code_and_the_newest_checkpoint(house: House) -> None:
    desk = house.desk
    house.mail()
    desk.ledger.sequence(desk.store, desk.clock.now())
    with desk.store.read() as tx:
        origin, size, root = (desk.ledger.checkpoint(tx) or "").split("\n")[:3]
    sheets = house.mail()
    papers = {sheet["code"]: PdfReader(house.house.letters / sheet["file"]) for sheet in sheets}
    texts = {code: paper.pages[0].extract_text() for code, paper in papers.items()}
    assert all(code in text for code, text in texts.items())
    assert sorted(f"{origin} {size} {root[:16]}" in text for text in texts.values()) == [False, True]


def test_whoever_calls_about_a_letter_is_found_by_its_code(house: House) -> None:
    (sheet,) = house.mail()
    house.mail()
    (attempt,) = [one for one in house.rows(schema.attempt) if str(one.attempt_id) == sheet["attempt_id"]]
    with house.desk.store.read() as tx:
        assert str(account_named(tx, sheet["code"].lower().replace("-", "")).account_id) in attempt.accounts
        with pytest.raises(NotFound):
            account_named(tx, "K7QF-2M9X-4RTB")


def test_a_returned_letter_retires_the_address(house: House) -> None:
    (sheet,) = house.mail()
    assert house.says(told(sheet, "returned", "moved")) == {"files": 1, "changed": 1, "broken": 0}
    assert [attempt.state for attempt in house.rows(schema.attempt)] == ["bounced"]
    (point,) = house.rows(schema.contact_point)
    assert (point.retired_at is not None, point.retired_because) == (True, "moved")
    assert house.lying("done") == ["mailed.csv"]


def test_a_letter_that_went_out_is_not_called_delivered(house: House) -> None:
    (sheet,) = house.mail()
    house.says(told(sheet, "mailed"))
    assert [attempt.state for attempt in house.rows(schema.attempt)] == ["accepted"]


def test_what_is_said_twice_counts_once(house: House) -> None:
    (sheet,) = house.mail()
    house.says(told(sheet, "returned"))
    before = house.desk.kinds()
    assert house.says(told(sheet, "returned"))["changed"] == 0
    assert house.says(told(sheet, "returned"), "again.csv")["changed"] == 0
    assert house.desk.kinds() == before


def test_a_letter_that_was_not_printed_is_made_again_a_day_later(house: House) -> None:
    (sheet,) = house.mail()
    house.says(told(sheet, "failed", "font"))
    assert [task.kind for task in house.rows(schema.task)] == ["delivery-failed"]
    assert house.rows(schema.contact_point)[0].retired_at is None
    house.desk.clock.advance(days=1)
    assert len(house.dispatch()) == 2


def test_a_file_that_still_grows_is_left_alone(house: House) -> None:
    (sheet,) = house.mail()
    file = house.house.acknowledgements / "mailed.csv"
    whole = told(sheet, "returned")
    for length in (30, 60, len(whole)):
        file.write_text(whole[:length])
        os.utime(file, ns=(length, length))
        assert house.reader.run().files == 0
    assert house.reader.run().changed == 1


def test_a_broken_file_is_set_aside_before_a_person(house: House) -> None:
    house.mail()
    assert house.says("{", "x.json") == {"files": 1, "changed": 0, "broken": 1}
    assert house.lying("broken") == ["x.json"]
    (task,) = house.rows(schema.task)
    assert (task.kind, "x.json" in task.text) == ("letter-acknowledgement", True)
    assert house.reader.run().files == 0


def test_good_rows_of_a_broken_file_count(house: House) -> None:
    (sheet,) = house.mail()
    stranger = "018f3f6e-0000-7000-8000-000000000001,returned,2027-03-03,\n"
    assert house.says(told(sheet, "returned") + stranger + "x,lost,never,\n")["changed"] == 1
    (task,) = house.rows(schema.task)
    assert "2, 3" in task.text
    assert house.rows(schema.delivery_event)[0].applied_at is not None
    assert len(house.rows(schema.delivery_event)) == 1  # the stranger's waits for nobody


def test_a_file_that_cannot_be_put_away_holds_up_no_other(house: House) -> None:
    (sheet,) = house.mail()
    (house.house.acknowledgements / "broken").write_text("no folder")
    (house.house.acknowledgements / "a.json").write_text("{")
    with pytest.raises(OSError):
        house.says(told(sheet, "returned"), "b.csv")
    assert house.rows(schema.attempt)[0].state == "bounced"


def test_a_print_house_cannot_speak_of_other_channels(house: House) -> None:
    desk = house.desk
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
        an_account(tx, desk.ids, customer, days_past_due=12)
        an_outreach(tx, desk.ids, customer, desk.clock.now())
    house.dispatch()
    (attempt,) = house.rows(schema.attempt)
    house.says(told({"attempt_id": attempt.attempt_id}, "returned"))
    assert house.rows(schema.attempt)[0].state == "accepted"


def test_links_and_strange_names_are_not_read(house: House, tmp_path: Path) -> None:
    (sheet,) = house.mail()
    (tmp_path / "elsewhere.csv").write_text(told(sheet, "returned"))
    (house.house.acknowledgements / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert house.says(told(sheet, "returned"), ".hidden.csv")["files"] == 0
    assert house.says(told(sheet, "returned"), "returned.csv.part")["files"] == 0
