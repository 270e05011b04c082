"""What does each refusal of a relay mean? One line per kind of reply, with the reason beside it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email_smtp.reply_codes import Reply, Stage, refusal
from channels.message import Scope

MAIL, RCPT, DATA, CONTENT, SESSION = Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.CONTENT, Stage.SESSION


@pytest.mark.parametrize(
    ("stage", "code", "text", "scope", "retryable"),
    [
        # Temporary: later, and nobody is to blame
        (MAIL, 450, "4.2.0 Greylisted", Scope.TRANSIENT, True),
        (RCPT, 451, "4.7.1 Greylisting in action, come back later", Scope.TRANSIENT, True),  # not about us
        (RCPT, 452, "4.2.2 Over quota", Scope.TRANSIENT, True),
        (MAIL, 452, "4.3.1 Out of disk", Scope.TRANSIENT, True),
        (DATA, 451, "Local error", Scope.TRANSIENT, True),
        (CONTENT, 451, "4.3.0 Try again", Scope.TRANSIENT, True),
        # Temporary, and about us or the route: slow down
        (MAIL, 421, "4.3.2 Shutting down", Scope.SENDER, True),
        (RCPT, 450, "4.7.28 Unusual rate of mail", Scope.SENDER, True),
        (MAIL, 454, "Throttling failure: Daily message quota exceeded", Scope.SENDER, True),
        (SESSION, 454, "4.7.0 Temporary authentication failure", Scope.SENDER, True),
        # Permanent, before anything was offered: mend it, and the same message goes
        (SESSION, 535, "5.7.8 Bad login", Scope.SENDER, True),
        (SESSION, 554, "No SMTP service here", Scope.SENDER, True),
        # The address
        (RCPT, 550, "5.1.1 No such user", Scope.ADDRESS, False),
        (RCPT, 550, "No such user", Scope.ADDRESS, False),
        (RCPT, 550, "5.5.0 Mailbox unavailable", Scope.ADDRESS, False),
        (RCPT, 553, "Mailbox name not allowed", Scope.ADDRESS, False),
        (RCPT, 556, "5.1.10 Domain takes no mail", Scope.ADDRESS, False),
        (RCPT, 550, "5.2.1 Mailbox disabled", Scope.ADDRESS, False),
        (CONTENT, 550, "5.1.1 No such user after all", Scope.ADDRESS, False),
        (RCPT, 552, "5.2.2 Mailbox full", Scope.TRANSIENT, True),  # said to be for ever, but people tidy up
        # Our side: never burn the address for it
        (RCPT, 550, "5.7.1 Relaying denied", Scope.SENDER, False),
        (RCPT, 550, "5.7.515 Sender not authenticated", Scope.SENDER, False),
        (RCPT, 550, "5.4.5 Daily sending quota exceeded", Scope.SENDER, False),
        (RCPT, 554, "5.3.0 Relay is broken", Scope.SENDER, False),
        (RCPT, 530, "5.5.1 Authentication required", Scope.SENDER, False),
        (RCPT, 503, "5.5.1 Bad sequence", Scope.SENDER, False),
        (RCPT, 550, "5.1.8 Sender's domain does not exist", Scope.SENDER, False),
        (MAIL, 550, "5.1.0 Sender rejected", Scope.SENDER, False),
        (MAIL, 553, "Sender not owned by user", Scope.SENDER, False),
        (DATA, 554, "5.5.1 No valid recipients", Scope.SENDER, False),
        (CONTENT, 550, "5.7.26 DMARC", Scope.SENDER, False),
        # The message
        (CONTENT, 554, "Transaction failed", Scope.CONTENT, False),
        (CONTENT, 550, "5.6.0 Malformed", Scope.CONTENT, False),
        (MAIL, 552, "5.3.4 Too large", Scope.CONTENT, False),
        (MAIL, 552, "Too large", Scope.CONTENT, False),
        (RCPT, 552, "5.2.3 Too large for this mailbox", Scope.CONTENT, False),
        # An enhanced status of another class than the code is not believed
        (RCPT, 550, "4.2.0 What?", Scope.ADDRESS, False),
        # Not SMTP at all
        (MAIL, 299, "Hello", Scope.SENDER, True),
        (SESSION, -1, "HTTP/1.1 400 Bad Request", Scope.SENDER, True),
    ],
)
def test_a_reply_means(stage: Stage, code: int, text: str, scope: Scope, retryable: bool) -> None:
    failure = refusal(stage, Reply(code, text))
    assert (failure.scope, failure.retryable) == (scope, retryable)


@given(st.sampled_from(Stage), st.integers(-1, 999), st.text())
def test_every_reply_means_something_and_its_words_are_not_kept(stage: Stage, code: int, text: str) -> None:
    failure = refusal(stage, Reply(code, text))
    assert re.fullmatch(rf"{stage} (malformed|\d+( \d\.\d+\.\d+)?)", failure.code)


@given(st.sampled_from(Stage), st.integers(400, 499), st.text())
def test_what_is_temporary_may_always_be_tried_again(stage: Stage, code: int, text: str) -> None:
    assert refusal(stage, Reply(code, text)).retryable


def test_the_code_that_is_kept_holds_stage_code_and_status() -> None:
    assert refusal(RCPT, Reply(550, "5.1.1 <maria@example.com>: no such user")).code == "rcpt 550 5.1.1"
