"""What was ruled on one contact, by which rules, and would today's rule alike? Unsealed from the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from compliance.rulebook import Rulebook
from gateway.domain.errors import NotFound
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Account, ContactPoint, Creditor, Customer
from gateway.ledger import Ledger, OpenedEntry
from gateway.replay import KeptRulebook, Replayed, Rulebooks, ask_again
from gateway.store import Tx, portfolio
from gateway.store.contact_log import LogRow, contact_log_row
from gateway.why import clock_of, point_in_words


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule's verdict; sentence and title are those of the packs of then."""

    rule: str
    pack: str
    title: str
    sentence: str
    verdict: str
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class AccountRuling:
    """What was ruled on one account by one channel. again: None where nothing was kept to ask again."""

    account: Account | None
    channel: str
    point: str
    verdict: str
    because: str
    permitted_at: datetime | None
    not_after: datetime | None
    answers: tuple[RuleAnswer, ...]
    requires: tuple[str, ...]
    clocks: tuple[tuple[str, str], ...]
    again: Replayed | None

    @property
    def against(self) -> tuple[RuleAnswer, ...]:
        """The rules that did not allow it."""
        return tuple(one for one in self.answers if one.verdict != "allow")

    @property
    def in_favour(self) -> tuple[RuleAnswer, ...]:
        """The rules that did."""
        return tuple(one for one in self.answers if one.verdict == "allow")


@dataclass(frozen=True, slots=True)
class KeptContact:
    """One line of the contact log with all that was kept of its ruling.

    kept: the rules of then. carried: what the message that went said. problem: why nothing can be asked
    again.
    """

    row: LogRow
    customer: Customer
    time_zone: str
    account: Account | None
    digest: str
    kept: KeptRulebook
    is_today: bool
    rulings: tuple[AccountRuling, ...]
    carried: tuple[str, ...]
    is_erased: bool
    problem: str


def kept_contact(
    tx: Tx, ledger: Ledger, entry_id: UUID, today: Rulebook, creditors: Mapping[CreditorId, Creditor]
) -> KeptContact:
    """Return the ruling behind a line of the contact log. Raises NotFound for what is no such line."""
    row = contact_log_row(tx, entry_id)
    if row is None:
        raise NotFound("there is no ruling of that id")
    entry = ledger.open(tx, row.entry_id)
    digest = entry["public"]["rulebook"]
    kept = Rulebooks(tx, ledger, today).of(digest)
    ids = [row.customer_id]
    customer = portfolio.customers_by_id(tx, ids)[row.customer_id]
    points = portfolio.contact_points_of(tx, ids).get(row.customer_id, [])
    accounts = portfolio.accounts_of(tx, ids).get(row.customer_id, [])
    again = list(ask_again(entry, today))
    reading = _Reading(row.at, accounts, points, kept.rulebook or today, again)
    return KeptContact(
        row=row,
        customer=customer,
        time_zone=clock_of(customer, points, creditors),
        account=next((one for one in accounts if str(one.account_id) in row.accounts), None),
        digest=digest,
        kept=kept,
        is_today=digest == today.digest,
        rulings=tuple(reading.rulings(entry)),
        carried=tuple(entry["public"].get("disclosures", ())),
        is_erased=not isinstance(entry["private"], dict),
        problem=next((one.problem for one in again if one.kept is None), ""),
    )


class _Reading:
    """Puts names to what an entry holds."""

    def __init__(
        self,
        at: datetime,
        accounts: Sequence[Account],
        points: Sequence[ContactPoint],
        rulebook: Rulebook,
        again: Sequence[Replayed],
    ) -> None:
        self._accounts = {str(one.account_id): one for one in accounts}
        self._points = {str(one.contact_point_id): point_in_words(one) for one in points}
        self._again = iter([one for one in again if one.kept])  # in the order of the entry
        rules = (rule for rule in rulebook.rules() if rule.effective_from <= at.date())
        self._rules = {(rule.pack, rule.id): rule for rule in rules}  # of several periods the last one begun

    def rulings(self, entry: OpenedEntry) -> Iterator[AccountRuling]:
        sealed: Any = entry["private"]
        for judged in sealed["rulings"] if isinstance(sealed, dict) else ():
            for said in judged["accounts"]:
                yield self._ruling(judged, said)

    def _ruling(self, judged: Mapping[str, Any], said: Mapping[str, Any]) -> AccountRuling:
        return AccountRuling(
            account=self._accounts.get(said["account_id"]),
            channel=judged["channel"],
            point=self._points.get(judged["contact_point_id"], ""),
            verdict=said["verdict"],
            because=said["because"],
            permitted_at=_instant(said.get("permitted_at")),
            not_after=_instant(said.get("not_after")),
            answers=tuple(self._answer(*verdict) for verdict in said["verdicts"]),
            requires=tuple(said.get("requires", ())),
            clocks=tuple((zone, reads) for zone, reads in said.get("clocks", ())),
            again=next(self._again, None),
        )

    def _answer(self, rule: str, pack: str, verdict: str, because: str, source: str) -> RuleAnswer:
        known = self._rules.get((pack, rule))
        title, sentence = (known.pack_title, known.sentence) if known else ("", "")
        return RuleAnswer(rule, pack, title, sentence, verdict, because, source)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
