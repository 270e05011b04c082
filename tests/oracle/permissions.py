"""What must have come before: consents, notices, checks; and what the message itself must carry."""

from __future__ import annotations

from datetime import datetime, timedelta

from compliance.facts import Event
from tests.oracle.answering import answers, from_the_person
from tests.oracle.asked import Asked
from tests.oracle.consents import consents, has_consent
from tests.oracle.opting_out import names_this
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, Word, always, refuse_if, rule

LIMITED = frozenset({"caller_identity", "call_back_number"})
ROBOT = {"sms": "text", "voice": "prerecorded"}


@rule("consent_required")
def consent_required(asked: Asked, entry: Entry) -> AtAnInstant:
    limits, message = entry.limits, asked.facts.message
    form = None if message is None else message.form
    if (
        asked.facts.contact_point.kind not in limits.get("point_kinds", (asked.facts.contact_point.kind,))
        or ("forms" in limits and form not in limits["forms"])
        or (limits.get("may_be_asked_for") and asked.kind == "consent_request")
        or asked.kind == "opt_out_confirmation"
        or answers(asked)
    ):
        return always("allow")
    revoked = [e.at for e in asked.standing("opt_out") if e.revokes_consent and names_this(asked, e)]
    found = consents(
        asked, limits["to"], written=limits.get("written", False), transfers=limits.get("transfers", False)
    )
    found = [event for event in found if not any(at >= event.at for at in revoked)]
    return lambda at: "allow" if has_consent(asked, found, at) else "refuse"


@rule("revoked_consent")
def revoked_consent(asked: Asked, entry: Entry) -> AtAnInstant:
    facts = asked.facts
    form = None if facts.message is None else facts.message.form
    if asked.kind == "required_by_law" or (facts.channel == "voice" and form != "prerecorded"):
        return always("allow")
    revoked = [e for e in asked.standing("opt_out") if e.revokes_consent]
    revoked = [e for e in revoked if entry.limits["spreads"] or names_this(asked, e)]
    back = [e.at for e in asked.standing("opted_back_in") if names_this(asked, e)]
    revoked = [e for e in revoked if not any(at > e.at for at in back)]
    since = consents(asked, ROBOT[facts.channel], transfers=True)

    def says(at: datetime) -> Word:
        consented = [event.at for event in since if asked.permits(event, at)]
        stops = [event for event in revoked if not any(given > event.at for given in consented)]
        if not stops or answers(asked, None if asked.kind == "opt_out_confirmation" else stops[-1].at):
            return "allow"
        return "refuse"

    return says


@rule("employer_email")
def employer_email(asked: Asked, entry: Entry) -> AtAnInstant:
    point = asked.facts.contact_point
    if not point.employer_provided and point.place != "work":
        return always("allow")
    if not entry.limits.get("unless_used", True):
        return always("refuse")
    if _wrote_from_it(asked, "email"):
        return always("allow")
    found = [event for event in consents(asked, "email") if event.contact_point == point.id]
    return lambda at: "allow" if has_consent(asked, found, at) else "refuse"


def _wrote_from_it(asked: Asked, type_: str) -> bool:
    point = asked.facts.contact_point.id
    return any(event.type == type_ and event.contact_point == point for event in from_the_person(asked))


@rule("notice_first")
def notice_first(asked: Asked, entry: Entry) -> AtAnInstant:
    if asked.kind in ("validation_notice", "required_by_law", "opt_out_confirmation") or answers(asked):
        return always("allow")
    formal = asked.standing("validation_notice")
    came_back = [event.at for event in formal if event.undeliverable_at is not None]
    given = [event for event in formal if event.delivered_by in entry.limits["by"]]
    given += [event for event in asked.contacts("outbound") if _is_a_letter(asked, entry, event)]
    notices = [event.at for event in given if event.at not in came_back]
    if not notices:
        return always("refuse")
    days = entry.limits["days"]  # whole ones: the day of the notice is none of them

    def says(at: datetime) -> Word:
        waits = (
            (now - then).days for now, then in zip(asked.dates(at), asked.dates(min(notices)), strict=True)
        )
        return "allow" if all(wait > days or days == 0 for wait in waits) else "defer"

    return says


def _is_a_letter(asked: Asked, entry: Entry, event: Event) -> bool:
    return (
        event.type in entry.limits["by"]
        and asked.is_ours(event)
        and asked.is_with_the_person(event)
        and bool(asked.same_debt() & asked.debts_of(event))
    )


@rule("disclosure")
def disclosure(asked: Asked, entry: Entry) -> AtAnInstant:
    limits, message = entry.limits, asked.facts.message
    if message is None or message.disclosures is None:
        return always("allow")
    form = message.form
    if form == "limited_content_voicemail" and asked.facts.channel != "voice":
        form = "text"  # the same words in a text are an ordinary text
    elif form == "limited_content_voicemail" and message.disclosures - LIMITED:
        form = "voicemail"  # one word more makes it an ordinary message
    relation = asked.facts.person.relation
    applies = (
        asked.kind in limits.get("kinds", (asked.kind,))
        and asked.kind not in limits.get("not_kinds", ())
        and ("forms" not in limits or form in limits["forms"])
        and form not in limits.get("not_forms", ())
        and relation in limits.get("relations", (relation,))
        and asked.facts.contact_point.kind in limits.get("point_kinds", (asked.facts.contact_point.kind,))
        and (asked.facts.account.time_barred or not limits.get("if_time_barred"))
    )
    return refuse_if(applies and not set(limits["disclosures"]) <= message.disclosures)


@rule("email_procedure")
def email_procedure(asked: Asked, entry: Entry) -> AtAnInstant:
    """A lost safe harbour is no ban: see steps."""
    return always("allow")


@rule("text_safe_harbour")
def text_safe_harbour(asked: Asked, entry: Entry) -> AtAnInstant:
    """A lost safe harbour is no ban: see steps."""
    return always("allow")


def needs_email_check(asked: Asked, at: datetime) -> bool:
    """Return whether no procedure protects an email to this address."""
    point = asked.facts.contact_point
    if answers(asked) or _wrote_from_it(asked, "email"):
        return False
    if any(e.contact_point == point.id and asked.permits(e, at) for e in consents(asked, "email")):
        return False
    return point.employer_provided or not any(
        notice.contact_point == point.id
        and notice.opt_out_by is not None
        and min(asked.dates(at)) > notice.opt_out_by
        and all(notice.opt_out_by - day >= timedelta(35) for day in asked.dates(notice.at))
        for notice in asked.standing("creditor_email_notice")
    )


def needs_number_check(asked: Asked, entry: Entry, at: datetime) -> bool:
    """Return whether nothing of the last days shows that the number is still the person's."""
    message, point, limits = asked.facts.message, asked.facts.contact_point, entry.limits
    form = None if message is None else message.form
    if (
        ("forms" in limits and form not in limits["forms"])
        or point.kind not in limits.get("point_kinds", (point.kind,))
        or answers(asked)
    ):
        return False
    texts = [e.at for e in from_the_person(asked) if e.type == "sms" and e.contact_point == point.id]
    bases = texts + [e.at for e in consents(asked, ROBOT[asked.facts.channel]) if asked.permits(e, at)]
    checks = [
        event.at
        for event in asked.standing("number_checked")
        if event.contact_point == point.id and event.complete_database and not event.reassigned
    ]
    proofs = bases + [check for check in checks if bases and check >= min(bases)]
    return not any(
        all(
            (now - then).days < limits["days"]
            for now, then in zip(asked.dates(at), asked.dates(each), strict=True)
        )
        for each in proofs
    )
