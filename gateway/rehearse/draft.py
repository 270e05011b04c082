"""What is to be tried, and against what? Two rulebooks and two sets of strategies, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compliance.rulebook import Rulebook, load_rulebook
from gateway.bootstrap import App
from gateway.domain.errors import ConfigError
from gateway.strategies import Strategies, load_strategies


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared."""

    rulebook: Rulebook
    strategies: Strategies


@dataclass(frozen=True, slots=True)
class Draft:
    """What is in force and what is to be tried in its place."""

    in_force: Side
    tried: Side

    def sentences(self) -> dict[str, str]:
        """Return what each rule says, by pack and rule, in the draft's words where both sides have it."""
        return {
            f"{pack.id}/{entry.id}": entry.sentence
            for side in (self.in_force, self.tried)
            for pack in side.rulebook.packs
            for entry in pack.entries
        }


def read_draft(
    app: App,
    *,
    packs: Path | None = None,
    strategies: Path | None = None,
    against: Path | None = None,
    over: bool = False,
) -> Draft:
    """Return both sides.

    packs, strategies: directories of the draft; what is None stays as it is in force.
    against: a directory of packs to compare with in place of those in force.
    over: the draft's directories hold only the files that change; a file replaces the one of its name.
    Raises ConfigError that names file and line where a file cannot be understood.
    """
    if packs is None and strategies is None:
        raise ConfigError("nothing is to be rehearsed: name a directory with --packs, --strategies or both")
    rulebook = app.rulebook if against is None else load_rulebook(files(against))
    in_force = Side(rulebook, app.strategies)
    if packs is not None:
        rulebook = load_rulebook(_laid(files(packs), dict(rulebook.texts) if over else {}))
    tried = app.strategies
    if strategies is not None:
        texts = _laid(files(strategies), files(app.settings.strategies) if over else {})
        tried = load_strategies(texts, app.renderer.messages)
    return Draft(in_force, Side(rulebook, tried))


def files(folder: Path) -> dict[str, str]:
    """Return the TOML files of a folder, by name. Raises ConfigError where there are none."""
    if not folder.is_dir():
        raise ConfigError(f"there is no directory {folder}")
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ConfigError(f"the directory {folder} holds no file whose name ends in .toml")
    return {path.name: _text(path) for path in paths}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: cannot be read ({type(error).__name__})") from None


def _laid(draft: Mapping[str, str], below: Mapping[str, str]) -> dict[str, str]:
    return {**below, **draft}
