"""Does a letter's PDF show the right words in the right places, the same bytes every time?"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from gateway.domain.errors import DataError
from gateway.domain.words import Channel
from gateway.render import LetterDocument, MessageContext, Renderer, letter_pdf
from gateway.render.specimens import typical
from tests.databases import missing

POINTS_PER_MM = 72 / 25.4


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


@dataclass(frozen=True)
class Envelope:
    """What its windows may show of the sheet, and always show: left, top, right, bottom in mm."""

    country: str
    sheet: tuple[int, int]
    may_show: tuple[tuple[float, float, float, float], ...]
    address: tuple[float, float, float, float]
    sender: tuple[float, float, float, float]


INCH = 25.4
# A sheet folded at 3.9 in slips by 0.225 in up and down in a #10 envelope, and by 1 in sideways.
US_10 = Envelope(
    "US",
    (612, 792),
    (
        (-0.375 * INCH, 0.65 * INCH, 3.875 * INCH, 1.75 * INCH),
        (-0.375 * INCH, 1.9 * INCH, 4.625 * INCH, 3.125 * INCH),
    ),
    (0.625 * INCH, 2.125 * INCH, 3.625 * INCH, 2.9 * INCH),
    (0.625 * INCH, 0.875 * INCH, 2.875 * INCH, 1.525 * INCH),
)
# A4 slips by 5 mm and 10 mm in DL; the notes above the address hold the sender.
DIN_B = Envelope("DE", (595, 842), ((10, 45, 110, 95),), (20, 62.7, 100, 90), (20, 50, 100, 62.7))
DIN_A = Envelope("AT", (595, 842), ((10, 27, 110, 77),), (20, 44.7, 100, 72), (20, 32, 100, 44.7))
ENVELOPES = {"us-10": US_10, "din-5008-b": DIN_B, "din-5008-a": DIN_A}
SPARE = 5  # mm

ADDRESSES = [
    ("Riverside Bakery Inc", "48 Mill Road", "Portland, OR 97205"),
    ("Dr. Maximiliane von Hohenstein-Oberwallenfels", "c/o Gemeinschaftspraxis am Rathausplatz",
     "Bürgermeister-Schwarzenberger-Straße 128", "85748 Garching bei München", "Deutschland"),
    tuple(f"Line {number} of an address" for number in range(1, 8)),
    ("The Worshipful Company of Very Long Names and Even Longer Descriptions of What They Do", "1 Elm Street",
     "Portland, OR 97205"),
]  # fmt: skip


def boxes(pdf: bytes) -> list[tuple[str, float, float, float, float]]:
    """Return the first page's words with the edges of their boxes, in mm."""
    program = shutil.which("pdftotext")
    if program is None:
        missing("pdftotext of poppler-utils")
    asked = [str(program), "-f", "1", "-l", "1", "-bbox", "-", "-"]
    told = subprocess.run(asked, input=pdf, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', told)
    return [(words, *(float(edge) / POINTS_PER_MM for edge in edges)) for *edges, words in found]


def inside(box: tuple[float, ...], area: tuple[float, ...]) -> bool:
    return box[0] >= area[0] and box[1] >= area[1] and box[2] <= area[2] and box[3] <= area[3]


def touches(box: tuple[float, ...], area: tuple[float, ...], spare: float) -> bool:
    left, top, right, bottom = area[0] - spare, area[1] - spare, area[2] + spare, area[3] + spare
    return box[0] < right and box[2] > left and box[1] < bottom and box[3] > top


def addressed(lines: tuple[str, ...], envelope: str) -> MessageContext:
    chosen = replace(typical().creditor, letter_envelope=envelope)
    return replace(typical(), creditor=chosen, postal_lines=lines)


@pytest.mark.parametrize("lines", ADDRESSES)
@pytest.mark.parametrize("name", ENVELOPES)
def test_however_the_sheet_slips_the_windows_show_address_and_sender_and_nothing_else(
    renderer: Renderer, name: str, lines: tuple[str, ...]
) -> None:
    envelope, context = ENVELOPES[name], addressed(lines, name)
    found = boxes(letter_pdf(a_letter(renderer, context, "validation-notice")))
    address = [html.unescape(words) for words, *box in found if inside(tuple(box), envelope.address)]
    assert address == " ".join(lines).split()
    sender = [words for words, *box in found if inside(tuple(box), envelope.sender)]
    assert " ".join(sender).replace(" · ", " ") == "Bay Power 120 Harbor Street Springfield, IL 62701"
    shown = [words for words, *box in found if any(touches(tuple(box), a, SPARE) for a in envelope.may_show)]
    assert len(shown) == len(address) + len(sender)


def test_the_window_is_where_pypdf_finds_the_address_too(renderer: Renderer) -> None:
    for name, envelope in ENVELOPES.items():
        pdf = letter_pdf(a_letter(renderer, addressed(ADDRESSES[0], name)))
        left, top, right, bottom = envelope.address
        shown = [
            words
            for words, x, y in places(pdf)
            if left < x / POINTS_PER_MM < right and top < y / POINTS_PER_MM < bottom
        ]
        assert "\n".join(shown).split("\n") == list(ADDRESSES[0])


@pytest.mark.parametrize(
    ("country", "name"),
    [("US", "us-10"), ("CA", "us-10"), ("DE", "din-5008-b"), ("AT", "din-5008-b"), ("CH", "din-5008-b"),
     ("GB", "din-5008-b")],
)  # fmt: skip
def test_the_country_chooses_the_envelope_unless_the_creditor_does(
    renderer: Renderer, country: str, name: str
) -> None:
    letter = a_letter(renderer, replace(typical(), country=country))
    box = PdfReader(io.BytesIO(letter_pdf(letter))).pages[0].mediabox
    assert letter.envelope == name
    assert (round(float(box.width)), round(float(box.height))) == ENVELOPES[name].sheet
    chosen = replace(addressed(ADDRESSES[0], "din-5008-a"), country=country)
    assert a_letter(renderer, chosen).envelope == "din-5008-a"


@pytest.mark.parametrize("name", ENVELOPES)
def test_what_no_window_can_show_is_refused(renderer: Renderer, name: str) -> None:
    with pytest.raises(DataError, match="too long for the envelope"):
        letter_pdf(a_letter(renderer, addressed(("a" * 150, "1 Elm Street"), name)))


def test_the_envelope_shows_the_neutral_name_and_no_collector(renderer: Renderer) -> None:
    letter = a_letter(renderer, typical(collector=True, is_company=False), "validation-notice")
    assert letter.return_lines[0] == "Harbor Services"
    assert letter.sender_lines[0] == "Harbor Receivables LLC"


def test_the_letters_code_stands_beside_the_picture_and_without_it(renderer: Renderer) -> None:
    for context in (typical(1), replace(typical(1), respond_url=None)):
        page = pages(letter_pdf(a_letter(renderer, context)))[0]
        assert "K7QF-2M9X-4RTB" in page


def test_the_picture_holds_the_customers_link(renderer: Renderer) -> None:
    letter = a_letter(renderer, typical(1))
    other = replace(letter, respond_url=f"{letter.respond_url}x")
    assert letter_pdf(letter) != letter_pdf(other)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ENVELOPES)
def test_a_validation_notice_is_one_page_in_the_order_of_the_model_form(
    renderer: Renderer, name: str, language: str
) -> None:
    creditor = replace(typical(collector=True).creditor, letter_envelope=name)
    context = replace(typical(collector=True, is_company=False), creditor=creditor)
    (page,) = pages(letter_pdf(a_letter(renderer, context, "validation-notice", language)))
    order = {
        "en": ("is a debt collector", "Our information shows", "Total amount of the debt now",
               "How can you dispute the debt?", "What else can you do?", "How do you want to respond?",
               "This is not my debt.", "The amount is wrong.", "Other (please", "Make your check payable to",
               "Mail this form to:"),
        "es": ("es un cobrador de deudas", "Nuestra información", "Importe total de la deuda hoy",
               "¿Cómo puede disputar la deuda?", "¿Qué más puede hacer?", "¿Cómo quiere responder?",
               "Esta deuda no es mía.", "El importe es incorrecto.", "Otro motivo", "Haga el cheque",
               "Envíe este formulario a:"),
    }[language]  # fmt: skip
    found = [page.find(words) for words in order]
    assert -1 not in found
    assert found == sorted(found)


def test_what_is_torn_off_says_who_answers_whom_about_what(renderer: Renderer) -> None:
    pdf = letter_pdf(a_letter(renderer, typical(collector=True), "validation-notice"))
    torn = pages(pdf)[0].partition("How do you want to respond?")[2]
    for words in ("Harbor Receivables LLC", "120 Harbor Street", "48 Mill Road", "A-20418"):
        assert words in torn


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_else_must_be_said_goes_to_the_other_side_and_the_form_stays(
    renderer: Renderer, language: str
) -> None:
    required = ("time_barred", "rights_notice", "licence_number", "call_back_number", "caller_identity")
    context = replace(typical(collector=True, is_company=False), required=required)
    first, second = pages(letter_pdf(a_letter(renderer, context, "validation-notice", language)))
    words = {
        "en": ("Important information also stands on the next page.", "How do you want to respond?"),
        "es": ("En la página siguiente hay más información importante.", "¿Cómo quiere responder?"),
    }[language]
    assert all(each in first and each not in second for each in words)
    assert "IL 017.021234" in second


@pytest.mark.parametrize("message", ["reminder-1", "validation-notice", "statement"])
@pytest.mark.parametrize("name", ENVELOPES)
def test_another_program_finds_the_files_sound(
    renderer: Renderer, name: str, message: str, tmp_path: Path
) -> None:
    program = shutil.which("qpdf")
    if program is None:
        missing("qpdf")
    file = tmp_path / "letter.pdf"
    file.write_bytes(letter_pdf(a_letter(renderer, addressed(ADDRESSES[1], name), message)))
    subprocess.run([str(program), "--check", str(file)], check=True, capture_output=True)


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
    assert reader.xmp_metadata is not None
    told = reader.xmp_metadata.stream.get_data()
    for claim in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<"):
        assert claim in told


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
