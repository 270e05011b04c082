"""Are bounces, complaints, machines' answers and replies told apart?"""

import csv
from collections import defaultdict
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.callback_token import CallbackTokens
from channels.email_inbound import MailKind, OurAddresses, Unreadable, read_message
from channels.message import Scope
from channels.return_path import RETURN_PATH_USE, STOP_USE, ReturnPaths
from gateway.domain.ids import AttemptId

TOKENS = CallbackTokens(bytes(32), RETURN_PATH_USE)
STOP_TOKENS = CallbackTokens(bytes(32), STOP_USE)
OURS = OurAddresses(TOKENS, STOP_TOKENS)
ATTEMPT = "0198f3a2-1111-7222-8333-444455556666"


def report(status: str, said: str, action: str = "failed", to: str = "bounces@bounces.example") -> bytes:
    return (
        "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.example>\n"
        f"To: {to}\nSubject: Undelivered Mail Returned to Sender\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        f"--x\nContent-Type: text/plain\n\nSorry.\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; Ann@Customer.example\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {said}\n\n"
        "--x\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: <{ATTEMPT}@harbor.example>\nSubject: Your invoice\n\n--x--\n"
    ).encode()


def letter(**headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "Ann <ann@customer.example>",
        "a@harbor.example",
        "Re: Your invoice",
    )
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("I'll pay Friday.")
    return mail.as_bytes()


def test_of_real_bounces_nineteen_in_twenty_are_called_hard_or_not_rightly(shared_data):
    folder = shared_data / "sisimai-bounces"
    expected = defaultdict(list)
    for row in csv.DictReader((folder / "expected_results.csv").read_text().splitlines()):
        expected[row["file_in_maildir_bsd"]].append(row["hard_bounce"] == "true")
    right = total = 0
    for name, hard in expected.items():
        failures = read_message((folder / "mails" / name).read_bytes()).failures
        said = [one.is_hard for one in failures[: len(hard)]]
        said += [False] * (len(hard) - len(said))
        right += sum(a == b for a, b in zip(said, hard, strict=True))
        total += len(hard)
    assert right >= 0.95 * total


def test_no_real_vacation_notice_or_complaint_is_called_a_hard_bounce(shared_data):
    folder = shared_data / "sisimai-bounces"
    kinds = {"feedback": set(), "vacation": set()}
    for row in csv.DictReader((folder / "expected_results.csv").read_text().splitlines()):
        if row["reason"] in kinds:
            kinds[row["reason"]].add(
                read_message((folder / "mails" / row["file_in_maildir_bsd"]).read_bytes()).kind
            )
    assert kinds == {"feedback": {MailKind.FEEDBACK}, "vacation": {MailKind.AUTO_REPLY}}


@pytest.mark.parametrize(
    ("status", "said", "kind", "scope"),
    [
        ("5.1.1", "550 5.1.1 no such user", MailKind.HARD_BOUNCE, Scope.ADDRESS),
        ("5.1.2", "550 host unknown", MailKind.HARD_BOUNCE, Scope.ADDRESS),
        ("5.1.10", "556 5.1.10 null MX", MailKind.HARD_BOUNCE, Scope.ADDRESS),
        ("5.2.2", "552 5.2.2 mailbox full", MailKind.SOFT_BOUNCE, Scope.TRANSIENT),
        ("5.7.1", "550 5.7.1 blocked, see spamhaus", MailKind.SOFT_BOUNCE, Scope.SENDER),
        ("5.7.26", "550 5.7.26 unauthenticated", MailKind.SOFT_BOUNCE, Scope.SENDER),
        ("5.3.4", "552 message too big", MailKind.SOFT_BOUNCE, Scope.CONTENT),
        ("5.1.1", "550 5.1.1 your IP is blacklisted", MailKind.SOFT_BOUNCE, Scope.SENDER),
        ("4.4.7", "message expired", MailKind.SOFT_BOUNCE, Scope.TRANSIENT),
    ],
)
def test_a_report_says_whose_fault_it_was(status, said, kind, scope):
    mail = read_message(report(status, said))
    (failure,) = mail.failures
    assert (mail.kind, failure.scope, failure.address) == (kind, scope, "ann@customer.example")


def test_a_mail_that_is_still_being_tried_has_not_failed():
    assert read_message(report("4.4.1", "connection timed out", "delayed")).kind is MailKind.DELAYED


def test_a_report_of_success_is_no_bounce():
    mail = read_message(report("2.0.0", "250 ok", "delivered"))
    assert (mail.kind, mail.failures) == (MailKind.DELIVERED, ())


def test_a_report_to_our_return_path_proves_its_attempt():
    to = ReturnPaths("bounces@bounces.example", TOKENS).of(AttemptId(UUID(ATTEMPT)))
    mail = read_message(report("5.1.1", "550 5.1.1 no such user", to=to), OURS)
    assert (mail.attempt_id, mail.is_proven) == (UUID(ATTEMPT), True)


def test_a_returned_message_id_names_the_attempt_but_proves_nothing():
    mail = read_message(report("5.1.1", "550 5.1.1 no such user"), OURS)
    assert (mail.attempt_id, mail.is_proven) == (UUID(ATTEMPT), False)


def test_a_reply_is_a_reply_with_its_attempt():
    mail = read_message(letter(In_Reply_To=f"<{ATTEMPT}@harbor.example>", Message_ID="<1@customer.example>"))
    assert (mail.kind, mail.text.strip(), mail.attempt_id) == (
        MailKind.REPLY,
        "I'll pay Friday.",
        UUID(ATTEMPT),
    )
    assert (mail.sender, mail.recipients) == ("ann@customer.example", ("a@harbor.example",))


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
    ],
)
def test_a_machine_that_answers_is_not_a_reply(headers):
    assert read_message(letter(**headers)).kind is MailKind.AUTO_REPLY


def test_auto_submitted_no_is_a_person():
    assert read_message(letter(Auto_Submitted="no")).kind is MailKind.REPLY


def test_a_customer_who_writes_of_a_rejected_payment_is_no_bounce():
    raw = letter().replace(b"Re: Your invoice", b"payment rejected, user unknown")
    assert read_message(raw).kind is MailKind.REPLY


def test_who_asks_us_to_prove_ourselves_is_a_challenge():
    raw = letter(Auto_Submitted="auto-replied").replace(b"Re: Your invoice", b"Please confirm you are human")
    assert read_message(raw).kind is MailKind.CHALLENGE


@pytest.mark.parametrize(
    "subject", ["Re: paying after the holiday", "I am on maternity leave, need time", "absence"]
)
def test_a_customer_who_writes_of_a_holiday_is_no_machine(subject):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ann@customer.example", subject
    mail.set_content("I'll pay when I am back.")
    assert read_message(mail.as_bytes()).kind is MailKind.REPLY


@pytest.mark.parametrize(
    "words",
    [
        "****** Message from a mail gateway ******\n\nUnable to deliver message to <bob@x.example>\n",
        "Votre message n'a pas pu etre delivre a\nbob@x.example\n",
        "A message that you sent could not be delivered to one or more of its recipients.\n",
    ],
)
def test_a_gateway_that_names_itself_nowhere_is_no_customer(words):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "gate7@x.example", "Delivery failure notification"
    mail.set_content(words)
    assert read_message(mail.as_bytes()).kind is MailKind.SOFT_BOUNCE


def test_an_answer_about_a_message_that_was_not_delivered_is_an_answer():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ann@customer.example", "Re: Delivery problem"
    mail["In-Reply-To"] = "<0@harbor.example>"
    mail.set_content("Your letter could not be delivered to the following address, I moved.")
    assert read_message(mail.as_bytes()).kind is MailKind.REPLY


def test_html_alone_is_read_as_its_words():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ann@customer.example", "hi"
    mail.set_content("<style>p{}</style><p>Stop &amp; go</p><p>away</p>", subtype="html")
    assert read_message(mail.as_bytes()).text.split() == ["Stop", "&", "go", "away"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0",
        b"From: a@b\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe",
        b"From: =?utf-8?b?broken\nSubject: =?x?q?=FF?=\n\nhi",
        b"From: a@b.example\nSubject: =?utf-8?b?AAAAA=?= x\n\nhi",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Transfer-Encoding: base64\n\n!!!!",
        b"Subject: x\n\n" + b"y" * 3_000_000,
        b"From: mailer-daemon@a.example\nSubject: failure notice\n\nfailed recipients" + b"\n" * 300_000,
    ],
)
def test_whatever_comes_is_read(raw):
    assert read_message(raw).kind in MailKind


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(500))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (NESTED, "too-deep"),
        (b"Content-Type: message/rfc822\n\n" * 500, "too-deep"),
        (b"Content-Type: multipart/mixed; boundary=q\n\n" + b"--q\nContent-Type: text/plain\n\nhi\n" * 1000,
         "too-many-parts"),
        (b"X: " + b"y" * 3_000_000, "headers-too-long"),
    ],
)  # fmt: skip
def test_what_is_built_to_harm_its_reader_is_not_parsed(raw, code):
    with pytest.raises(Unreadable) as caught:
        read_message(raw)
    assert caught.value.code == code


def test_a_mail_to_an_unsubscribe_address_of_ours_is_an_opt_out_of_that_attempt():
    to = ReturnPaths("bounces@bounces.example", STOP_TOKENS).of(AttemptId(UUID(ATTEMPT)))
    mail = read_message(f"From: a@b.example\nTo: {to}\nSubject: unsubscribe\n\n".encode(), OURS)
    assert (mail.kind, mail.feedback_type, str(mail.attempt_id), mail.is_proven) == (
        MailKind.FEEDBACK, "opt-out", ATTEMPT, True,
    )  # fmt: skip


def test_a_return_path_that_we_never_gave_out_is_noticed():
    mail = read_message(report("5.1.1", "no such user", to=f"bounces+{'a' * 52}@bounces.example"), OURS)
    assert (mail.is_forged, mail.is_proven) == (True, False)


def test_a_complaint_names_who_complains():
    raw = (
        b"From: fbl@isp.example\nSubject: complaint\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/report; report-type=feedback-report; boundary=x\n\n"
        b"--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
        b"Original-Rcpt-To: <Ann@Customer.example>\n\n--x--\n"
    )
    mail = read_message(raw, OURS)
    assert (mail.feedback_type, mail.complainants) == ("abuse", ("ann@customer.example",))


@given(st.binary(max_size=400), st.integers(0, 900), st.booleans())
def test_a_report_that_was_damaged_on_the_way_is_read(noise, at, cut):
    whole = report("5.1.1", "550 5.1.1 no such user")
    assert read_message(whole[:at] + noise + (b"" if cut else whole[at:])).kind in MailKind
