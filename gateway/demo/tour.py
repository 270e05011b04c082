"""Where should a newcomer look first? A sign-in link, a customer's link, three stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.access import begin_sign_in
from gateway.bootstrap import App
from gateway.demo.people import Person
from gateway.domain.ids import CreditorId
from gateway.domain.words import Role
from gateway.links import LinkOrder
from gateway.store import portfolio

STORIES = (
    ("much-older", "reminded step by step"),
    ("attorney", "has an attorney: nothing goes"),
    ("promised", "promised to pay: left in peace until then"),
)


def tour(app: App, cast: Sequence[Person]) -> Iterator[str]:
    """Yield the lines that `make run` prints before the daemon starts."""
    url = app.settings.public_url
    now = app.clock.now()
    with app.store.begin() as tx:
        token = begin_sign_in(tx, Role.COLLECTOR, now=now, ids=app.ids)
        guest = next(
            person for person in cast if person.situation == "fresh" and "birth_year" not in person.row
        )
        customer = portfolio.find_customer(tx, CreditorId(guest.row["creditor"]), guest.number)
        assert customer is not None
        points = portfolio.contact_points_of(tx, [customer.customer_id])[customer.customer_id]
        order = LinkOrder(customer.customer_id, points[0].contact_point_id, None, "respond")
        (link,) = app.links.issue_many(tx, [order], now=now)
    yield f"{len(cast)} invented customers of three creditors; their last weeks have been played through."
    yield ""
    yield f"  Sign in (works once)   {url}/sign-in/{token}"
    yield f"  Status                 {url}/status"
    yield f"  Outbox                 {app.settings.outbox}/"
    yield f"  A customer's link      {link}"
    answers = f"postal code {guest.row['postal_code']}, invoice {guest.invoices[0]['invoice_number']}"
    yield f"    it asks for two facts: {answers}"
    yield ""
    yield "Three stories:"
    for situation, words in STORIES:
        person = next(one for one in cast if one.situation == situation)
        yield f"  .venv/bin/dunwell why {person.number:<8} {words}"
    yield ""
