"""How is a decision written down? Attempt, outreach, contact log and ledger rows of a batch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateway.dispatcher.cases import Case
from gateway.dispatcher.composing import Composed
from gateway.dispatcher.judging import Judgement, actor_id
from gateway.dispatcher.kept import keep
from gateway.dispatcher.metering import Taken
from gateway.domain.ids import AttemptId, EntryId, Ids, WorkerId
from gateway.domain.prices import Cost
from gateway.domain.words import AttemptState, OutreachState, Verdict
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, dispatch, task_rows

NOTHING: Taken = []
LEFT_OUT_TASK = "attachment-left-out"
_KIND = {
    Verdict.ALLOW: EntryKind.CONTACT_ALLOWED,
    Verdict.DEFER: EntryKind.CONTACT_DEFERRED,
    Verdict.REFUSE: EntryKind.CONTACT_REFUSED,
}


@dataclass(slots=True)
class Pages:
    """The rows that one batch writes, gathered so that each table is written once."""

    ids: Ids
    worker_id: WorkerId
    rulebook: str
    now: datetime
    attempts: list[dict[str, Any]] = field(default_factory=list)
    outreach: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, case: Case, composed: Composed | None = None, cost: Cost | None = None, taken: Taken = NOTHING
    ) -> None:
        """Add what a case changes. A ruling that says what the last one said is not written again."""
        digest = _ruling_digest(case)
        if case.sends and composed is not None:
            self._reserve(case, composed, cost, taken)
        elif case.state is OutreachState.CANCELLED:
            self._entry(EntryKind.OUTREACH_CANCELLED, case, {}, {"because": case.because})
        elif digest != case.due.ruling_digest:
            self._ruling(case)
        self._outreach(case, digest)

    def add_broken(self, case_due: dispatch.DueOutreach, error: str) -> None:
        """Add an outreach that made us fail: set aside, written down, put before a person."""
        because = f"It could not be carried out ({error})."
        case = Case(case_due, OutreachState.BROKEN, None, because)
        self._entry(EntryKind.CONTACT_BROKEN, case, {"error": error}, {})
        self._outreach(case, None)
        self.tasks.append(
            {
                "task_id": self.ids.new(),
                "customer_id": case_due.customer_id,
                "kind": "broken-outreach",
                "reference": str(case_due.outreach_id),
                "text": f"This outreach could not be carried out ({error}); nothing was sent.",
                "opened_at": self.now,
            }
        )

    def write(self, tx: Tx, ledger: Ledger) -> None:
        """Write everything in the caller's transaction."""
        dispatch.insert_attempts(tx, self.attempts)
        dispatch.update_outreach(tx, self.outreach)
        dispatch.insert_log(tx, self.log)
        task_rows.insert_tasks(tx, self.tasks)
        ledger.append(tx, self.entries)

    def _reserve(self, case: Case, composed: Composed, cost: Cost | None, taken: Taken) -> None:
        due, way, message = case.due, case.way, composed.message
        public = {
            **_public(case, way),
            "attempt_id": str(message.attempt_id),
            "template": due.template,
            "template_fingerprint": composed.fingerprint,
            "language": composed.language,
            "disclosures": sorted(composed.disclosures),
            "strategy_step": f"{due.strategy}:{due.step}",
            **({"cost": f"{cost.money.amount} {cost.money.currency}"} if cost else {}),
        }
        private = {**_private(case, way), "message": composed.record()}
        entry_id = self._entry(EntryKind.CONTACT_ALLOWED, case, public, private)
        self._log_row(case, entry_id, message.attempt_id)
        if composed.left_out:
            self.tasks.append(self._left_out(case, composed))
        self.attempts.append(self._attempt(case, composed, entry_id) | _costs(cost, taken))

    def _left_out(self, case: Case, composed: Composed) -> dict[str, Any]:
        return {
            "task_id": self.ids.new(),
            "customer_id": case.due.customer_id,
            "kind": LEFT_OUT_TASK,
            "reference": str(composed.message.attempt_id),
            "text": f"A copy of an invoice {composed.left_out[0].why}; the email goes without it.",
            "opened_at": self.now,
        }

    def _attempt(self, case: Case, composed: Composed, entry_id: EntryId) -> dict[str, Any]:
        due, way, message = case.due, case.way, composed.message
        return {
            "attempt_id": message.attempt_id,
            "outreach_id": due.outreach_id,
            "customer_id": due.customer_id,
            "creditor_id": due.creditor_id,
            "actor_id": actor_id(str(due.creditor_id), way.allowed[0]),
            "channel": message.channel.value,
            "kind": due.kind.value,
            "form": message.form,
            "contact_point_id": way.point.contact_point_id,
            "accounts": [str(account.account_id) for account in way.allowed],
            "template": due.template,
            "language": composed.language,
            "adapter": composed.adapter,
            "state": AttemptState.RESERVED.value,
            "reserved_at": self.now,
            "not_after": message.not_after,
            "worker_id": self.worker_id,
            "facts_version": due.facts_version,
            "entry_id": entry_id,
            "in_reply_to": due.in_reply_to,
        }

    def _ruling(self, case: Case) -> None:
        kind = _KIND[case.verdict or Verdict.REFUSE]
        way = case.judged[-1] if case.judged else None
        entry_id = self._entry(kind, case, _public(case, way), _private(case, way))
        self._log_row(case, entry_id, None)

    def _entry(
        self, kind: EntryKind, case: Case, public: Mapping[str, Any], private: Mapping[str, Any]
    ) -> EntryId:
        entry_id = EntryId(self.ids.new())
        facts = {"outreach_id": str(case.due.outreach_id), "rulebook": self.rulebook, **public}
        self.entries.append(
            Entry(
                entry_id=entry_id,
                customer_id=case.due.customer_id,
                kind=kind,
                at=self.now,
                public=facts,
                private=private,
            )
        )
        return entry_id

    def _log_row(self, case: Case, entry_id: EntryId, attempt_id: AttemptId | None) -> None:
        channels = case.due.channels
        accounts = [str(account.account_id) for account, _ in case.way.rulings] if case.judged else []
        self.log.append(
            {
                "entry_id": entry_id,
                "at": self.now,
                "customer_id": case.due.customer_id,
                "creditor_id": case.due.creditor_id,
                "outreach_id": case.due.outreach_id,
                "attempt_id": attempt_id,
                "channel": (case.way.channel if case.judged else channels[0]).value if channels else "",
                "ruling": (case.verdict or Verdict.REFUSE).value,
                "rule": case.rule,
                "because": case.because,
                "until": case.due_at,
                "accounts": accounts,
            }
        )

    def _outreach(self, case: Case, digest: str | None) -> None:
        self.outreach.append(
            {
                "outreach_id": case.due.outreach_id,
                "state": case.state.value,
                "due_at": case.due_at,
                "because": case.because,
                "rulebook": self.rulebook,
                "ruling_digest": digest,
                "held_by": case.held_by,
            }
        )


def _public(case: Case, way: Judgement | None) -> dict[str, Any]:
    verdict = case.verdict.value if case.verdict else None
    if way is None:
        return {"verdict": verdict, "rule": case.rule}
    return {"verdict": verdict, "channel": way.channel.value, "kind": case.due.kind.value, "rule": case.rule}


def _costs(cost: Cost | None, taken: Taken) -> dict[str, Any]:
    return {
        "volume": [list(one) for one in taken] or None,
        "units": cost.units if cost else None,
        "cost_micros": cost.micros if cost else None,
        "cost_currency": cost.money.currency if cost else None,
    }


def _private(case: Case, way: Judgement | None) -> dict[str, Any]:
    """The question and the whole ruling on each account and channel: every rule, the allowing ones too."""
    return {
        "because": case.because,
        "contact_point_id": str(way.point.contact_point_id) if way else None,
        **(keep(case.judged) if case.judged else {"rulings": []}),
    }


def _ruling_digest(case: Case) -> str:
    """Return what tells one ruling from the next: who said no to what, but not until when."""
    said: Sequence[Any] = [
        [
            judgement.channel.value,
            str(judgement.point.contact_point_id),
            [[str(a.account_id), r.verdict.value] for a, r in judgement.rulings],
            [[v.rule, v.pack, v.verdict.value] for v in judgement.reasons],
        ]
        for judgement in case.judged
    ]
    text = json.dumps([case.state.value, case.rule, said])
    return hashlib.sha256(text.encode()).hexdigest()[:32]
