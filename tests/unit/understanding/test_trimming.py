"""Is a reply cut to what its sender wrote?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.understanding import trimmed_reply


def test_four_of_five_real_replies_are_trimmed_as_people_would(shared_data):
    folder = shared_data / "email-replies" / "discourse"
    expected = {
        path.name: path.read_text(errors="replace").split() for path in (folder / "trimmed").iterdir()
    }
    right = [
        name
        for name, words in expected.items()
        if trimmed_reply((folder / "emails" / name).read_text(errors="replace")).split() == words
    ]
    assert len(right) >= 0.8 * len(expected)


def test_no_reply_of_other_collections_is_cut_away(shared_data):
    for name in ("crisp/fixtures", "zapier/emails"):
        for path in (shared_data / "email-replies" / name).glob("*.txt"):
            assert trimmed_reply(path.read_text(errors="replace")), path.name


@pytest.mark.parametrize(
    "mail",
    [
        "I'll pay Friday.\n\nOn Mon, Mar 1, 2027 at 9:00 AM Harbor <a@b.example> wrote:\n> Reply STOP\n",
        "I'll pay Friday.\n\nOn Mon, Mar 1, 2027 at 9:00 AM Harbor\n<a@b.example> wrote:\n\nReply STOP",
        "I'll pay Friday.\r\n\r\nEl lun, 1 mar 2027 a las 9:00, Harbor <a@b.example> escribió:\r\n> STOP\r\n",
        "I'll pay Friday.\n\nFrom: Harbor <a@b.example>\nSent: Monday\nTo: Ann\nSubject: Invoice\n\nSTOP",
        "I'll pay Friday.\n\n-----Original Message-----\nFrom: Harbor\n\nReply STOP",
        "I'll pay Friday.\n-- \nAnn\n555-0100",
        "I'll pay Friday.\n\nSent from my iPhone",
    ],
)
def test_quotes_and_signatures_are_cut(mail):
    assert trimmed_reply(mail) == "I'll pay Friday."


def test_an_answer_below_the_quote_is_kept():
    mail = "On Mon, Mar 1, 2027, Harbor <a@b.example> wrote:\n> When do you pay?\n\nFriday.\n"
    assert trimmed_reply(mail) == "Friday."


@given(st.text(max_size=400))
def test_no_mail_is_too_strange_to_trim(text):
    assert isinstance(trimmed_reply(text), str)
