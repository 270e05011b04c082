"""Is the master key made once, kept private, and never replaced?"""

from __future__ import annotations

import threading

import pytest

from gateway.domain.errors import ConfigError, RefusedToRun
from gateway.keys import Keys, WrongKey
from tests.fakes.ids import SeededIds

SECRET = bytes(range(32))


def test_a_first_start_makes_a_key_that_only_the_owner_reads(tmp_path, ids):
    path = tmp_path / "var" / "master.key"
    Keys.load_or_create(path, ids)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(path.read_text())) == 32
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


def test_a_second_start_takes_the_same_key(tmp_path, ids):
    path = tmp_path / "master.key"
    assert Keys.load_or_create(path, ids).secret == Keys.load_or_create(path, ids).secret


def test_programs_that_start_together_agree_on_one_key(tmp_path):
    path, secrets = tmp_path / "master.key", []
    starts = [
        threading.Thread(target=lambda n=n: secrets.append(Keys.load_or_create(path, SeededIds(n)).secret))
        for n in range(8)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(secrets) == 8
    assert len(set(secrets)) == 1


def test_a_lost_key_is_not_replaced_when_the_database_holds_sealed_data(tmp_path, ids):
    with pytest.raises(RefusedToRun, match="lost master key"):
        Keys.load_or_create(tmp_path / "master.key", ids, may_create=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_can_read_is_refused_with_the_remedy(tmp_path, mode):
    path = tmp_path / "master.key"
    path.write_text(SECRET.hex())
    path.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600"):
        Keys.load(path)


@pytest.mark.parametrize("text", ["", "00", "zz" * 32, "00" * 31, "00" * 33, "\xff" * 64])
def test_a_file_that_holds_no_master_key_is_refused_and_kept(tmp_path, ids, text):
    path = tmp_path / "master.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match=r"master key|hexadecimal"):
        Keys.load_or_create(path, ids)
    assert path.read_text() == text


def test_a_directory_in_the_key_s_place_is_refused(tmp_path, ids):
    with pytest.raises(ConfigError, match="cannot be read"):
        Keys.load_or_create(tmp_path, ids)


def test_every_purpose_has_a_key_of_its_own():
    keys = Keys.from_secret(SECRET)
    derived = [keys.link_key, keys.signing_key.private_bytes_raw(), keys.derive("customer-data-keys")]
    assert len({*derived, SECRET}) == 4


def test_derived_keys_never_change_between_versions():
    assert Keys.from_secret(SECRET).link_key.hex() == (
        "df3ba132b0cdf4e870c5bfab4f904fc39b50f9f0fcf8a74dc54819e4945793a4"
    )


def test_printing_keys_shows_no_secret():
    assert SECRET.hex() not in repr(Keys.from_secret(SECRET))
    assert "secret" not in repr(Keys.from_secret(SECRET))


def test_a_wrapped_data_key_opens_for_its_owner():
    keys = Keys.from_secret(SECRET)
    assert keys.unwrap(keys.wrap(b"k" * 32, b"owner", b"n" * 12), b"owner") == b"k" * 32


@pytest.mark.parametrize("owner", [b"somebody else", b""])
def test_a_wrapped_data_key_opens_for_nobody_else(owner):
    keys = Keys.from_secret(SECRET)
    with pytest.raises(WrongKey, match="does not open"):
        keys.unwrap(keys.wrap(b"k" * 32, b"owner", b"n" * 12), owner)


def test_another_master_key_opens_nothing():
    wrapped = Keys.from_secret(SECRET).wrap(b"k" * 32, b"owner", b"n" * 12)
    with pytest.raises(WrongKey, match="DUNWELL_KEY_FILE"):
        Keys.from_secret(bytes(32)).unwrap(wrapped, b"owner")


@pytest.mark.parametrize("wrapped", [b"", b"\x01", b"\x01short", b"\x02" + bytes(60)])
def test_a_cut_off_data_key_is_a_wrong_key(wrapped):
    with pytest.raises(WrongKey):
        Keys.from_secret(SECRET).unwrap(wrapped, b"owner")
