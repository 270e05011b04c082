"""Which message exists for which channel and language? Checked, composed and compiled once, when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jinja2.environment import Template

from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from gateway.render.cleaning import clean, clean_json, clean_sms
from gateway.render.composition import Composition, Form, disclosures_in
from gateway.render.disclosures import ORDER, SAFE_BEFORE_CHECK, SAID_IN_EVERY_CALL
from gateway.render.neutrality import check_public_words
from gateway.render.sandbox import Sandbox, check_source
from gateway.render.shield import DISCLOSURES
from gateway.render.sources import MessageFile, Sources, read_sources

AFTER_CHECK_LINE = "---"  # in voice.txt: below it is said only to the right person
_VOICEMAIL_NAMES = ("creditor.neutral_name", "creditor.contact_person", "creditor.telephone", "customer_name")


class Piece(StrEnum):
    """One part of a finished message."""

    SUBJECT = "subject"
    TEXT = "text"
    HTML = "html"
    LETTER = "letter"
    AFTER_CHECK = "after-check"


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
        return self.form == "limited_content_voicemail"


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
        }
        _check_all(self._sources, self._environments[Form.TEXT])
        self._wordings = {
            (wording.place.split(" ")[0], wording.channel, wording.language): wording for wording in self._compiled()
        }

    @property
    def messages(self) -> Mapping[str, MessageFile]:
        """Every message by name."""
        return self._sources.messages

    def find(self, message: str, channel: Channel, language: str) -> Wording | None:
        """Return a wording, or None where there is none."""
        return self._wordings.get((message, channel, language))

    def _compiled(self) -> Iterator[Wording]:
        for message in self._sources.messages.values():
            for language in self._sources.words:
                yield from self._in_language(message, f"{message.name}/{language}", language)

    def _in_language(self, message: MessageFile, folder: str, language: str) -> Iterator[Wording]:
        texts = self._sources.texts
        body, sms, voice = f"{folder}/body.md", f"{folder}/sms.txt", f"{folder}/voice.txt"
        wording = _Maker(self._sources, self._environments, message, language)
        if body in texts and f"{folder}/subject.txt" in texts:
            written = ((Piece.TEXT, Form.TEXT, body), (Piece.HTML, Form.HTML, body))
            yield wording.made(Channel.EMAIL, ((Piece.SUBJECT, Form.LINE, f"{folder}/subject.txt"), *written))
        if body in texts and f"{folder}/title.txt" in texts:
            written = ((Piece.TEXT, Form.TEXT, body), (Piece.LETTER, Form.LETTER, body))
            yield wording.made(Channel.LETTER, ((Piece.SUBJECT, Form.LINE, f"{folder}/title.txt"), *written))
        if sms in texts:
            yield wording.made(Channel.SMS, ((Piece.TEXT, Form.SMS, sms),))
        if voice in texts:
            halves = ((Piece.TEXT, Form.VOICE, voice), (Piece.AFTER_CHECK, Form.VOICE, voice))
            yield wording.made(Channel.VOICE, halves, "prerecorded")
        elif f"{folder}/voicemail.txt" in texts:
            pieces = ((Piece.TEXT, Form.LINE, f"{folder}/voicemail.txt"),)
            yield wording.made(Channel.VOICE, pieces, "limited_content_voicemail")


@dataclass(frozen=True, slots=True)
class _Maker:
    """Composes and compiles the wordings of one message in one language."""

    sources: Sources
    environments: Mapping[Form, Sandbox]
    message: MessageFile
    language: str

    def made(
        self, channel: Channel, files: tuple[tuple[Piece, Form, str], ...], form: str = "text"
    ) -> Wording:
        used: set[str] = {f"{self.message.name}/message.toml", f"layout/words/{self.language}.toml"}
        pieces = {piece: self._compiled(piece, kind, file, used) for piece, kind, file in files}
        if channel is Channel.LETTER:
            used.add("layout/letter.typ")
        carried_by = next(kind for piece, kind, _ in files if piece is Piece.TEXT)
        place = f"{self.message.name} ({channel.value}, {self.language})"
        available = disclosures_in(self.sources, self.language, carried_by)
        always = self.message.always + (SAID_IN_EVERY_CALL if form == "prerecorded" else ())
        missing = sorted(set(always) - available)
        if missing:
            raise ConfigError(f"templates/{place}: always carries {missing[0]!r}, which has no text there.")
        return Wording(
            channel=channel,
            language=self.language,
            form=form,
            pieces=pieces,
            fingerprint=self.sources.digest(used),
            always=always,
            available=available,
            words=self.sources.words[self.language],
            place=place,
        )

    def _compiled(self, piece: Piece, form: Form, file: str, used: set[str]) -> Template:
        text, spoken = self.sources.texts[file], None
        if form is Form.VOICE:
            first, _, second = text.partition(f"\n{AFTER_CHECK_LINE}\n")
            is_first = piece is Piece.TEXT
            text = first if is_first else second
            spoken = SAFE_BEFORE_CHECK if is_first else frozenset(ORDER) - SAFE_BEFORE_CHECK
        environment = self.environments[form]
        composition = Composition(self.sources, self.language, form, environment, spoken)
        source = composition.of(file, text)
        used |= composition.used
        return environment.from_string(source)


def _check_all(sources: Sources, environment: Sandbox) -> None:
    parts = frozenset(name.split("/")[1].split(".")[0] for name in sources.texts if name.startswith("parts/"))
    for name, text in sources.texts.items():
        if name.endswith((".toml", ".css", ".typ")):
            continue
        language = next((piece for piece in sources.words if f"/{piece}/" in name or f"/{piece}." in name), "en")
        words = frozenset(sources.words.get(language, ()))
        check_source(text, place=f"templates/{name}", environment=environment, parts=parts | {DISCLOSURES}, words=words)
        _check_manners(name, text)


def _check_manners(name: str, text: str) -> None:
    """Check what each kind of file must and must not say."""
    place, file = f"templates/{name}", name.rsplit("/", 1)[-1]
    if file == "subject.txt":
        check_public_words(text, place)
    elif file == "sms.txt":
        check_public_words(text.split("\n", 1)[0], place)
    elif file == "voice.txt":
        check_public_words(text.partition(f"\n{AFTER_CHECK_LINE}\n")[0], place)
    elif file == "voicemail.txt":
        check_public_words(text, place, voicemail=True)
        _check_voicemail(text, place)
    if file in ("body.md", "sms.txt", "voice.txt") and "{{ disclosures }}" not in text:
        raise ConfigError(f"{place}: {{{{ disclosures }}}} is missing, so no required wording could be shown.")


def _check_voicemail(text: str, place: str) -> None:
    """Only the four things of 12 CFR 1006.2(j)(1) and a salutation: no other value, no condition."""
    left = text
    for name in _VOICEMAIL_NAMES:
        left = left.replace(f"{{{{ {name} }}}}", "")
    if "{" in left or any(f"{{{{ {name} }}}}" not in text for name in _VOICEMAIL_NAMES[:3]):
        raise ConfigError(f"{place}: a limited-content voicemail prints {', '.join(_VOICEMAIL_NAMES)} and no more.")
