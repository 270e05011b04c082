"""Does a letter's PDF show the right words in the right places, the same bytes every time?"""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from pypdf import PdfReader

from gateway.domain.errors import DataError
from gateway.domain.words import Channel
from gateway.render import LetterDocument, MessageContext, Renderer, letter_pdf
from gateway.render.specimens import typical

POINTS_PER_INCH, POINTS_PER_MM = 72.0, 72 / 25.4


def a_letter(
    renderer: Renderer, context: MessageContext, message: str = "reminder-1", language: str = "en"
) -> LetterDocument:
    letter = renderer.render(context, message, Channel.LETTER, language).letter
    assert letter is not None
    return letter


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def places(pdf: bytes) -> list[tuple[str, float, float]]:
    """Return the first page's words with their distance from the left and from the top, in points."""
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    height, found = float(page.mediabox.height), []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x, height - y))

    page.extract_text(visitor_text=visit)
    return found


def test_a_letter_shows_sender_address_reference_invoices_and_how_to_pay(renderer: Renderer) -> None:
    page = "".join(pages(letter_pdf(a_letter(renderer, typical(1)))))
    for words in (
        "Bay Power & Light", "120 Harbor Street", "Riverside Bakery Inc", "Portland, OR 97205",
        "March 4, 2026", "A-20418", "INV-10020", "$120.50", "Routing 000000000",
        "https://bay-power.example/pay", "Answer us online",
    ):  # fmt: skip
        assert words in page


def test_every_page_bears_the_reference_its_number_and_the_checkpoint(renderer: Renderer) -> None:
    made = pages(letter_pdf(a_letter(renderer, typical(60))))
    assert len(made) >= 3
    for number, page in enumerate(made, 1):
        assert "Reference A-20418" in page
        assert f"Page {number} of {len(made)}" in page
        assert "bay-power.example/ledger 20418" in page


@pytest.mark.parametrize(
    ("country", "paper", "left", "top", "width", "height", "unit"),
    [
        ("US", (612, 792), 0.625, 2.125 - 0.46, 4.0, 1.46, POINTS_PER_INCH),  # wherever the sheet slips to
        ("DE", (595, 842), 20, 45, 85, 45, POINTS_PER_MM),
    ],
)
def test_the_window_shows_the_address_and_nothing_else(
    renderer: Renderer,
    country: str,
    paper: tuple[int, int],
    left: float,
    top: float,
    width: float,
    height: float,
    unit: float,
) -> None:
    context = replace(typical(), country=country)
    pdf = letter_pdf(a_letter(renderer, context))
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == paper
    margin = 5 * POINTS_PER_MM if country == "DE" else 0
    across = (left * unit - margin, (left + width) * unit + margin)
    down = (top * unit, (top + height) * unit + margin)
    shown = [words for words, x, y in places(pdf) if across[0] <= x <= across[1] and down[0] <= y <= down[1]]
    assert "\n".join(shown).split("\n") == list(context.postal_lines)


def test_the_same_letter_gives_the_same_bytes(renderer: Renderer) -> None:
    letter = a_letter(renderer, typical())
    assert letter_pdf(letter) == letter_pdf(letter)


def test_a_letter_survives_being_stored_as_json(renderer: Renderer) -> None:
    letter = a_letter(renderer, typical(), "validation-notice", "es")
    again = LetterDocument.from_json(json.loads(json.dumps(letter.as_json())))
    assert again == letter
    assert letter_pdf(again) == letter_pdf(letter)


def test_a_letter_is_tagged_titled_dated_and_in_its_language(renderer: Renderer) -> None:
    reader = PdfReader(io.BytesIO(letter_pdf(a_letter(renderer, typical(), language="es"))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "es"
    assert reader.metadata is not None
    assert reader.metadata.title == "Recordatorio de lo que queda por pagar"
    assert b"pdfaid:part>2<" in reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else False


def test_a_long_address_still_fits_the_window(renderer: Renderer) -> None:
    seven = tuple(f"Line {number}" for number in range(1, 8))
    text = pages(letter_pdf(a_letter(renderer, replace(typical(), postal_lines=seven))))[0]
    assert "Line 7" in text
    with pytest.raises(DataError, match="at most 7 lines"):
        a_letter(renderer, replace(typical(), postal_lines=(*seven, "Line 8")))


def test_a_letter_without_an_address_is_refused(renderer: Renderer) -> None:
    with pytest.raises(DataError, match="postal address"):
        renderer.render(replace(typical(), postal_lines=()), "reminder-1", Channel.LETTER, "en")


def test_a_name_that_no_font_can_print_is_refused_without_repeating_it(renderer: Renderer) -> None:
    letter = a_letter(renderer, replace(typical(), customer_name="田中"))
    with pytest.raises(DataError, match="no font can print") as refused:
        letter_pdf(letter)
    assert "田" not in str(refused.value)


def test_a_letter_without_a_link_has_no_code(renderer: Renderer) -> None:
    page = "".join(pages(letter_pdf(a_letter(renderer, replace(typical(1), respond_url=None)))))
    assert "Answer us online" not in page
    assert "The code on this letter" not in page


def test_a_senders_name_in_its_address_is_not_printed_twice(renderer: Renderer) -> None:
    creditor = replace(typical().creditor, address="Bay Power & Light\n120 Harbor Street")
    letter = a_letter(renderer, replace(typical(), creditor=creditor))
    assert letter.sender_lines == ("Bay Power & Light", "120 Harbor Street")
