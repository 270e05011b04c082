"""`dunwell config check`: are the settings right?"""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def config() -> None:
    """The settings."""


@app.command()
def check() -> None:
    """Read everything that settings name, refuse what is wrong, and show what is in force; secrets as ***.

    Opens no database and no connection.
    """
    from channels.voice_twilio.endings import read_endings
    from gateway.bootstrap import open_app
    from gateway.importer import read_profiles
    from gateway.settings_reading import config_file, shown
    from gateway.voice import read_recording_rules

    parts = open_app()
    profiles = read_profiles(parts.settings.profiles)
    parts.settings.mailbox.account()
    read_endings(parts.settings.twilio.codes)
    _ = parts.call_words
    read_recording_rules(parts.settings.twilio.recording_rules)
    print(f"file = {config_file() or 'none: defaults and environment'}")
    for name, value in shown(parts.settings):
        print(f"{name} = {value}")
    print(
        f"{len(parts.adapters)} channels on, {len(parts.strategies)} strategies, "
        f"{len(parts.rulebook.rules())} rules, {len(parts.renderer.messages)} messages, "
        f"{len(profiles)} profiles, {len(parts.creditors)} creditors: all good"
    )


@app.command()
def reference() -> None:
    """Print every setting with its default and what it is for, as the Markdown of docs/settings.md."""
    from gateway.settings_reference import as_markdown

    print(as_markdown(), end="")
