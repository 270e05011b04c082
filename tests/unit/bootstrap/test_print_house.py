"""Do the settings of a print house reach the adapter and the tick that hears it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.bootstrap import App, RandomIds, SystemClock
from gateway.daemon.ticks import Errands
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from gateway.settings import ChannelSettings, LetterSettings, Settings
from gateway.store.presence import presence_of


def an_app(var: Path, **changes: object) -> App:
    values = {"public_url": "https://reminders.example.com", "channels": ChannelSettings(letter="spool")}
    return App(Settings(var_dir=var, **values | changes), SystemClock(), RandomIds())


def test_letters_lie_in_the_var_directory_unless_said_otherwise(tmp_path: Path) -> None:
    with an_app(tmp_path) as app:
        assert app.print_house.letters == tmp_path / "letters" / "out"
    with an_app(tmp_path, letter=LetterSettings(folder=tmp_path / "press", mail_class="first")) as app:
        assert app.print_house.acknowledgements == tmp_path / "press" / "in"
        assert app.print_house.mail_class == "first"


async def test_the_daemon_hears_the_print_house(tmp_path: Path) -> None:
    with an_app(tmp_path) as app:
        await app.adapters[Channel.LETTER].open()
        errands = Errands(app, presence_of(app.store, app.worker_id))
        (app.print_house.acknowledgements / "said.json").write_text("{")
        assert await errands.letters() == {"files": 0, "changed": 0, "broken": 0}
        assert await errands.letters() == {"files": 1, "changed": 0, "broken": 1}


def test_letters_to_people_need_a_public_address(tmp_path: Path) -> None:
    with an_app(tmp_path, public_url="http://127.0.0.1:8025") as app, pytest.raises(ConfigError):
        _ = app.adapters
