"""Do we hear it when somebody wants no more messages, and only then?"""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.words import Channel
from gateway.understanding import Meaning, Understanding, understand
from tests.unit.understanding import opt_out_phrases, ordinary_texts

TODAY = date(2027, 3, 3)


def said(text: str) -> Understanding:
    return understand(text, language=None, today=TODAY, channel=Channel.SMS)


def is_stop(text: str) -> bool:
    return any(meaning.kind == "stop" for meaning in said(text).meanings)


def test_every_word_of_the_regulator_and_the_providers_stops(shared_data):
    known = json.loads((shared_data / "sms-keywords" / "keywords.json").read_text())
    lists = known["public_repo_word_list_en_es"]
    words = [*known["fcc_revocation_words"]["words"], *lists["stop_en"], *lists["stop_es"]]
    for entry in known["twilio_openapi_examples"]["entries"]:
        words += entry["opt_out_keywords"]
    assert [word for word in words if said(word).keyword != "stop"] == []
    assert [text for text in lists["free_text_also_taken_as_stop"] if not is_stop(text)] == []


def test_words_that_start_or_ask_are_not_stops(shared_data):
    lists = json.loads((shared_data / "sms-keywords" / "keywords.json").read_text())[
        "public_repo_word_list_en_es"
    ]
    assert {said(word).keyword for word in lists["regrant"]} == {"start"}
    assert {said(word).keyword for word in lists["help"]} == {"help"}


def test_two_hundred_free_phrases_in_two_languages_stop():
    phrases = opt_out_phrases.ENGLISH + opt_out_phrases.SPANISH
    assert len(set(phrases)) >= 200
    assert [text for text in phrases if not is_stop(text)] == []


def test_of_five_hundred_ordinary_texts_at_most_one_stops():
    texts = ordinary_texts.ENGLISH + ordinary_texts.SPANISH
    assert len(set(texts)) >= 600
    assert len([text for text in texts if is_stop(text)]) <= len(texts) // 500


@pytest.mark.parametrize("text", ["stop by the office", "I can't stop thinking", "cancel my appointment"])
def test_a_word_that_stops_says_nothing_inside_another_sentence(text):
    assert said(text).meanings == ()


@given(
    st.sampled_from(opt_out_phrases.ENGLISH + opt_out_phrases.SPANISH),
    st.sampled_from(["upper", "lower", "title"]),
    st.sampled_from(["", "!", "!!!", "...", " 😡", " 🛑🛑", "\n"]),
    st.sampled_from(["", " ", "\n", "😡 ", "... "]),
)
def test_case_marks_and_pictures_change_nothing(text, case, after, before):
    assert is_stop(before + getattr(text, case)() + after)


@pytest.mark.parametrize(
    "text", ["stp texting me", "stop txting", "unsubcribe", "remvoe me from your list", "leave me alnoe"]
)
def test_a_slip_of_the_finger_is_forgiven(text):
    assert is_stop(text)


@pytest.mark.parametrize(
    "text", ["I have the contract", "I am testing the link", "cashing my check", "mandan mi cheque"]
)
def test_a_real_word_is_not_taken_for_a_slip(text):
    assert not is_stop(text)


def test_a_stop_is_heard_beside_anything_else():
    kinds = {meaning.kind for meaning in said("STOP. I already paid this, talk to my lawyer").meanings}
    assert kinds == {"stop", "already_paid", "attorney"}


@pytest.mark.parametrize(
    "text", ["cease and desist", "do not contact me again", "stop all communication", "no me contacten"]
)
def test_who_wants_no_contact_at_all_stops_everything(text):
    assert Meaning("stop", values={"scope": "everything"}) in said(text).meanings


def test_who_names_this_channel_stops_this_channel():
    assert said("stop texting me").meanings == (Meaning("stop"),)


@pytest.mark.parametrize("text", ["opt me back in", "you can text me again", "pueden volver a escribirme"])
def test_who_takes_it_back_starts_again(text):
    assert said(text).meanings == (Meaning("start"),)


def test_in_a_mail_only_what_the_sender_wrote_counts():
    mail = (
        "Thanks, will do.\n\nOn Mon, 1 Mar 2027, Harbor <a@b.example> wrote:\n> Reply STOP to unsubscribe\n"
    )
    found = understand(mail, language="en", today=TODAY, channel=Channel.EMAIL)
    assert (found.trimmed, found.meanings) == ("Thanks, will do.", ())


def test_our_own_words_between_answers_do_not_count():
    mail = "> When do you pay?\n\nI do not know yet.\n\n> Reply STOP to stop texting me.\n\nThanks!\n"
    found = understand(mail, language="en", today=TODAY, channel=Channel.EMAIL)
    assert [meaning.kind for meaning in found.meanings] == []


@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_read(text):
    assert said(text).trimmed == text.strip()
