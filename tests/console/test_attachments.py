"""Does a collector get a customer's file as a download with a name of ours, and never on a page?"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from gateway.domain.file_kinds import FileKind
from gateway.domain.portfolio import Account
from gateway.domain.words import PointKind
from gateway.events import NewEvent, record_events
from gateway.responses.attachments import Accepted, keep
from gateway.store import schema
from tests.builders.files import A_PDF
from tests.builders.office import Office


def a_file(office: Office) -> tuple[Account, UUID]:
    """Return an account whose customer sent a file with a dispute, and the file's id."""
    desk = office.desk
    customer, account = office.customer(PointKind.EMAIL)
    now = desk.clock.now()
    with desk.store.begin() as tx:
        told = NewEvent("dispute", now, customer.customer_id, body={"written": True})
        [one] = record_events(tx, desk.ledger, [told], now=now, ids=desk.ids, source="portal")
        files = [Accepted(FileKind.PDF, A_PDF)]
        keep(tx, desk.ledger, customer.customer_id, one.event_id, files, now=now, ids=desk.ids)
        return account, tx.execute(sa.select(schema.attachment.c.attachment_id)).scalar_one()


def _get(office: Office, path: str) -> Any:
    return office.client.get(path, follow_redirects=False)


def test_a_file_is_a_download_that_no_browser_shows(office: Office) -> None:
    account, file = a_file(office)
    office.sign_in()
    assert f'href="/attachments/{file}"' in _get(office, f"/accounts/{account.account_id}").text
    answer = _get(office, f"/attachments/{file}")
    assert answer.content == A_PDF
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.endswith('-1.pdf"')


def test_nobody_gets_a_file_without_signing_in(office: Office) -> None:
    _, file = a_file(office)
    assert _get(office, f"/attachments/{file}").status_code in (303, 401)


def test_a_file_that_is_not_there_and_one_that_was_erased_are_not_found(office: Office) -> None:
    account, file = a_file(office)
    office.sign_in()
    assert _get(office, f"/attachments/{uuid4()}").status_code == 404
    desk = office.desk
    with desk.store.begin() as tx:
        desk.ledger.erase(tx, account.customer_id, desk.clock.now())
    assert _get(office, f"/attachments/{file}").status_code == 404


def test_a_file_that_was_exchanged_in_the_database_is_not_handed_over(office: Office) -> None:
    _, file = a_file(office)
    office.sign_in()
    with office.desk.store.begin() as tx:
        tx.execute(sa.update(schema.attachment).values(sealed=b"x" * 60))
    answer = _get(office, f"/attachments/{file}")
    assert answer.status_code >= 400
    assert A_PDF not in answer.content
