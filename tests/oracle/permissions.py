"""What must have come before: consents, notices, checks; and what the message itself must carry."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.oracle.asked import CHANNEL_OF, Asked
from tests.oracle.consents import consents, has_consent, revocations
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, Word, always, refuse_if, rule


@rule("consent_required")
def consent_required(asked: Asked, entry: Entry) -> AtAnInstant:
    limits, message = entry.limits, asked.facts.message
    form = None if message is None else message.form
    if (
        asked.facts.contact_point.kind not in limits.get("point_kinds", (asked.facts.contact_point.kind,))
        or ("forms" in limits and form not in limits["forms"])
        or (limits.get("may_be_asked_for") and asked.kind == "consent_request")
    ):
        return always("allow")
    found = consents(
        asked, limits["to"], written=limits.get("written", False), transfers=limits.get("transfers", False)
    )
    return lambda at: "allow" if has_consent(asked, found, at) else "refuse"


@rule("revoked_consent")
def revoked_consent(asked: Asked, entry: Entry) -> AtAnInstant:
    facts = asked.facts
    form = None if facts.message is None else facts.message.form
    if facts.channel == "voice" and form != "prerecorded":
        return always("allow")
    revoked = [event for event in asked.standing("opt_out") if event.revokes_consent]
    if not entry.limits["spreads"]:
        revoked = [
            event
            for event in revoked
            if event.channel in (None, facts.channel) and event.contact_point in (None, facts.contact_point.id)
        ]
    revoked += revocations(asked, "text" if facts.channel == "sms" else "prerecorded")
    since = consents(asked, "text" if facts.channel == "sms" else "prerecorded")
    return refuse_if(any(not any(e.at > event.at for e in since) for event in revoked))


@rule("employer_email")
def employer_email(asked: Asked, _: Entry) -> AtAnInstant:
    point = asked.facts.contact_point
    if not point.employer_provided or _wrote_from_it(asked, "email"):
        return always("allow")
    found = consents(asked, "email")
    return lambda at: "allow" if has_consent(asked, found, at) else "refuse"


def _wrote_from_it(asked: Asked, type_: str) -> bool:
    return any(
        event.type == type_
        and event.contact_point == asked.facts.contact_point.id
        and asked.is_with_the_person(event)
        and asked.is_ours(event)
        for event in asked.contacts("inbound")
    )


@rule("notice_first")
def notice_first(asked: Asked, entry: Entry) -> AtAnInstant:
    notices = [
        event.at
        for event in asked.contacts("outbound")
        if event.type in entry.limits["by"] and asked.is_ours(event) and _is_about_this(asked, event.accounts)
    ]
    notices += [
        event.at
        for event in asked.standing("validation_notice")
        if event.delivered_by in entry.limits["by"] and event.undeliverable_at is None
    ]
    if not notices:
        return always("refuse")

    def says(at: datetime) -> Word:
        days = entry.limits["days"]
        over = any(
            all(
                now >= then + timedelta(days)
                for now, then in zip(asked.dates(at), asked.dates(each), strict=True)
            )
            for each in notices
        )
        return "allow" if over else "defer"

    return says


def _is_about_this(asked: Asked, accounts: tuple[str, ...] | None) -> bool:
    return accounts is None or asked.facts.account.id in accounts


@rule("disclosure")
def disclosure(asked: Asked, entry: Entry) -> AtAnInstant:
    limits, message = entry.limits, asked.facts.message
    if message is None or message.disclosures is None:
        return always("allow")
    applies = (
        asked.kind in limits.get("kinds", (asked.kind,))
        and asked.kind not in limits.get("not_kinds", ())
        and ("forms" not in limits or message.form in limits["forms"])
        and message.form not in limits.get("not_forms", ())
        and asked.facts.person.relation in limits.get("relations", (asked.facts.person.relation,))
        and (asked.facts.account.time_barred or not limits.get("if_time_barred"))
    )
    return refuse_if(applies and not set(limits["disclosures"]) <= message.disclosures)


@rule("email_procedure")
def email_procedure(asked: Asked, entry: Entry) -> AtAnInstant:
    return always("allow")


@rule("text_safe_harbour")
def text_safe_harbour(asked: Asked, entry: Entry) -> AtAnInstant:
    return always("allow")


def is_on(asked: Asked) -> bool:
    """Return whether anything was ever received on the channel."""
    return any(CHANNEL_OF.get(event.type) == asked.facts.channel for event in asked.contacts("inbound"))
