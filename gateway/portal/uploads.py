"""What does a form with files hold? Read part by part within bounds.

What is too large is passed over, so that the words that came with it are not lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from gateway.attachment_settings import MOST_AT_ONCE
from gateway.portal.forms import MAX_BODY, MAX_FIELDS, Form, read_form
from gateway.responses.attachments import Limits, Upload

FORM_DATA = "multipart/form-data"
AT_ONCE = 4  # forms with files read at the same time: they are kept in memory until they are sealed
READ_WITHIN = 180.0  # seconds: whoever sends nothing keeps nobody else waiting longer than that
_BOUND = MOST_AT_ONCE + MAX_BODY


class Posted(dict[str, str]):
    """The fields of a form that may hold files."""

    def __init__(self, fields: Form, files: list[Upload] | None = None) -> None:
        super().__init__(fields)
        self.files = files or []


class UploadReader:
    """Reads forms that may hold files, for whoever has passed the check."""

    def __init__(
        self, limits: Limits, may_send: Callable[[Request], bool], within: float = READ_WITHIN
    ) -> None:
        """may_send: asked before any of the body is read. within: seconds that one form may take."""
        self._limits, self._may_send, self._within = limits, may_send, within
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def read(self, request: Request) -> Posted:
        """Return the form. Raises HTTPException 400, 408, 413 or 415."""
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind.decode("latin-1").lower() != FORM_DATA:
            return Posted(await read_form(request))
        if not await run_in_threadpool(self._may_send, request):
            return Posted({})  # the page says that the session is over; nothing of the body was read
        async with self._turn:
            try:
                async with asyncio.timeout(self._within):
                    return await _Parts(options.get(b"boundary", b""), self._limits).read(request)
            except TimeoutError:
                raise HTTPException(
                    408, "This form took too long to arrive.", {"Connection": "close"}
                ) from None


class _Parts:
    """One form on its way in."""

    def __init__(self, boundary: bytes, limits: Limits) -> None:
        self._limits = limits
        self._fields: dict[str, bytearray] = {}
        self._files: list[bytearray | None] = []
        self._text_size = 0
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._take: Callable[[bytes], None] = self._pass_over
        callbacks: Any = {
            "on_part_begin": self._part_begins,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_ends,
            "on_headers_finished": self._content_begins,
            "on_part_data": lambda data, start, end: self._take(data[start:end]),
            "on_end": self._is_over,
        }
        self._is_whole = False
        try:
            self._parser = MultipartParser(boundary, callbacks)
        except (FormParserError, ValueError):
            raise _unreadable() from None

    async def read(self, request: Request) -> Posted:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > _BOUND:
                raise HTTPException(413, "This form is too large.", {"Connection": "close"})
            try:
                self._parser.write(chunk)
            except (FormParserError, UnicodeDecodeError):
                raise _unreadable() from None
        if not self._is_whole:
            raise _unreadable()
        return Posted(self._texts(), [Upload(bytes(f) if f is not None else None) for f in self._files])

    def _texts(self) -> dict[str, str]:
        try:
            return {
                name: bytes(value).decode("utf-8").replace("\x00", "").strip()
                for name, value in self._fields.items()
            }
        except UnicodeDecodeError:
            raise _unreadable() from None

    def _part_begins(self) -> None:
        self._headers, self._name, self._value = {}, b"", b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ends(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _content_begins(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8")
        if b"filename" not in options:
            self._begin_field(name)
        elif options[b"filename"]:  # a field in which nothing was chosen has an empty name
            self._begin_file()
        else:
            self._take = self._pass_over

    def _begin_field(self, name: str) -> None:
        if len(self._fields) >= MAX_FIELDS:
            raise HTTPException(413, "This form has too many fields.")
        field = self._fields[name] = bytearray()

        def take(data: bytes) -> None:
            self._text_size += len(data)
            if self._text_size > MAX_BODY:
                raise HTTPException(413, "This form is too large.")
            field.extend(data)

        self._take = take

    def _begin_file(self) -> None:
        """Of more files than are taken, only the count matters."""
        place = len(self._files)
        if place > self._limits.most_files:
            self._take = self._pass_over
            return
        self._files.append(bytearray())

        def take(data: bytes) -> None:
            file = self._files[place]
            if file is None:
                return
            if len(file) + len(data) > self._limits.most_bytes:
                self._files[place] = None
            else:
                file.extend(data)

        self._take = take

    def _pass_over(self, data: bytes) -> None:
        return

    def _is_over(self) -> None:
        self._is_whole = True


def _unreadable() -> HTTPException:
    return HTTPException(400, "This form cannot be read.")
