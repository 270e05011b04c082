"""How does a person read what would be said?"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from channels.segments import Segments
from gateway.dispatcher.composing import Composed
from gateway.domain.prices import Cost
from gateway.domain.words import Channel, Verdict
from gateway.oneoffs import Preview, Proof
from gateway.render import MAX_SEGMENTS
from gateway.why import as_words, dates_in_words, medium, time_in_words


def answer(preview: Preview, zone: str, *, is_queued: bool) -> str:
    """Return whether, when and why (not), by the customer's clock."""
    source = f" [{'; '.join(preview.sources)}]" if preview.sources else ""
    because = dates_in_words(preview.because) + source
    if preview.verdict is Verdict.ALLOW:
        return f"It may go now{', and goes with the next dispatch' if is_queued else ''}. {because}"
    if preview.permitted_at is None:
        stays = "; it stays and is judged again when something changes" if is_queued else ""
        return f"It may not go as things are{stays}. {because}"
    when = f"from {time_in_words(preview.permitted_at, zone)} on, {as_words(zone)} time"
    return f"{'It goes by itself' if is_queued else 'It may go'} {when}. {because}"


def print_proof(proof: Proof, zone: str) -> None:
    """Print one channel's ruling and message."""
    way = medium(proof.channel)
    print(f"\n{way[:1].upper()}{way[1:]}")
    print(f"  {answer(proof.preview, zone, is_queued=False)}")
    if proof.composed is None:
        if proof.why_not != proof.preview.because:
            print(f"  Why there are no words: {dates_in_words(proof.why_not)}")
        return
    if proof.at != proof.preview.permitted_at:
        print(f"  Its words as of {time_in_words(proof.at, zone)}, {as_words(zone)} time:")
    for line in _message(proof, proof.composed):
        print(f"  {line}" if line else "")
    print(f"  Expected cost: {_cost(proof.cost, proof.composed.adapter)}")


def _message(proof: Proof, composed: Composed) -> Iterator[str]:
    message = composed.message
    if proof.channel is Channel.VOICE:
        yield from _call(proof, composed)
        return
    if message.subject:
        yield f"Subject: {message.subject}"
    yield from _quoted(message.text)
    for one in composed.enclosed:
        of = f", invoice {one.reference}" if one.reference else ""
        yield f"Attached: {one.name} ({one.kind.value if not of else 'copy'}{of})"
    for out in composed.left_out:
        yield f"Not attached: the copy of invoice {out.reference}, which {out.why}"
    if proof.segments is not None:
        yield _size(proof.segments)
    if proof.pages is not None:
        yield f"{proof.pages} page{'' if proof.pages == 1 else 's'}"


def _call(proof: Proof, composed: Composed) -> Iterator[str]:
    message, keys = composed.message, proof.keys
    yield "To whoever answers:"
    yield from _quoted(f"{message.text}\n{keys.who}" if keys else message.text)
    if message.after_check:
        yield "Once the right person has confirmed who they are:"
        yield from _quoted(f"{message.after_check}\n{keys.menu}" if keys else message.after_check)
    if message.voicemail:
        yield "To a machine:"
        yield from _quoted(message.voicemail)
    else:
        yield "To a machine: nothing; the call ends without a word."


def _quoted(text: str) -> Iterator[str]:
    yield from indent(text.strip(), "| ", lambda _: True).splitlines()


def _size(size: Segments) -> str:
    parts = f"{size.count} segment{'' if size.count == 1 else 's'} of {size.encoding.value}"
    if size.count > MAX_SEGMENTS:
        return f"{parts}: more than the {MAX_SEGMENTS} that a text should take"
    return f"{parts}, of {MAX_SEGMENTS} that a text may take"


def _cost(cost: Cost | None, provider: str) -> str:
    if cost is None:
        return f"not known; the price list has no price for {provider}"
    plural = "" if cost.units == 1 else "s"
    return f"{cost.money.amount} {cost.money.currency} ({cost.units} {cost.unit}{plural})"
