"""What is said when nothing else can be? The limited content of 12 CFR 1006.2(j), where it is whole."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.portfolio import Creditor
from gateway.render.neutrality import is_neutral
from gateway.voice.words import Words


def limited_content(callers: Sequence[Creditor], words: Words, language: str) -> tuple[str, ...]:
    """Return the words; nothing where it is not known who calls, or a name that must be in it is not known.

    callers: the creditors whose caller number it is.
    """
    names = {(one.neutral_name, one.contact_person, one.telephone) for one in callers}
    if len(names) != 1:
        return ()
    sender, person, telephone = names.pop()
    if not person or not is_neutral(sender):
        return ()
    return (words.say("fallback", language, {"sender": sender, "person": person, "telephone": telephone}),)
