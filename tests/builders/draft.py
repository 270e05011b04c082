"""A draft rulebook or strategy in a folder of its own."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NO_EMAIL = """
[pack]
id = "policy-no-email"
title = "No email without consent"
kind = "policy"
effective_from = 2026-01-01
verified_on = 2026-11-22
evidence = "policy"

[[rule]]
id = "consent-to-email"
kind = "consent_required"
sentence = "Emails only with consent."
channels = ["email"]
source = "Our own policy"
effect = "policy"
limits = { to = "email" }
"""


def a_folder(path: Path, **texts: str) -> Path:
    """Write TOML files, each named by its keyword with hyphens for underscores; return the folder."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (path / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return path


def shipped(name: str, *changes: tuple[str, str]) -> str:
    """Return a shipped pack or strategy's text with words in it changed; each must be there."""
    text = (ROOT / "config" / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{name} does not say {old}"
        text = text.replace(old, new)
    return text
