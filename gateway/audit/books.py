"""Which limits did a rule have then? The rulebooks of then, as far as their texts were kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from compliance.packs import Entry
from compliance.rulebook import Rulebook, load_rulebook
from gateway.domain.errors import ConfigError

_READ = 8  # rulebooks held ready; each is some megabytes


@dataclass(frozen=True, slots=True)
class Book:
    """One rulebook of then. rulebook: None where it cannot be had.

    reasons_alike: whether this version of Dunwell reasons as the one did that ruled.
    """

    digest: str
    rulebook: Rulebook | None
    reasons_alike: bool

    def entry(self, pack: str, rule: str, on: date) -> Entry | None:
        """Return the rule as it was in force on a day, or None."""
        return _entries(self.rulebook)[pack, rule, on] if self.rulebook else None


class Books:
    """The rulebooks of an installation, read when they are first needed. Can be sent to another process."""

    def __init__(
        self, texts: Mapping[str, Mapping[str, str]], ready: Mapping[str, Rulebook] = MappingProxyType({})
    ) -> None:
        """texts: the pack files behind each digest. ready: those that were read already."""
        self.texts = texts
        self._ready = dict(ready)
        self.of = lru_cache(_READ)(self._of)

    def __reduce__(self) -> tuple[type[Books], tuple[Mapping[str, Mapping[str, str]]]]:
        return Books, (self.texts,)

    def _of(self, digest: str) -> Book:
        rulebook = self._ready.get(digest) or self._read(digest)
        alike = rulebook is not None and rulebook.digest == digest
        return Book(digest, rulebook, reasons_alike=alike)

    def _read(self, digest: str) -> Rulebook | None:
        texts = self.texts.get(digest)
        try:
            return load_rulebook(texts) if texts else None
        except ConfigError:
            return None


class _ByDay(dict[tuple[str, str, date], Entry | None]):
    """The rule of a pack that was in force on a day, looked for once."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__()
        self._entries: dict[tuple[str, str], list[Entry]] = {}
        for pack in rulebook.packs:
            for entry in pack.entries:
                self._entries.setdefault((pack.id, entry.id), []).append(entry)

    def __missing__(self, key: tuple[str, str, date]) -> Entry | None:
        pack, rule, on = key
        entries = self._entries.get((pack, rule), [])
        in_force = [
            one
            for one in entries
            if one.effective_from <= on and (one.effective_until is None or on < one.effective_until)
        ]
        candidates = in_force or entries
        found = self[key] = candidates[-1] if candidates else None
        return found


@lru_cache(maxsize=_READ)
def _entries(rulebook: Rulebook) -> _ByDay:
    return _ByDay(rulebook)
