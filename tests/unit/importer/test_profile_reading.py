"""Is a profile checked to its last key, and do the shipped ones hold?"""

from __future__ import annotations

import pytest

from gateway.domain.errors import ConfigError
from gateway.importer.profile_reading import parse_profile, read_profiles
from gateway.shipped import shipped


def test_the_shipped_profiles_are_read() -> None:
    assert set(read_profiles(shipped("config/profiles"))) >= {
        "native",
        "highradius",
        "ibm-late-payment",
        "quickbooks-online-aging",
        "quickbooks-desktop-open-invoices",
        "sap-fbl5n",
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("colums = {}", "colums is not a key"),
        ("[columns]\nbalance = 'x'", "balance must be a list"),
        ("[columns]\nsaldo = ['x']", r"\[columns\]: saldo is not a column"),
        ("[columns]\nbalance = ['x']\n[dates]\npatterns = ['d/m/yyyy', 'm/d/yyyy']", "same text"),
        ("[columns]\nbalance = ['x']\n[numbers]\nrounding = 'up'", "rounding must be one of"),
        ("[columns]\nbalance = ['x']\n[numbers]\ndecimals = ','", "decimals is not a key"),
        ("[columns]\nbalance = ['x']\n[fill]\ncurrency = '{'", "unpaired brace"),
        ("[columns]\nbalance = ['x']\n[rows]\nignore = ['(']", "no regular expression"),
        ("[columns]\nbalance = ['x']\n[file]\nencoding = 'klingon'", "encoding is unknown"),
        ("[columns]\nbalance = ['x']\n[groups]\nalone = 'name'", "names name"),
        ("[columns]\nbalance = ['x']\n[report]\nas_of = 'as of'", "must have a group"),
        ("kind = 'orders'", "kind must be one of"),
        ("[columns]", "must say which heading"),
        ("=", "profile mine: "),
    ],
)
def test_a_wrong_profile_names_place_and_fault(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        parse_profile("mine", text)
