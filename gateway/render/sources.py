"""Which template files are there? All read once, by name, with the digest of those that took part."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from gateway.domain.errors import ConfigError
from gateway.domain.words import MessageKind

_SHARED = frozenset({"layout", "parts", "disclosures"})
_WORDS_OF_A_MESSAGE = frozenset(
    {"message.toml", "body.md", "sms.txt", "voice.txt", "call.txt", "voicemail.txt"}
)
_SUFFIXES = frozenset({".md", ".txt", ".sms", ".voice", ".call", ".html", ".css", ".json", ".toml", ".typ"})
_ATTACHMENTS = frozenset({"statement", "invoices"})
_PLAIN_WORDS = frozenset('<>&"{}\\')  # the layout's words go into HTML, JSON and text alike


@dataclass(frozen=True, slots=True)
class MessageFile:
    """What `message.toml` says of one message."""

    name: str
    title: str
    kind: MessageKind
    always: tuple[str, ...] = ()  # disclosures that it carries even where no rule asks for them
    on_machine: str = ""  # message whose voicemail.txt a call leaves on a machine; "" where it hangs up
    attachments: tuple[str, ...] = ()  # of its email: statement, invoices


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts of a templates folder, by path relative to it, with `/` on every system."""

    texts: dict[str, str]
    messages: dict[str, MessageFile]
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # language -> the layout's own words

    def digest(self, names: Iterable[str]) -> str:
        """Return the fingerprint of these files: their names, lengths and texts."""
        hashed = sha256()
        for name in sorted(set(names)):
            data = self.texts[name].encode()
            hashed.update(f"{name}\n{len(data)}\n".encode() + data)
        return f"sha256:{hashed.hexdigest()}"


def read_sources(folder: Path) -> Sources:
    """Read a templates folder. Raises ConfigError naming the file that is missing or wrong."""
    if not folder.is_dir():
        raise ConfigError(f"There is no templates folder at {folder}.")
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SUFFIXES and path.is_file()
    }
    # Pages live in the same folder and are somebody else's.
    names = sorted({name.split("/")[0] for name, path in files.items() if path.name in _WORDS_OF_A_MESSAGE})
    ours = _SHARED.union(names)
    texts = {name: _read(path, name) for name, path in files.items() if name.split("/")[0] in ours}
    words = {
        Path(name).stem: _words(name, text)
        for name, text in texts.items()
        if name.startswith("layout/words/") and name.endswith(".toml")
    }
    return Sources(texts, {name: _message(name, texts) for name in names}, words)


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"templates/{name} cannot be read as UTF-8 text: {type(error).__name__}.") from None


def _words(name: str, text: str) -> dict[str, str]:
    words = _toml(name, text)
    for key, value in words.items():
        if not isinstance(value, str) or _PLAIN_WORDS & set(value):
            raise ConfigError(f"templates/{name}: {key!r} must be plain text without markup.")
    return words


def _message(name: str, texts: dict[str, str]) -> MessageFile:
    file = f"{name}/message.toml"
    if file not in texts:
        raise ConfigError(f"templates/{file} is missing; it says what the message is for.")
    data = _toml(file, texts[file])
    unknown = data.keys() - {"title", "kind", "always", "on_machine", "attachments"}
    if unknown or "title" not in data or data.get("kind") not in set(MessageKind):
        raise ConfigError(
            f"templates/{file} needs `title` and a `kind` of message, and may have `always`, `on_machine` "
            "and `attachments`."
        )
    on_machine = str(data.get("on_machine", ""))
    for spoken in (text for text in texts if on_machine and text.startswith(f"{name}/")):
        voicemail = f"{on_machine}/{spoken.split('/')[1]}/voicemail.txt"
        if spoken.endswith("/voice.txt") and voicemail not in texts:
            raise ConfigError(f"templates/{file}: `on_machine` needs templates/{voicemail}.")
    always = tuple(data.get("always", ()))
    attachments = tuple(data.get("attachments", ()))
    if not set(attachments) <= _ATTACHMENTS:
        raise ConfigError(f"templates/{file}: `attachments` knows {' and '.join(sorted(_ATTACHMENTS))}.")
    return MessageFile(name, str(data["title"]), MessageKind(data["kind"]), always, on_machine, attachments)


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"templates/{name} is not valid TOML: {error}.") from None
