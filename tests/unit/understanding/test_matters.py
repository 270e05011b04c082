"""Are disputes, mistaken identity, counsel, bankruptcy, death, need and bad times heard?"""

from datetime import date

import pytest

from gateway.domain.words import Channel
from gateway.understanding import KINDS, understand


def heard(text: str) -> dict[str, bool]:
    found = understand(text, language="en", today=date(2027, 3, 3), channel=Channel.SMS)
    return {meaning.kind: meaning.certain for meaning in found.meanings}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("dispute", "not mine"),
        ("dispute", "wrong amount"),
        ("dispute", "no es mio"),
        ("dispute", "I don't owe you anything"),
        ("dispute", "no reconozco esa deuda"),
        ("dispute", "This is fraud, I never bought that"),
        ("dispute", "me cobraron dos veces"),
        ("already_paid", "already paid"),
        ("already_paid", "I paid this last week"),
        ("already_paid", "ya lo pagué"),
        ("wrong_person", "wrong number"),
        ("wrong_person", "no Maria here"),
        ("wrong_person", "número equivocado"),
        ("attorney", "talk to my lawyer"),
        ("attorney", "tengo un abogado"),
        ("bankruptcy", "I filed chapter 7"),
        ("bankruptcy", "me declaré en bancarrota"),
        ("deceased", "she passed away in May"),
        ("deceased", "el titular falleció"),
        ("hardship", "I lost my job"),
        ("hardship", "no puedo pagar, estoy sin trabajo"),
        ("question", "how much do I owe"),
        ("question", "¿Cuánto debo?"),
        ("help", "I need help"),
    ],
)
def test_what_is_said_is_heard(kind, text):
    assert heard(text).get(kind) is True


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bankruptcy", "I am thinking about bankruptcy"),
        ("attorney", "I will get a lawyer"),
        ("deceased", "my mother passed away"),
        ("wrong_person", "I'm not Robert"),
        ("hardship", "can I have a payment plan"),
    ],
)
def test_what_may_be_meant_is_for_a_person(kind, text):
    assert heard(text).get(kind) is False


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("already_paid", "when I get paid I will pay"),
        ("already_paid", "I haven't paid yet"),
        ("deceased", "my phone died"),
        ("hardship", "I work at the hospital"),
        ("dispute", "I don't want to dispute it"),
        ("dispute", "not my best month"),
    ],
)
def test_what_only_sounds_alike_is_not_heard(kind, text):
    assert kind not in heard(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("don't call before 10", {"from": "00:00", "to": "10:00"}),
        ("do not text me after 9pm", {"from": "21:00", "to": "00:00"}),
        ("don't call between 9 and 5pm on Mondays", {"from": "09:00", "to": "17:00", "days": ["mon"]}),
        ("please don't call me at work", {"place": "work"}),
        ("no me llamen antes de las 9", {"from": "00:00", "to": "09:00"}),
        ("no me llamen los domingos", {"days": ["sun"]}),
        ("no me llamen por la noche", {"from": "19:00", "to": "08:00"}),
    ],
)
def test_a_time_or_place_that_does_not_suit_is_named(text, values):
    found = understand(text, language="en", today=date(2027, 3, 3), channel=Channel.SMS)
    assert [(m.kind, m.certain, m.values) for m in found.meanings] == [("inconvenient", True, values)]


@pytest.mark.parametrize(
    "text", ["I work nights", "only call after 5", "trabajo de noche", "call me after 6"]
)
def test_a_time_that_has_to_be_turned_round_is_for_a_person(text):
    assert heard(text) == {"inconvenient": False}


def test_only_known_kinds_are_ever_said():
    from tests.unit.understanding import opt_out_phrases, ordinary_texts

    texts = opt_out_phrases.ENGLISH + ordinary_texts.ENGLISH + ordinary_texts.SPANISH
    assert {kind for text in texts for kind in heard(text)} <= set(KINDS)
