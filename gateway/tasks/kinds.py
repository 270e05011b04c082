"""What is each kind of task called, and what does a person do about it in the console?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """title: what happened. to_do: what to do before the task is closed."""

    title: str
    to_do: str


_WRITE_AND_CLOSE = "Look after it, then close the task."

KINDS: Mapping[str, Kind] = {
    "unknown-outcome": Kind(
        "Did this message leave?",
        "Look it up where it was handed over: an email in the relay’s log by the attempt’s id, a text, call "
        "or letter in the provider’s console. Until you answer, it counts as made and is not sent again.",
    ),
    "broken-outreach": Kind(
        "A contact could not be carried out",
        "Its last attempt and the log say why: mostly a template or an address. Mend that, then have it "
        "tried again; the strategy waits until then.",
    ),
    "call-without-outcome": Kind(
        "A call without an outcome", "Tell what the call came to; until then it counts as made."
    ),
    "broken-rule": Kind(
        "A rule failed",
        "Whomever it concerns is not contacted. Report the rule and the error, mend the pack, or switch the "
        "rule off; what waited goes on by itself within an hour.",
    ),
    "sender-refused": Kind(
        "A provider refused us as sender",
        "Mend password, sending domain or reputation; what waits is tried again every 15 minutes.",
    ),
    "channel-stopped": Kind(
        "A channel stopped itself",
        "Mend password, account, sending domain or route; its own probe sets it going again and closes this.",
    ),
    "volume-limit": Kind(
        "A volume limit is reached",
        "The rest waits. Find out why so much was due; where that is right, two people lift it; that closes "
        "this.",
    ),
    "attachment-left-out": Kind(
        "An email went without its attachment",
        "The message’s page names the copy and why; mend the file in the folder of copies.",
    ),
    "delivery-failed": Kind(
        "A message was not delivered", "The attempt’s code says why. Correct the text or the number."
    ),
    "notice-undelivered": Kind(
        "A required notice came back",
        "It is queued again by the channels that are left, or by letter: see that one of them exists.",
    ),
    "letter-acknowledgement": Kind(
        "A print house’s file cannot be read",
        "Have it corrected and put into the folder “in” again; what counted already is not counted twice.",
    ),
    "inbound-text": Kind(
        "A customer wrote to us",
        "A stop, promise or dispute in it took effect at once. See that it was right, and answer.",
    ),
    "unmatched-inbound": Kind(
        "Somebody wrote whom nobody knows",
        "Find out who it is, and record their stop where it is one.",
    ),
    "mail-set-aside": Kind(
        "A mail was set aside", "Look at it with care where it lies; it may be built to harm its reader."
    ),
    "unapplied-cash": Kind(
        "A payment matches no invoice", "Book it where it belongs; a newer file settles the rest."
    ),
    "webhook-disabled": Kind(
        "A webhook endpoint is disabled", "Find out why, enable it and replay; enabling closes this."
    ),
    "webhook-given-up": Kind(
        "A webhook message was given up", "Look at the endpoint’s failed deliveries, then replay them."
    ),
    "unknown-at-provider": Kind(
        "A provider has what the ledger has not",
        "Find out who sent it: another program on the same account, a restored backup, or a fault. Record "
        "what reached a customer.",
    ),
    "missing-at-provider": Kind(
        "A provider lost what it had accepted", "Ask the provider; queue what is needed again."
    ),
    "stale-feed": Kind("A creditor’s file is too old", "Import a newer one; that closes this."),
    "dispute": Kind(
        "A customer contests what is owed",
        "Check it; then record that the verification was sent, or correct the bill.",
    ),
    "hold": Kind(
        "A customer asked for time, a plan or help",
        "Answer before the hold ends; record that it is lifted, a longer one, or the plan that was agreed.",
    ),
    "plan-broken": Kind(
        "A payment plan is broken", "Reminders go on. Call, and record a new plan where one is agreed."
    ),
    "call-back": Kind("A customer asked for a call back", "Call before the hold ends; record what was said."),
    "attorney-represents": Kind(
        "An attorney speaks for a customer", "Write to the attorney; record what they answer."
    ),
    "verification-request": Kind(
        "A customer asked for verification",
        "Collection waits for it. Send it and record that it was sent; that closes this.",
    ),
    "original-creditor-request": Kind(
        "A customer asked for the original creditor",
        "Send name and address and record that they were sent; that closes this.",
    ),
    "identity-theft": Kind(
        "A customer says that somebody else used their name",
        "Look into it; record a verification only where the debt proved to be theirs.",
    ),
    "military-service": Kind(
        "A customer told of military service", "Check which rights follow, such as a limit on interest."
    ),
    "deceased": Kind("A customer is said to have died", "Find out who looks after the estate."),
    "question": Kind("A customer asked something", "Read it and answer by a way that is not stopped."),
    "bankruptcy": Kind("A customer told of a bankruptcy", "Find the case; file or close the account."),
    "cease-request": Kind("A customer wants no more contact", "Decide which closing notice is owed."),
    "wrong-party": Kind(
        "Messages reached somebody else",
        "Find out how the customer can be reached; a file with a new address is enough.",
    ),
}


def kind_of(name: str) -> Kind:
    """Return what a kind is called and asks for; a kind that is not here says its name."""
    return KINDS.get(name) or Kind(name.replace("-", " ").capitalize(), _WRITE_AND_CLOSE)
