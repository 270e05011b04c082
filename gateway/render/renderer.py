"""What exactly goes out? Templates are checked when they are loaded; a message is then only filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from jinja2 import UndefinedError
from jinja2.environment import Template

from channels.segments import segments
from gateway.domain.errors import ConfigError, DataError
from gateway.domain.words import Channel
from gateway.render.catalogue import Catalogue, Piece, Wording
from gateway.render.cleaning import MissingValue, header, web_address
from gateway.render.context import MessageContext
from gateway.render.disclosures import IN_A_LIMITED_VOICEMAIL, chosen
from gateway.render.habits import locale_of
from gateway.render.neutrality import check_neutral_name
from gateway.render.press import letter_of, letter_pdf
from gateway.render.rendered import LetterDocument, Rendered
from gateway.render.sources import MessageFile
from gateway.render.specimens import typical
from gateway.render.texting import MAX_SEGMENTS, affordable

DEFAULT_LANGUAGE = "en"
_FIELDS = tuple(field.name for field in fields(MessageContext))


class Renderer:
    """Turns data into the words of a message. Safe to share between threads."""

    def __init__(self, templates: Path) -> None:
        """Load, check and compile a templates folder. Raises ConfigError naming file and line."""
        self._templates = templates
        self._catalogue = Catalogue(templates)
        self._check_text_messages()

    @property
    def messages(self) -> Mapping[str, MessageFile]:
        """Every message by name, with its title and kind."""
        return self._catalogue.messages

    def channels(self, template: str) -> tuple[Channel, ...]:
        """Return the channels for which a message has words, in the default language."""
        return self._catalogue.channels(template, DEFAULT_LANGUAGE)

    @property
    def calls(self) -> frozenset[str]:
        """The messages that a person says on the telephone."""
        return frozenset(name for name in self.messages if self._catalogue.is_said_by_a_person(name))

    @property
    def only_left(self) -> frozenset[str]:
        """The messages that other calls leave on a machine, and that are no call by themselves."""
        return frozenset(name for name in self.messages if self._catalogue.is_only_left(name))

    def render(self, context: MessageContext, template: str, channel: Channel, language: str) -> Rendered:
        """Return the finished words in the customer's language, or in English where it has no templates.

        Raises ConfigError if there is no such template or a required disclosure has no wording, DataError if
        the template needs a value that the context lacks.
        """
        wording = self._wording(template, channel, language)
        check_neutral_name(context.creditor.neutral_name)
        if wording.is_voicemail:
            carried = _voicemail_disclosures(context, wording)
        else:
            carried = chosen(context, wording.always, wording.available, wording.place)
        view = _view(context, wording, carried)
        try:
            return self._filled(context, wording, view, carried)
        except (UndefinedError, MissingValue):
            raise DataError(
                f"{wording.place}: the template needs a value that this customer's data lacks."
            ) from None

    def letter_pdf(self, letter: LetterDocument) -> bytes:
        """Return a letter's PDF. Slow (milliseconds): never inside a transaction."""
        return letter_pdf(letter, self._templates)

    def _check_text_messages(self) -> None:
        """Raise ConfigError if a text message with typical values takes more than two parts."""
        for message in self.messages:
            for language in self._catalogue.languages(message, Channel.SMS):
                for specimen in (typical(), typical(is_company=False, collector=True)):
                    size = segments(self.render(specimen, message, Channel.SMS, language).text)
                    if size.count > MAX_SEGMENTS or size.encoding != "GSM-7":
                        place = f"templates/{message}/{language}/sms.txt"
                        what = f"{size.count} parts of {size.encoding}"
                        raise ConfigError(
                            f"{place} takes {what} with typical values; two of GSM-7 are the limit."
                        )

    def _wording(self, template: str, channel: Channel, language: str) -> Wording:
        if template not in self._catalogue.messages:
            known = ", ".join(sorted(self._catalogue.messages))
            raise ConfigError(f"There is no template {template!r}; there are {known}.")
        base = language.replace("_", "-").split("-")[0].lower()
        found = self._catalogue.find(template, channel, base)
        found = found or self._catalogue.find(template, channel, DEFAULT_LANGUAGE)
        if found is None:
            raise ConfigError(f"The template {template!r} has no words for {channel.value}.")
        return found

    def _filled(
        self, context: MessageContext, wording: Wording, view: dict[str, Any], carried: frozenset[str]
    ) -> Rendered:
        pieces = wording.pieces
        subject = header(_fill(pieces[Piece.SUBJECT], view)) if Piece.SUBJECT in pieces else ""
        letter = None
        if Piece.LETTER in pieces:
            blocks = _blocks(_fill(pieces[Piece.LETTER], view))
            letter = letter_of(
                context, title=subject, blocks=blocks, language=wording.language, words=wording.words
            )
        return Rendered(
            subject=subject,
            text=_text(_fill(pieces[Piece.TEXT], view), wording),
            html=_fill(pieces[Piece.HTML], view) if Piece.HTML in pieces else None,
            letter=letter,
            form=wording.form,
            fingerprint=wording.fingerprint,
            language=wording.language,
            disclosures=carried,
            after_check=_fill(pieces[Piece.AFTER_CHECK], view).strip() if Piece.AFTER_CHECK in pieces else "",
            voicemail=_voicemail(context, wording, view),
        )


def _voicemail(context: MessageContext, wording: Wording, view: dict[str, Any]) -> str:
    """Without a person to ask for it would be no limited-content message, so nothing is left (1006.2(j))."""
    if Piece.VOICEMAIL not in wording.pieces or not context.creditor.contact_person:
        return ""
    return _fill(wording.pieces[Piece.VOICEMAIL], view).strip()


def _text(filled: str, wording: Wording) -> str:
    text = filled.strip() + "\n" * (Piece.HTML in wording.pieces)
    return affordable(text) if wording.channel is Channel.SMS else text


def _voicemail_disclosures(context: MessageContext, wording: Wording) -> frozenset[str]:
    """A limited-content voicemail carries what it is, and can carry nothing else."""
    impossible = sorted(frozenset(context.required) - IN_A_LIMITED_VOICEMAIL)
    if impossible:
        raise ConfigError(f"{wording.place}: a limited-content voicemail cannot carry {impossible[0]!r}.")
    return IN_A_LIMITED_VOICEMAIL


def _view(context: MessageContext, wording: Wording, carried: frozenset[str]) -> dict[str, Any]:
    """Return the names that templates know."""
    view: dict[str, Any] = {name: getattr(context, name) for name in _FIELDS}
    view["since"] = context.since
    view["actor"] = context.actor
    view["address_lines"] = context.address_lines
    view["channel"] = wording.channel.value
    view["locale"] = locale_of(wording.language, context.country)
    view["language"] = view["locale"].replace("_", "-")  # BCP 47, as HTML wants it
    view["disclosures"] = carried
    for link in ("respond_url", "stop_url"):
        if view[link] is not None:
            view[link] = web_address(view[link])
    return view


def _blocks(lines: str) -> tuple[dict[str, Any], ...]:
    """Return a letter's blocks from their JSON lines; only a line feed ends a line, whatever a name holds."""
    return tuple(json.loads(line) for line in lines.split("\n") if line)


def _fill(template: Template, view: dict[str, Any]) -> str:
    return "".join(template.root_render_func(template.new_context(view)))
