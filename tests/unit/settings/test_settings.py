"""Are the settings read from where they should be, and refused where they are wrong?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest

from gateway.creditor_settings import CheckFact
from gateway.domain.errors import ConfigError
from gateway.domain.ids import CreditorId
from gateway.responses.identity import FACTS
from gateway.settings import Settings
from gateway.settings_reading import load_settings, shown

A_CREDITOR = """
[[creditor]]
id = "acme"
name = "Acme Supply Co."
neutral_name = "Acme"
default_country = "US"
address = "1 Main Street"
telephone = "+15185550100"
email_from = "billing@acme.example"
sms_from = "+15185550101"
voice_from = "+15185550102"
how_to_pay = { bank = "Account 1" }
"""


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("DUNWELL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _file(text: str) -> None:
    Path("dunwell.toml").write_text(text, encoding="utf-8")


def test_without_a_file_every_setting_has_its_default() -> None:
    settings = load_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///var/dunwell.db"
    assert (settings.http.host, settings.http.port) == ("127.0.0.1", 8025)
    assert settings.channels.email == "sandbox"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    _file("[http]\nport = 9000\nhost = '0.0.0.0'")
    monkeypatch.setenv("DUNWELL_HTTP__PORT", "9001")
    assert (load_settings().http.host, load_settings().http.port) == ("0.0.0.0", 9001)


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNWELL_PUBLIC_URL", "")
    assert load_settings().public_url == "http://127.0.0.1:8025"


def test_the_file_named_in_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("var_dir = '/srv/dunwell'", encoding="utf-8")
    monkeypatch.setenv("DUNWELL_CONFIG", str(other))
    assert load_settings().database_url.get_secret_value() == "sqlite:////srv/dunwell/dunwell.db"
    assert load_settings().key_file == Path("/srv/dunwell/master.key")


def test_a_named_file_that_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNWELL_CONFIG", "nowhere.toml")
    with pytest.raises(ConfigError, match=r"DUNWELL_CONFIG: there is no file nowhere\.toml"):
        load_settings()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("bogus = 1", r"dunwell\.toml: bogus: there is no such setting"),
        ("[http]\nprot = 1", r"dunwell\.toml: http\.prot: there is no such setting"),
        ("[http]\nport = 'x'", r"dunwell\.toml: http\.port: "),
        ("database_url = 'mysql://a'", r"dunwell\.toml: database_url: write sqlite"),
        ("public_url = 'ftp://a'", r"dunwell\.toml: public_url: write an http"),
        ("strategies = 'nowhere'", r"dunwell\.toml: strategies: there is no directory nowhere"),
        ("clock = 2027-01-01T00:00:00", r"dunwell\.toml: clock: "),
        ("a = 1\nb = = 2", r"dunwell\.toml: .*line 2"),
        ("var_dir = 5", r"dunwell\.toml: var_dir: "),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_file_and_key(text: str, complaint: str) -> None:
    _file(text)
    with pytest.raises(ConfigError, match=complaint):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("DUNWELL_BOGUS", "1", "there is no setting DUNWELL_BOGUS"),
        ("DUNWELL_HTTP__PROT", "1", "DUNWELL_HTTP__PROT: there is no such setting"),
        ("DUNWELL_HTTP__PORT", "many", "DUNWELL_HTTP__PORT: "),
    ],
)
def test_what_is_wrong_in_the_environment_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, complaint: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=complaint):
        load_settings()


def test_every_wrong_key_is_listed_at_once() -> None:
    _file("bogus = 1\nfalse = 2")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert len(str(caught.value).splitlines()) == 2


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNWELL_SMTP__URL", "smtps://user:hush@relay.example:465")
    monkeypatch.setenv("DUNWELL_DATABASE_URL", "postgresql://user:hush@db/dunwell")
    monkeypatch.setenv("DUNWELL_TWILIO__AUTH_TOKEN", "hush")
    settings = load_settings()
    values = dict(shown(settings))
    assert {values[key] for key in ("smtp.url", "database_url", "twilio.auth_token")} == {"***"}
    assert "hush" not in repr(settings)


def test_a_wrong_secret_is_not_repeated_in_the_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNWELL_DATABASE_URL", "mysql://user:hush@db")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert "hush" not in str(caught.value)


def test_a_creditor_becomes_the_domains_creditor() -> None:
    _file(A_CREDITOR)
    creditor = load_settings().creditors[CreditorId("acme")]
    assert creditor.how_to_pay.bank == "Account 1"
    assert creditor.check_company == ("postal_code", "invoice_number")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('{ bank = "Account 1" }', "{}", "say how the creditor is paid"),
        (
            '{ bank = "Account 1" }',
            '{ page = "http://a.example" }',
            "a payment page needs an https",
        ),
        ('"US"', '"USA"', r"creditor\.0\.default_country"),
        ("billing@acme.example", "billing", r"creditor\.0\.email_from"),
        ("+15185550100", "518-555-0100", r"creditor\.0\.telephone"),
        ("neutral_name", "nuetral_name", r"creditor\.0\.nuetral_name: there is no such setting"),
        ('"acme"', '"Acme Supply"', r"creditor\.0\.id"),
        ("[[creditor]]", "[[creditor]]\ncheck_person = ['birth_year']", "at least two different facts"),
    ],
)
def test_a_creditor_that_lacks_something_is_refused(old: str, new: str, complaint: str) -> None:
    _file(A_CREDITOR.replace(old, new))
    with pytest.raises(ConfigError, match=complaint):
        load_settings()


def test_a_creditor_may_choose_among_all_facts_that_can_be_checked() -> None:
    assert set(get_args(CheckFact)) == set(FACTS)


def test_two_creditors_of_one_id_are_refused() -> None:
    _file(A_CREDITOR * 2)
    with pytest.raises(ConfigError, match="the id acme is given twice"):
        load_settings()


@pytest.mark.parametrize(
    ("url", "is_public"),
    [
        ("https://reminders.acme.example", True),
        ("http://reminders.acme.example", False),
        ("https://127.0.0.1", False),
        ("https://localhost:8443", False),
        ("https://[::1]", False),
    ],
)
def test_only_an_https_address_elsewhere_is_public(url: str, is_public: bool) -> None:
    assert Settings(public_url=url).is_public is is_public
