"""Which cases show the parts of the law that rulebooks get wrong?"""

from __future__ import annotations

HARD_PARTS: dict[str, list[tuple[str, str]]] = {
    "calendar-day windows with day one": [
        ("call_frequency", "spread out, the date of the first is day 1"),
        ("call_frequency", "a call on the eighth day back is out of the window"),
        ("call_frequency", "late at night it counts for the date on the person's own clock"),
    ],
    "conversation cool-down, also from inbound calls and for every debt discussed": [
        ("call_frequency", "a conversation is day 1 of seven without calls"),
        ("call_frequency", "a conversation that the person began counts"),
        ("call_frequency", "a conversation counts for each debt to which talk turned"),
    ],
    "consent windows that end at the next conversation": [
        ("call_frequency", "it is good for seven days, its own date being the first"),
        ("call_frequency", "the next conversation ends it"),
        ("call_frequency", "calls within it count neither then nor later"),
    ],
    "busy and out of service left out, ring-outs and voicemails not": [
        ("call_frequency", "a busy line does not"),
        ("call_frequency", "nor one out of service"),
        ("call_frequency", "a call that only rang counts"),
        ("call_frequency", "a voicemail counts"),
        ("call_frequency", "a ringless voicemail counts"),
    ],
    "one answer at a barred time, by the same medium": [
        ("contact_hours", "who writes at night is answered at night"),
        ("contact_hours", "once"),
        ("contact_hours", "nor by another medium"),
        ("inconvenient_times", "who writes at such a time is answered once by the same medium"),
    ],
    "a written cease request against an oral stop": [
        ("cease_request", "a written request stops calls"),
        ("cease_request", "an oral one does not: it is an opt-out"),
        ("opt_out", "an oral cease request is an opt-out of calls"),
        ("together", "an oral one leaves all but calls"),
    ],
    "four records: medium opt-out, address opt-out, revoked consent, cease request": [
        ("opt_out", "an opt-out of a medium stops it"),
        ("opt_out", "an opt-out of an address stops every channel to it"),
        ("revoked_consent", "an opt-out that revokes nothing is another record"),
        ("opt_out", "a written request is another record"),
        ("together", "a revocation of consent to texts leaves emails"),
        ("together", "a written cease request leaves nothing"),
    ],
    "counts for each person and each debt, student loans under one number": [
        ("call_frequency", "calls to the spouse have their own count"),
        ("call_frequency", "calls about another debt do not count"),
        ("call_frequency", "calls to another number are pooled"),
        ("call_frequency", "student loans under one number are one debt"),
    ],
    "the safe harbour of a text: sixty days, or a check of the database": [
        ("text_safe_harbour", "sixty days ago"),
        ("text_safe_harbour", "sixty-one days ago"),
        ("text_safe_harbour", "old consent, checked since"),
        ("text_safe_harbour", "in an incomplete database"),
    ],
    "email at work": [
        ("employer_email", "an employer's"),
        ("employer_email", "from which the person wrote"),
        ("employer_email", "consent given to the creditor"),
    ],
    "the creditor's notice before an email": [
        ("email_procedure", "the creditor gave notice, 35 days to object, all over"),
        ("email_procedure", "34 days"),
        ("email_procedure", "about an employer's mailbox"),
    ],
    "the validation period: weekends and holidays skipped in the assumed receipt alone": [
        ("dispute", "on the last day of the validation period"),
        ("dispute", "after it"),
        ("dispute", "a federal holiday lengthens the assumed receipt"),
        ("dispute", "by a day and no more"),
        ("dispute", "spoken information is received when it is heard"),
    ],
    "disputes and requests for the original creditor": [
        ("dispute", "in writing, before any notice: the period has not ended"),
        ("dispute", "a duplicate stands until it is answered"),
        ("original_creditor_request", "asked for in writing"),
        ("original_creditor_request", "after the validation period"),
    ],
    "a limited-content voicemail counts, though it is no communication": [
        ("call_frequency", "a limited-content message counts, though it is no communication"),
        ("disclosure", "a limited-content message says no word of it"),
        ("disclosure", "the same words in a text are an ordinary text"),
    ],
    "the strictest of all regions that appear": [
        ("together", "the strictest of all regions that appear: Massachusetts counts two calls"),
        ("together", "and Washington three messages"),
        ("together", "the clocks of both bind: eight in Washington is eleven in Massachusetts"),
    ],
    "Florida's exemption of emails does not help a third-party collector": [
        ("contact_hours", "emails are exempt"),
        ("together", "Florida lets a creditor email at night"),
        ("together", "but not a third-party collector, whom Regulation F binds"),
    ],
    "Massachusetts counts texts with calls": [
        ("contact_cap", "a text counts like a call"),
        ("together", "Massachusetts counts texts with calls"),
    ],
    "New York City counts all but mail": [
        ("contact_cap", "over all channels but post"),
        ("contact_cap", "even a busy line counts"),
        ("contact_cap", "letters do not"),
    ],
    "Ontario's own notion of contact": [
        ("contact_cap", "before the first conversation there is no cap"),
        ("contact_cap", "unanswered calls do not count"),
        ("contact_cap", "ordinary mail does not"),
        ("contact_cap", "contacts that the customer asked for do not count"),
        ("contact_cap", "another creditor's does not"),
    ],
}
