"""What will this message cost? Its units, the recipient's country, and the price list's word on them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import phonenumbers

from channels.message import Adapter, Message
from channels.segments import segments
from gateway.domain.errors import ConfigError
from gateway.domain.limits import Limit
from gateway.domain.prices import Cost, Price, PriceList
from gateway.domain.words import Channel

_UNITS = {Channel.SMS: "segment", Channel.VOICE: "minute", Channel.LETTER: "page", Channel.EMAIL: "message"}
_KEYS = {"provider", "channel", "unit", "each", "first", "currency", "countries"}
_PAGE = 2500  # characters: what is printed on a page; a letter's pages are counted only when it is pressed


def cost_of(prices: PriceList, provider: str, message: Message, country: str | None) -> Cost | None:
    """Return what a message is expected to cost; None where the list says nothing of its provider.

    country: the recipient's; of a telephone number its own counts.
    """
    channel = message.channel
    if channel in (Channel.SMS, Channel.VOICE):
        country = _country(message.to)
    price = prices.price(provider, channel, country)
    if price is None:
        return None
    units = _units(message)
    return Cost(units, price.unit, price.of(units))


def read_prices(path: Path) -> PriceList:
    """Return the list of a file. Raises ConfigError that names the row which is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    if unknown := set(table) - {"version", "price"}:
        raise ConfigError(f"{path}: there is no key {min(unknown)}")
    rows = [_price(f"{path}: price {number}", row) for number, row in enumerate(table.get("price", ()), 1)]
    for place in {(row.provider, row.channel) for row in rows}:
        ours = [row for row in rows if (row.provider, row.channel) == place]
        named = [country for row in ours for country in row.countries]
        if sum(not row.countries for row in ours) != 1 or len(named) != len(set(named)):
            raise ConfigError(f"{path}: {' '.join(place)} needs one row without countries, each country once")
        if len({row.currency for row in ours}) > 1:
            raise ConfigError(f"{path}: {' '.join(place)} has two currencies")
    return PriceList(rows)


def check_reckonable(limits: Iterable[Limit], prices: PriceList, adapters: Mapping[Channel, Adapter]) -> None:
    """Raise ConfigError where a limit in money covers a provider whose price is unknown or in other money."""
    for limit in limits:
        for channel, adapter in adapters.items():
            if limit.cost is None or adapter.sandbox or limit.channel not in (None, channel):
                continue
            currency = prices.currency(adapter.name, channel)
            if currency != limit.cost.currency:
                told = f"in {currency}" if currency else "unknown to the price list"
                raise ConfigError(
                    f"limit {limit.name}: what {adapter.name} asks for by {channel} is {told}; "
                    "correct the file that `prices` names, or limit contacts"
                )


def _units(message: Message) -> int:
    if message.channel is Channel.SMS:
        return segments(message.text).count
    return 1 + len(message.text) // _PAGE if message.channel is Channel.LETTER else 1


def _country(number: str) -> str | None:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None


def _price(where: str, row: Mapping[str, Any]) -> Price:
    if unknown := set(row) - _KEYS:
        raise ConfigError(f"{where}: there is no key {min(unknown)}")
    try:
        price = Price(
            str(row["provider"]),
            Channel(row["channel"]),
            str(row["unit"]),
            _amount(row["each"]),
            str(row["currency"]),
            _amount(row.get("first", "0")),
            frozenset(row.get("countries", ())),
        )
    except KeyError as error:
        raise ConfigError(f"{where}: {error} is missing") from None
    except (TypeError, ValueError, InvalidOperation):
        raise ConfigError(f'{where}: write amounts such as "0.0083", and a channel that there is') from None
    if price.unit != _UNITS[price.channel]:
        raise ConfigError(f"{where}: {price.channel} is paid by the {_UNITS[price.channel]}")
    if not (len(price.currency) == 3 and price.currency.isascii() and price.currency.isupper()):
        raise ConfigError(f"{where}: write the currency by its three letters")
    return price


def _amount(told: Any) -> Decimal:
    """Money as text alone: a number of TOML's would be a float."""
    amount = Decimal(told) if isinstance(told, str) else None
    exponent = amount.as_tuple().exponent if amount is not None else None
    if amount is None or not isinstance(exponent, int) or amount < 0 or exponent < -6 or amount > 10_000:
        raise ValueError
    return amount
