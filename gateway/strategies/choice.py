"""Which strategy is a customer's? By the account's own wish, else by conditions and priority."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Protocol

from gateway.domain.portfolio import Customer
from gateway.domain.strategy import Conditions, Strategy
from gateway.domain.words import ActorRole, DebtClass


class Debt(Protocol):
    """What a choice asks of an account; the open items of an account know it as well."""

    @property
    def debt_class(self) -> DebtClass:
        """Which kind of debt."""

    @property
    def actor_role(self) -> ActorRole:
        """Who is contacting."""

    @property
    def strategy(self) -> str | None:
        """The strategy that the account asks for."""


class Strategies:
    """Every strategy in force."""

    def __init__(self, strategies: Sequence[Strategy]) -> None:
        ranked = sorted(strategies, key=lambda one: (-one.priority, one.id))
        self._ranked = tuple(ranked)
        self._by_id = {one.id: one for one in ranked}
        self._chosen: dict[tuple[object, ...], Strategy | None] = {}

    def __iter__(self) -> Iterator[Strategy]:
        return iter(self._ranked)

    def __len__(self) -> int:
        return len(self._ranked)

    @property
    def digest(self) -> str:
        """Digest of all files: another one means that a strategy was changed, added or taken away."""
        texts = "\n".join(f"{one.id} {one.digest}" for one in sorted(self._ranked, key=lambda one: one.id))
        return "sha256:" + hashlib.sha256(texts.encode()).hexdigest()

    def get(self, strategy_id: str) -> Strategy | None:
        """Return the strategy with an id, or None."""
        return self._by_id.get(strategy_id)

    def choose(self, customer: Customer, accounts: Sequence[Debt]) -> Strategy | None:
        """Return the customer's strategy, or None where none fits.

        accounts: those on which something is open. One message speaks of all of them, so one strategy holds
        for the customer: of several that fit, the one with the highest priority. An account that names a
        strategy wins over conditions; a name that no file has means no strategy, never another one.
        """
        if not accounts:
            return None
        key = _traits(customer, accounts)
        if key not in self._chosen:
            self._chosen[key] = self._choose(customer, accounts)
        return self._chosen[key]

    def _choose(self, customer: Customer, accounts: Sequence[Debt]) -> Strategy | None:
        named = {account.strategy for account in accounts if account.strategy}
        if named:
            known = named <= self._by_id.keys()
            return next((one for one in self._ranked if one.id in named), None) if known else None
        ranked = (one for one in self._ranked if not one.on_request)
        return next((one for one in ranked if _fits_any(one.conditions, customer, accounts)), None)


def _traits(customer: Customer, accounts: Sequence[Debt]) -> tuple[object, ...]:
    """Everything that a choice can depend on; a portfolio has few different ones."""
    about = frozenset((account.debt_class, account.actor_role, account.strategy) for account in accounts)
    return customer.creditor_id, customer.country, customer.is_company, about


def _fits_any(wanted: Conditions, customer: Customer, accounts: Sequence[Debt]) -> bool:
    kind = "company" if customer.is_company else "person"
    return (
        _fits(wanted.creditors, customer.creditor_id)
        and _fits(wanted.countries, customer.country)
        and _fits(wanted.customer_kinds, kind)
        and any(
            _fits(wanted.debt_classes, account.debt_class) and _fits(wanted.actor_roles, account.actor_role)
            for account in accounts
        )
    )


def _fits(wanted: tuple[str, ...], value: str | None) -> bool:
    return not wanted or value in wanted
