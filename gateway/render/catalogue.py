"""Which message exists for which channel and language? Checked at load, compiled on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jinja2.environment import Template

from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from gateway.render.checks import check_all, halves
from gateway.render.cleaning import clean, clean_json, clean_sms
from gateway.render.composition import Composition, Form, disclosures_in
from gateway.render.disclosures import ORDER, SAFE_BEFORE_CHECK, SAID_IN_EVERY_CALL
from gateway.render.sandbox import Sandbox
from gateway.render.sources import MessageFile, Sources, read_sources

LIMITED_VOICEMAIL = "limited_content_voicemail"
LIVE = "live"


class Piece(StrEnum):
    """One part of a finished message."""

    SUBJECT = "subject"
    TEXT = "text"
    HTML = "html"
    LETTER = "letter"
    AFTER_CHECK = "after-check"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class Wording:
    """One message in one language for one channel, ready to be filled in."""

    channel: Channel
    language: str
    form: str
    pieces: Mapping[Piece, Template]
    fingerprint: str
    always: tuple[str, ...]
    available: frozenset[str]
    words: dict[str, str]
    place: str

    @property
    def is_voicemail(self) -> bool:
        """Whether nothing may be said but a request to call back."""
        return self.form == LIMITED_VOICEMAIL


class Catalogue:
    """Every wording of a templates folder."""

    def __init__(self, templates: Path) -> None:
        self._sources = read_sources(templates)
        self._environments = {
            Form.HTML: Sandbox(clean, html=True),
            Form.TEXT: Sandbox(clean),
            Form.LETTER: Sandbox(clean_json),
            Form.LINE: Sandbox(clean),
            Form.SMS: Sandbox(clean_sms),
            Form.VOICE: Sandbox(clean),
            Form.CALL: Sandbox(clean),
        }
        check_all(self._sources, self._environments[Form.TEXT])
        self._plans = {
            (plan.message.name, plan.channel, plan.language): plan
            for message in self._sources.messages.values()
            for language in self._sources.words
            for plan in self._planned(message, f"{message.name}/{language}", language)
        }
        self._wordings: dict[tuple[str, Channel, str], Wording] = {}

    @property
    def messages(self) -> Mapping[str, MessageFile]:
        """Every message by name."""
        return self._sources.messages

    def channels(self, message: str, language: str) -> tuple[Channel, ...]:
        """Return the channels for which a message has words in this language."""
        return tuple(channel for channel in Channel if (message, channel, language) in self._plans)

    def languages(self, message: str, channel: Channel) -> tuple[str, ...]:
        """Return the languages in which a message has words for this channel."""
        return tuple(known for known in self._sources.words if (message, channel, known) in self._plans)

    def is_said_by_a_person(self, message: str) -> bool:
        """Whether a message is what a person says on the telephone, and nothing that Dunwell sends."""
        return any(plan.form == LIVE for plan in self._plans.values() if plan.message.name == message)

    def is_only_left(self, message: str) -> bool:
        """Whether a message's words for calls are a voicemail and nothing that a person can be told."""
        return any(
            plan.form == LIMITED_VOICEMAIL for plan in self._plans.values() if plan.message.name == message
        )

    def find(self, message: str, channel: Channel, language: str) -> Wording | None:
        """Return a wording, or None where there is none; the first call compiles it (milliseconds)."""
        key = (message, channel, language)
        if key not in self._wordings and key in self._plans:
            # Two threads may both compile it the first time; either result will do.
            self._wordings[key] = self._plans[key].compiled()
        return self._wordings.get(key)

    def _planned(self, message: MessageFile, folder: str, language: str) -> Iterator[Plan]:
        def plan(channel: Channel, *files: tuple[Piece, Form, str], form: str = "text") -> Plan:
            return Plan(self._sources, self._environments, message, language, channel, files, form)

        texts = self._sources.texts
        body, subject, title = f"{folder}/body.md", f"{folder}/subject.txt", f"{folder}/title.txt"
        sms, voice, voicemail = f"{folder}/sms.txt", f"{folder}/voice.txt", f"{folder}/voicemail.txt"
        call = f"{folder}/call.txt"
        plain, html = (Piece.TEXT, Form.TEXT, body), (Piece.HTML, Form.HTML, body)
        letter = (Piece.LETTER, Form.LETTER, body)
        if body in texts and subject in texts:
            yield plan(Channel.EMAIL, (Piece.SUBJECT, Form.LINE, subject), plain, html)
        if body in texts and title in texts:
            yield plan(Channel.LETTER, (Piece.SUBJECT, Form.LINE, title), plain, letter)
        if sms in texts:
            yield plan(Channel.SMS, (Piece.TEXT, Form.SMS, sms))
        if voice in texts:
            after = (Piece.AFTER_CHECK, Form.VOICE, voice)
            left = (Piece.VOICEMAIL, Form.LINE, f"{message.on_machine}/{language}/voicemail.txt")
            others = (after, left) if message.on_machine else (after,)
            yield plan(Channel.VOICE, (Piece.TEXT, Form.VOICE, voice), *others, form="prerecorded")
        elif call in texts:
            after = (Piece.AFTER_CHECK, Form.CALL, call)
            yield plan(Channel.VOICE, (Piece.TEXT, Form.CALL, call), after, form=LIVE)
        elif voicemail in texts:
            yield plan(Channel.VOICE, (Piece.TEXT, Form.LINE, voicemail), form=LIMITED_VOICEMAIL)


@dataclass(frozen=True, slots=True)
class Plan:
    """One wording that is checked but not compiled yet."""

    sources: Sources
    environments: Mapping[Form, Sandbox]
    message: MessageFile
    language: str
    channel: Channel
    files: tuple[tuple[Piece, Form, str], ...]
    form: str

    def __post_init__(self) -> None:
        missing = sorted(set(self.always) - self.available)
        if missing:
            raise ConfigError(
                f"templates/{self.place}: {missing[0]!r} is always carried but has no text there."
            )

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.message.name} ({self.channel.value}, {self.language})"

    @property
    def always(self) -> tuple[str, ...]:
        """The disclosures that it carries in any case."""
        return self.message.always + (SAID_IN_EVERY_CALL if self.form == "prerecorded" else ())

    @property
    def available(self) -> frozenset[str]:
        """The disclosures that have a wording for it."""
        form = next(form for piece, form, _ in self.files if piece is Piece.TEXT)
        return disclosures_in(self.sources, self.language, form)

    def compiled(self) -> Wording:
        """Return the wording, ready to be filled in."""
        used = {f"{self.message.name}/message.toml", f"layout/words/{self.language}.toml"}
        pieces = {piece: self._compiled(piece, form, file, used) for piece, form, file in self.files}
        if self.channel is Channel.LETTER:
            used.add("layout/letter.typ")
        return Wording(
            channel=self.channel,
            language=self.language,
            form=self.form,
            pieces=pieces,
            fingerprint=self.sources.digest(used),
            always=self.always,
            available=self.available,
            words=self.sources.words[self.language],
            place=self.place,
        )

    def _compiled(self, piece: Piece, form: Form, file: str, used: set[str]) -> Template:
        text, spoken = self.sources.texts[file], None
        if form in (Form.VOICE, Form.CALL):
            is_first = piece is Piece.TEXT
            text = halves(text)[0 if is_first else 1]
            spoken = SAFE_BEFORE_CHECK if is_first else frozenset(ORDER) - SAFE_BEFORE_CHECK
        environment = self.environments[form]
        composition = Composition(self.sources, self.language, form, environment, spoken)
        source = composition.of(file, text)
        used |= composition.used
        return environment.from_string(source)
