"""Which texts are a stop, a start or a question for help, and which are none?"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gateway.inbound.keywords import keyword_of

FCC = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")  # 47 CFR 64.1200(a)(10)


def test_every_published_word_is_understood(shared_data: Path) -> None:
    told = json.loads((shared_data / "sms-keywords" / "keywords.json").read_text("utf-8"))
    words = told["public_repo_word_list_en_es"]
    stops = {*told["fcc_revocation_words"]["words"], *words["stop_en"], *words["stop_es"]}
    starts, helps = set(words["regrant"]), set(words["help"])
    for entry in told["twilio_openapi_examples"]["entries"]:
        stops |= set(entry["opt_out_keywords"])
        starts |= set(entry["opt_in_keywords"])
        helps |= set(entry["help_keywords"])
    assert len(stops) > 15
    assert {word: keyword_of(word) for word in stops} == dict.fromkeys(stops, "stop")
    assert {word: keyword_of(word) for word in starts} == dict.fromkeys(starts, "start")
    assert {word: keyword_of(word) for word in helps} == dict.fromkeys(helps, "help")


@given(
    some.sampled_from(FCC), some.randoms(use_true_random=False), some.text("  .!?'\"\n\t*-🛑❗", max_size=8)
)
def test_how_a_word_is_written_does_not_matter(word: str, chance: random.Random, around: str) -> None:
    written = "".join(char.upper() if chance.random() < 0.5 else char for char in word)
    assert keyword_of(f"{around}{written}{around}") == "stop"


@pytest.mark.parametrize(
    "text",
    ["Ｓtop", "STOP.", "stop!!!", "“stop”", "Stop please", "please STOP", "Por favor, parar", "STOP 12345",
     "stop now", "no más", "NO MA\u0301S", "Opt-Out", "opt_out", "stop\r\n", "¡Alto!", "cancelar, gracias"],
)  # fmt: skip
def test_these_are_stops(text: str) -> None:
    assert keyword_of(text) == "stop"


@pytest.mark.parametrize(
    "text",
    ["", " ", "please", "12345", "I cannot stop by today", "cancel my plan", "when does this end?", "no",
     "the end of May", "nonstop", "stopped", "I quit my job", "help me pay", "starting Friday", "yes", "alta",
     "STOP" * 100, "I will send it by the end", "infos", "a" * 100_000],
)  # fmt: skip
def test_these_are_no_keywords(text: str) -> None:
    assert keyword_of(text) is None


@given(some.text(max_size=300))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert keyword_of(text) in {None, "stop", "start", "help"}
