"""How does a letter become a PDF? Laid out by typst from plain data; the same letter gives the same bytes."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst
from babel.dates import format_date

from gateway.domain.errors import DataError
from gateway.render.cleaning import clean, text_lines, without_pictograms
from gateway.render.context import MessageContext
from gateway.render.habits import locale_of
from gateway.render.rendered import ENVELOPES, LetterDocument

STANDARDS = ["a-2a", "ua-1"]  # archivable and readable by a screen reader
_US_PAPER = frozenset(
    {"US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "DO", "PR"}
)  # CLDR paper size
MAX_ADDRESS_LINES = 7  # what the window shows
_EPOCH = date(1970, 1, 1)
_PRESSES = 4  # one for each templates folder in use: one, outside of tests


def letter_of(
    context: MessageContext,
    *,
    title: str,
    blocks: tuple[dict[str, Any], ...],
    language: str,
    words: dict[str, str],
) -> LetterDocument:
    """Return the letter as data. Raises DataError if there is no postal address."""
    if not context.postal_lines:
        raise DataError("A letter needs a postal address; this customer has none.", field="postal_lines")
    if len(context.postal_lines) > MAX_ADDRESS_LINES:
        what = f"A postal address has at most {MAX_ADDRESS_LINES} lines; more do not fit the window."
        raise DataError(what, field="postal_lines")
    creditor = context.creditor
    return LetterDocument(
        paper=_paper(context),
        language=language,
        title=title,
        sender_lines=(clean(context.actor), *text_lines(context.address_lines)),
        sender_telephone=clean(creditor.telephone or ""),
        recipient_lines=tuple(without_pictograms(line) for line in text_lines(context.postal_lines)),
        dated_on=context.today.isoformat(),
        date=format_date(context.today, format="long", locale=locale_of(language, context.country)),
        reference=clean(context.reference),
        blocks=blocks,
        words=words,
        respond_url=context.respond_url,
        checkpoint=context.checkpoint,
        return_lines=(clean(creditor.neutral_name), *text_lines(context.address_lines)),
        code=context.letter_code or "",
    )


def _paper(context: MessageContext) -> str:
    """Return the layout: what the provider needs, the creditor's choice, or what the reader is used to."""
    chosen = context.envelope or context.creditor.letter_envelope
    if chosen is not None:
        return next(paper for paper, envelope in ENVELOPES.items() if envelope == chosen)
    country = context.country or context.creditor.default_country
    return "us-letter" if country in _US_PAPER else "din-5008"


def letter_pdf(letter: LetterDocument, templates: Path | None = None) -> bytes:
    """Return a letter's PDF, archivable and tagged. Takes milliseconds: never inside a transaction.

    templates: the folder with layout/letter.typ; absent, the shipped one.
    Raises DataError if the letter has a character that no font at hand can print.
    """
    return _press(templates or shipped_templates()).pdf(letter)


def shipped_templates() -> Path:
    """Return the templates that came with this program, installed or in its source tree."""
    package = Path(__file__).parents[1]
    packed = package / "_data" / "templates"
    return packed if packed.is_dir() else package.parent / "templates"


@lru_cache(maxsize=_PRESSES)
def _press(templates: Path) -> Press:
    return Press(templates)


class Press:
    """One typst compiler, used again for every letter; it reads its layout and nothing else."""

    def __init__(self, templates: Path) -> None:
        layout = templates / "layout"
        self._compiler = typst.Compiler(
            input=str(layout / "letter.typ"),
            root=str(layout),
            font_paths=[str(layout / "fonts")],
            ignore_system_fonts=True,  # the same fonts on every machine, and no slow search for them
        )
        self._lock = Lock()

    def pdf(self, letter: LetterDocument) -> bytes:
        """Return the PDF."""
        made: bytes = self._compiled(letter, format="pdf", pdf_standards=STANDARDS)
        return made

    def pictures(self, letter: LetterDocument) -> list[bytes]:
        """Return one PNG per page, for a preview."""
        made = self._compiled(letter, format="png", ppi=110.0)
        return made if isinstance(made, list) else [made]

    def _compiled(self, letter: LetterDocument, **options: Any) -> Any:
        data = json.dumps({**letter.as_json(), "qr": _qr_code(letter.respond_url)})
        seconds = (date.fromisoformat(letter.dated_on) - _EPOCH).days * 86_400
        with self._lock:
            try:
                return self._compiler.compile(sys_inputs={"letter": data}, timestamp=seconds, **options)
            except typst.TypstError as error:
                # typst's own text repeats the characters it could not print, and they may be somebody's name.
                raise DataError(_remedy(str(error)), field="letter") from None


def _remedy(error: str) -> str:
    if "sender too large for the window" in error:
        return "The creditor's neutral name and address are too long for the envelope; shorten them."
    if "too large for the window" in error:
        return "The address is too long for the envelope's window; shorten its lines."
    if "could not be displayed" in error:
        return "The letter has a character that no font can print; add a font to templates/layout/fonts."
    return "The letter could not be laid out; check templates/layout/letter.typ."


def _qr_code(address: str | None) -> str | None:
    if address is None:
        return None
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0)
    return out.getvalue().decode()
