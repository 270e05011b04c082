"""Which rules are in force, which of them hold for one account, and what did they rule on one contact?"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import Visitor
from gateway.console.rule_list import Wanted, view
from gateway.console.rulings import kept_contact
from gateway.domain.errors import NotFound
from gateway.store import portfolio
from gateway.why import account_rules

router = APIRouter()


@router.get("/rules")
def rules(request: Request, caller: Visitor) -> Response:
    """List the rules of today, or of the day of a ruling, with their sources."""
    parts = parts_of(request)
    wanted = Wanted.from_query(request.query_params)
    with parts.store.read() as tx:
        shown = view(tx, parts.ledger, parts.rulebook, wanted)
    return pages.page(
        "rules.html",
        caller=caller,
        now=parts.clock.now(),
        strategies=parts.strategy_titles,
        **shown,
    )


@router.get("/accounts/{account_id}/rules")
def rules_of_account(request: Request, caller: Visitor, account_id: UUID) -> Response:
    """Tell which packs apply to contacts on an account and why, and what each rule says now."""
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        account = portfolio.account_by_id(tx, account_id)
        if account is None:
            raise NotFound("there is no such account")
        found = account_rules(tx, parts.previewer, account, parts.adapters_on, now)
    if found is None:
        raise NotFound("this account's creditor is not in the settings, so no rule is asked about it")
    return pages.page("account-rules.html", caller=caller, now=now, found=found)


@router.get("/rulings/{entry_id}")
def ruling(request: Request, caller: Visitor, entry_id: UUID) -> Response:
    """Show every verdict of one ruling of the contact log, and what today's rules would say."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        contact = kept_contact(tx, parts.ledger, entry_id, parts.rulebook, parts.creditors)
    return pages.page("ruling.html", caller=caller, now=parts.clock.now(), contact=contact)
