"""What would be said? A message as it would leave, by each channel, made without leaving a trace.

The dispatcher's composer makes it, with links that open nothing in place of the customer's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from channels.message import NotSent
from channels.pdf_pages import pages
from channels.segments import Segments, segments
from gateway.directory import account_named
from gateway.dispatcher.cases import Case
from gateway.dispatcher.composing import Composed, Composer
from gateway.dispatcher.contexts import Addresses
from gateway.dispatcher.pricing import cost_of
from gateway.domain.errors import DunwellError
from gateway.domain.ids import AttemptId, Ids, OutreachId
from gateway.domain.portfolio import Account
from gateway.domain.prices import Cost, PriceList
from gateway.domain.words import Channel
from gateway.links import Links, Purpose
from gateway.oneoffs.previewing import Preview, Previewer
from gateway.oneoffs.queueing import OneOff, draft, due_instant
from gateway.oneoffs.templates import Template, ways_of
from gateway.render import LetterDocument
from gateway.store import Store, Tx
from gateway.store.dispatch import DueOutreach
from gateway.voice.outline import KeysOffered, keys_offered
from gateway.voice.words import Words

LOOKS_AHEAD = 3  # a wait may end in another one: a stop that is looked at again at night
_NO_ATTEMPT = AttemptId(UUID(int=0))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked about: a message to an account, by one channel or by all that it has words for."""

    account_number: str
    template: str
    channel: Channel | None = None
    creditor: str | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """One channel's ruling, and the message if there can be one.

    at: the instant whose words these are. why_not: why there are none; a sentence for a person.
    """

    channel: Channel
    preview: Preview
    at: datetime
    composed: Composed | None = None
    why_not: str = ""
    keys: KeysOffered | None = None  # of a call
    pages: int | None = None  # of a letter
    cost: Cost | None = None  # as the dispatcher reckons; None where the price list knows no price

    @property
    def segments(self) -> Segments | None:
        """What a text message takes."""
        if self.composed is None or self.channel is not Channel.SMS:
            return None
        return segments(self.composed.message.text)


@dataclass(frozen=True, slots=True)
class Proofs:
    """Makes proofs: judges and composes like the dispatcher, and writes nothing."""

    previewer: Previewer
    composer: Composer
    links: Links
    words: Words
    prices: PriceList
    letter_pdf: Callable[[LetterDocument], bytes]

    def ask(
        self, store: Store, wanted: Wanted, templates: Mapping[str, Template], *, now: datetime, ids: Ids
    ) -> tuple[Account, list[Proof]]:
        """Return the account that is meant, and a proof for each channel.

        Raises NotFound and DataError for whatever could not be queued either.
        """
        channels = ways_of(templates, wanted.template, wanted.channel)
        at = due_instant(wanted.not_before, now)
        with store.read() as tx:
            account = account_named(tx, wanted.account_number, wanted.creditor)
            request = OneOff(wanted.account_number, channels[0], wanted.template, "")
            due = draft(account, request, OutreachId(ids.new()))
            found = [self._proof(tx, replace(due, channels=(channel,)), at) for channel in channels]
        return account, [self._pressed(proof) for proof in found]

    def _proof(self, tx: Tx, due: DueOutreach, at: datetime) -> Proof:
        """A message that has to wait is shown as of the instant to which it waits."""
        channel = due.channels[0]
        case, preview = self.previewer.decided(tx, due, at)
        ahead = preview
        for _ in range(LOOKS_AHEAD):
            if case.sends or ahead.permitted_at is None:
                break
            at = ahead.permitted_at
            case, ahead = self.previewer.decided(tx, due, at, despite_stops=True)
        proof = Proof(channel, preview, at)
        if not case.sends:
            return replace(proof, why_not=case.because)
        try:
            return self._composed(proof, case)
        except DunwellError as error:
            return replace(proof, why_not=str(error))
        except Exception as error:  # what it says may repeat the customer's data
            return replace(proof, why_not=f"It cannot be composed ({type(error).__name__}).")

    def _composed(self, proof: Proof, case: Case) -> Proof:
        assert case.dossier is not None
        links = Addresses(self.links.example(Purpose.RESPOND), self.links.example(Purpose.STOP))
        composed = self.composer.compose(case, _NO_ATTEMPT, links, proof.at)
        message, who = composed.message, case.dossier.customer
        country = who.country or case.dossier.creditor.default_country
        keys = None
        if proof.channel is Channel.VOICE and message.form == "prerecorded":
            keys = keys_offered(self.words, message.language, name=who.name, is_company=who.is_company)
        cost = cost_of(self.prices, composed.adapter, message, country)
        return replace(proof, composed=composed, keys=keys, cost=cost)

    def _pressed(self, proof: Proof) -> Proof:
        """A letter's pages are counted outside the transaction: laying it out takes milliseconds."""
        letter = proof.composed.letter if proof.composed else None
        if letter is None:
            return proof
        try:
            return replace(proof, pages=pages(self.letter_pdf(letter)))
        except DunwellError as error:
            return replace(proof, composed=None, cost=None, why_not=str(error))
        except NotSent:
            return proof
