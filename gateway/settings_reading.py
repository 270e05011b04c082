"""Which settings are in force, and what is wrong with them? Every error names its place and the key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict, SettingsError

from gateway.domain.errors import ConfigError
from gateway.settings import Settings

PREFIX = "DUNWELL_"
CONFIG_VARIABLE = "DUNWELL_CONFIG"
# Read by other programs: make, and the test suite.
_NOT_SETTINGS = ("DUNWELL_CONFIG", "DUNWELL_PYTHON", "DUNWELL_TEST_")


def load_settings() -> Settings:
    """Return the settings of the TOML file and the environment.

    Raises ConfigError that lists every wrong or unknown key with the file or variable it stands in.
    """
    file = config_file()
    _refuse_unknown_variables()

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        return FromFile()
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({error})") from None
    except SettingsError as error:
        raise ConfigError(f"the environment: {error}") from None
    except ValidationError as error:
        raise ConfigError("\n".join(_complaints(error, file))) from None


def config_file() -> Path | None:
    """Return the file that settings are read from, or None where there is none.

    Raises ConfigError if the one that DUNWELL_CONFIG names is missing.
    """
    if named := os.environ.get(CONFIG_VARIABLE):
        if not Path(named).is_file():
            raise ConfigError(f"{CONFIG_VARIABLE}: there is no file {named}")
        return Path(named)
    usual = (Path("dunwell.toml"), Path("/etc/dunwell/dunwell.toml"))
    return next((path for path in usual if path.is_file()), None)


def shown(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield each setting's name and value; secrets as ***."""
    yield from _shown(settings, "")


def _shown(section: BaseModel, prefix: str) -> Iterator[tuple[str, str]]:
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _shown(value, f"{prefix}{name}.")
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            yield prefix + name, ", ".join(str(getattr(one, "id", "")) for one in value)
        else:
            yield prefix + name, _printed(value)


def _printed(value: Any) -> str:
    if isinstance(value, SecretStr):
        text = value.get_secret_value()
        return "***" if "@" in text or "://" not in text else text
    return "" if value is None else str(value)


def _refuse_unknown_variables() -> None:
    for name in sorted(os.environ):
        if not name.startswith(PREFIX) or name.startswith(_NOT_SETTINGS):
            continue
        if name.removeprefix(PREFIX).split("__")[0].lower() not in Settings.model_fields:
            raise ConfigError(f"the environment: there is no setting {name}")


def _complaints(error: ValidationError, file: Path | None) -> Iterator[str]:
    for item in error.errors(include_input=False, include_url=False):
        place = tuple(str(part) for part in item["loc"])
        message = "there is no such setting" if item["type"] == "extra_forbidden" else item["msg"]
        yield f"{_where(place, file)}: {message.removeprefix('Value error, ')}"


def _where(place: tuple[str, ...], file: Path | None) -> str:
    """The environment wins over the file, so a value that a variable gave is the variable's."""
    for length in range(len(place), 0, -1):
        variable = PREFIX + "__".join(place[:length]).upper()
        if _given(os.environ, variable):
            return variable
    key = ".".join(place) or "settings"
    return f"{file}: {key}" if file else key


def _given(environment: Mapping[str, str], variable: str) -> bool:
    return bool(environment.get(variable))
