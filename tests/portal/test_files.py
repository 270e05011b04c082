"""What becomes of files that a customer sends with a dispute?"""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import Request

from gateway.portal.uploads import UploadReader
from gateway.responses import attachments as files_of
from gateway.responses.attachments import Limits
from gateway.store import attachments, ledger
from tests.builders.files import A_JPEG, A_PDF, a_png
from tests.builders.ledger import a_ledger
from tests.portal.conftest import MakeSite
from tests.portal.site import Site

WORDS = {"bill": "all", "reason": "paid", "words": "I paid in January; see the receipt."}
LIMITS = Limits(most_files=3, most_bytes=20_000, most_kept=4)


@pytest.fixture
def inside(make_site: MakeSite) -> Site:
    """A customer who passed the check, and may send three files of 20 kB."""
    site = make_site(attachments=LIMITS)
    site.sign_in()
    return site


def _send(site: Site, *contents: bytes, form: str | None = None, name: str = "a.pdf", **fields: str) -> Any:
    token = site.form("/answer/dispute") if form is None else form
    files = [("files", (name, content, "application/pdf")) for content in contents]
    data = {"form": token, **WORDS, **fields}
    return site.client.post("/answer/dispute", data=data, files=files, follow_redirects=False)


def _open(site: Site, row: Any) -> bytes:
    with site.store.read() as tx:
        found = attachments.find(tx, row.attachment_id)
        assert found
        return files_of.opened(tx, a_ledger(site.ids), *found)


def test_files_are_kept_sealed_with_what_they_prove(inside: Site) -> None:
    contents = [A_PDF, A_JPEG, a_png()]
    answer = _send(inside, *contents)
    assert answer.status_code == 303
    rows = sorted(inside.rows("attachment"), key=lambda row: row.number)
    assert [row.kind for row in rows] == ["pdf", "jpg", "png"]
    assert [_open(inside, row) for row in rows] == contents
    assert all(content[:20] not in row.sealed for row, content in zip(rows, contents, strict=True))
    text = inside.client.get(answer.headers["location"]).text
    assert "File 1: PDF" in text
    assert "File 3: PNG" in text


def test_the_ledger_holds_the_digest_of_each_file(inside: Site) -> None:
    _send(inside, A_PDF)
    [file] = inside.rows("attachment")
    [row] = [row for row in inside.rows("ledger_entry") if row.kind == "file.received"]
    with inside.store.read() as tx:
        entry = a_ledger(inside.ids).open(tx, row.entry_id)
    assert entry["public"]["sealed_sha256"] == hashlib.sha256(file.sealed).hexdigest()
    assert entry["private"]["sha256"] == hashlib.sha256(A_PDF).hexdigest()


def test_a_name_says_nothing_of_what_a_file_is_and_is_not_kept(inside: Site) -> None:
    assert _send(inside, A_JPEG, name="../../<script>.exe").status_code == 303
    assert inside.rows("attachment")[0].kind == "jpg"
    assert "script" not in str(inside.everything())


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ([b"MZ\x90\x00 a program"], "File 1 is no PDF, JPEG or PNG picture."),
        ([A_PDF, b"<svg onload=alert(1)>"], "File 2 is no PDF"),
        ([A_PDF[:30]], "File 1 is damaged or not whole."),
        ([b""], "File 1 is empty."),
        ([A_PDF, a_png(b"x" * 20_000)], "File 2 is too large."),
        ([A_PDF, A_JPEG, a_png(), a_png(b"4")], "Please choose at most 3 files."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_and_the_words_are_kept(
    inside: Site, contents: list[bytes], words: str
) -> None:
    before = inside.everything()
    page = _send(inside, *contents)
    assert page.status_code == 422
    assert words in page.text
    assert WORDS["words"] in page.text
    assert "please choose your files again" in page.text
    assert inside.everything() == before


def test_the_same_file_twice_is_kept_once(inside: Site) -> None:
    _send(inside, A_PDF, A_PDF)
    assert len(inside.rows("attachment")) == 1


def test_fifty_at_once_keep_each_file_once(inside: Site) -> None:
    form = inside.form("/answer/dispute")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: _send(inside, A_PDF, A_JPEG, form=form), range(50)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert (len(inside.events()), len(inside.rows("attachment"))) == (1, 2)


def test_nobody_fills_the_disk(inside: Site) -> None:
    assert _send(inside, A_PDF, A_JPEG, a_png()).status_code == 303
    page = _send(inside, A_PDF, A_JPEG)
    assert page.status_code == 422
    assert "as many files as this page takes" in page.text


def test_nothing_is_read_of_files_from_whoever_has_not_passed_the_check(site: Site) -> None:
    def endless() -> Any:
        yield b"--b\r\n"
        raise AssertionError("the body was read")

    headers = {"content-type": "multipart/form-data; boundary=b"}
    assert site.client.post("/answer/dispute", content=endless(), headers=headers).status_code in (403,)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--b\r\n"),  # no boundary
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\nhalf"),
        ("multipart/form-data; boundary=b", b"anything else"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"A: b\r\n" * 50 + b"\r\n\r\n--b--\r\n"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\r\n--b--',
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\xff\r\n--b--\r\n',
        ),
    ],
)  # fmt: skip
def test_a_form_that_is_none_is_refused(inside: Site, content_type: str, body: bytes) -> None:
    answer = inside.client.post("/answer/dispute", content=body, headers={"content-type": content_type})
    assert answer.status_code == 400
    assert inside.events() == []


def test_a_text_field_in_a_form_with_files_is_bounded(inside: Site) -> None:
    assert _send(inside, A_PDF, words="x" * 40_000).status_code == 413


def test_a_form_with_files_from_another_site_is_refused_unread(inside: Site) -> None:
    headers = {"content-type": "multipart/form-data; boundary=b", "sec-fetch-site": "cross-site"}
    assert inside.client.post("/answer/dispute", content=b"--b", headers=headers).status_code == 403
    assert inside.events() == []


def test_an_erased_customers_files_cannot_be_opened(inside: Site) -> None:
    _send(inside, A_PDF)
    [row] = inside.rows("attachment")
    with inside.store.begin() as tx:
        a_ledger(inside.ids).erase(tx, inside.customer.customer_id, inside.clock.now())
        assert ledger.subject_of(tx, inside.customer.customer_id)
    with pytest.raises(Exception, match="erased"):
        _open(inside, row)


def test_where_no_files_are_taken_none_are_asked_for(make_site: MakeSite) -> None:
    site = make_site(attachments=Limits(most_files=0))
    site.sign_in()
    assert 'type="file"' not in site.client.get("/answer/dispute").text
    assert _send(site, A_PDF).status_code == 422
    assert _send(site).status_code == 303


async def test_whoever_sends_nothing_does_not_keep_the_place_of_others() -> None:
    never = asyncio.Event()

    async def hangs() -> Any:
        await never.wait()

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    scope = {"type": "http", "method": "POST", "headers": headers}
    reader = UploadReader(LIMITS, lambda request: True, within=0.05)
    told = await asyncio.gather(
        *(reader.read(Request(scope, hangs)) for _ in range(9)), return_exceptions=True
    )
    assert [getattr(one, "status_code", one) for one in told] == [408] * 9
