"""What is known about the customers of a batch? Read in a handful of queries, whatever the batch's size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from compliance.facts import Event
from gateway.domain.ids import AccountId, CreditorId, CustomerId
from gateway.domain.money import Money
from gateway.domain.portfolio import Account, ContactPoint, Creditor, Customer, Invoice
from gateway.domain.words import REACHES, Channel
from gateway.store import Tx, events, facts, portfolio, preferences
from gateway.store.preferences import NOTHING


@dataclass(frozen=True, slots=True)
class Dossier:
    """One customer as the database knows it at this instant."""

    customer: Customer
    creditor: Creditor
    points: tuple[ContactPoint, ...]  # in the order of the file; retired ones left out
    accounts: tuple[Account, ...]
    invoices: tuple[Invoice, ...]  # open ones, credits among them
    unapplied: tuple[Money, ...]  # payments that no invoice has taken up yet
    events: tuple[Event, ...]  # contacts and standing facts, our own attempts among them
    prefers: Channel | None = None

    def preferred_first(self, channels: Sequence[Channel]) -> tuple[Channel, ...]:
        """Return the channels of a step in their order, but first the one that the customer prefers."""
        return tuple(sorted(channels, key=lambda channel: channel is not self.prefers))

    def points_for(self, channel: Channel) -> tuple[ContactPoint, ...]:
        """Return the contact points that a channel can use, preferred kinds first."""
        fit = [point for point in self.points if channel not in point.unfit_for]
        return tuple(point for kind in REACHES[channel] for point in fit if point.kind is kind)

    def invoices_of(self, account_id: AccountId) -> tuple[Invoice, ...]:
        """Return the open invoices of one account."""
        return tuple(invoice for invoice in self.invoices if invoice.account_id == account_id)


def gather(
    tx: Tx,
    customer_ids: Collection[CustomerId],
    creditors: Mapping[CreditorId, Creditor],
    now: datetime,
) -> dict[CustomerId, Dossier]:
    """Return the dossiers of the customers; one whose creditor is not in the settings is left out."""
    customers = portfolio.customers_by_id(tx, customer_ids)
    points = portfolio.contact_points_of(tx, customer_ids)
    accounts = portfolio.accounts_of(tx, customer_ids)
    invoices = portfolio.open_invoices_of(tx, customer_ids)
    unapplied = portfolio.unapplied_cash_of(tx, customer_ids)
    told = events.events_of(tx, customer_ids)
    made = facts.attempts_of(tx, customer_ids, now)
    wished = preferences.preferences_of(tx, customer_ids)
    return {
        customer_id: Dossier(
            customer=replace(
                customer, language=wished.get(customer_id, NOTHING).language or customer.language
            ),
            creditor=creditors[customer.creditor_id],
            points=tuple(p for p in points.get(customer_id, ()) if p.retired_at is None),
            accounts=tuple(accounts.get(customer_id, ())),
            invoices=tuple(invoices.get(customer_id, ())),
            unapplied=tuple(unapplied.get(customer_id, ())),
            events=_in_order(told.get(customer_id, ()), made.get(customer_id, ())),
            prefers=wished.get(customer_id, NOTHING).channel,
        )
        for customer_id, customer in customers.items()
        if customer.creditor_id in creditors
    }


def _in_order(told: Sequence[Event], made: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(sorted([*told, *made], key=lambda event: event.at))
