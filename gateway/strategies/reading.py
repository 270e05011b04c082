"""What do the strategy files say? TOML texts in, strategies out; a mistake is named with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import cache

from babel import Locale

from gateway.domain.places import parse
from gateway.domain.strategy import CALL_WITHIN_DAYS, Conditions, LateStart, Missed, Step, Strategy
from gateway.domain.words import ActorRole, Channel, DebtClass, MadeBy, MessageKind
from gateway.strategies.choice import Strategies
from gateway.strategies.keys import Table

# What may pause a strategy beyond what the rulebook stops: facts and answers that call for patience.
PAUSING = frozenset({"payment", "promise_to_pay", "dispute", "reply"})
_CUSTOMER_KINDS = frozenset({"person", "company"})
# Kinds that a strategy may plan; the others answer a customer or are asked for one at a time.
_KINDS = frozenset({MessageKind.DUNNING, MessageKind.VALIDATION_NOTICE, MessageKind.REQUIRED_BY_LAW})


def load_strategies(
    texts: Mapping[str, str],
    templates: Collection[str] | None = None,
    calls: Collection[str] | None = None,
    only_left: Collection[str] = (),
) -> Strategies:
    """Return the strategies of TOML texts, by file name.

    templates: names of the templates that exist; None: not checked. calls: those of them that a person says
    on the telephone; None: not checked. only_left: those that calls leave on machines.
    Raises ConfigError naming file and line for whatever is not understood.
    """
    strategies: dict[str, Strategy] = {}
    for file, text in sorted(texts.items()):
        table = Table(*parse(file, text))
        strategy = _strategy(table, text, templates, calls, only_left)
        if strategy.id in strategies:
            raise table.wrong("id", f"another file has the strategy {strategy.id!r} already.")
        strategies[strategy.id] = strategy
    return Strategies(tuple(strategies.values()))


def _strategy(
    table: Table,
    text: str,
    templates: Collection[str] | None,
    calls: Collection[str] | None,
    only_left: Collection[str],
) -> Strategy:
    steps = tuple(_step(row, templates, calls, only_left) for row in table.tables("step"))
    strategy = Strategy(
        id=table.id("id"),
        title=table.text("title"),
        conditions=_conditions(table.table("conditions")),
        steps=steps,
        missed=table.word("missed", Missed, Missed.COLLAPSE),
        min_days_between=table.number("min_days_between", 1, least=1),
        minimum_balance=table.table("minimum_balance").amounts(_currencies()),
        paused_by=table.texts("paused_by", PAUSING),
        pause_days=table.number("pause_days", 7, least=1),
        late_start=table.word("late_start", LateStart, LateStart.FIRST_STEP),
        priority=table.number("priority", 0),
        on_request=table.flag("on_request"),
        digest="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
    )
    table.done()
    _check_order(table, strategy)
    return strategy


def _conditions(table: Table) -> Conditions:
    conditions = Conditions(
        debt_classes=table.words("debt_classes", DebtClass),
        actor_roles=table.words("actor_roles", ActorRole),
        creditors=table.texts("creditors"),
        countries=table.texts("countries"),
        customer_kinds=table.texts("customer_kinds", _CUSTOMER_KINDS),
    )
    for country in conditions.countries:
        if country not in _countries():
            raise table.wrong(
                "countries", f"unknown country {country!r}; write its ISO 3166-1 code, like US."
            )
    table.done()
    return conditions


def _step(
    table: Table,
    templates: Collection[str] | None,
    calls: Collection[str] | None,
    only_left: Collection[str],
) -> Step:
    template = table.id("template")
    if templates is not None and template not in templates:
        raise table.wrong("template", f"there is no template {template!r}; there are {_listed(templates)}.")
    kind = table.word("kind", MessageKind, MessageKind.DUNNING)
    if kind not in _KINDS:
        raise table.wrong("kind", f"a step cannot be a {kind.value}; it can be {_listed(_KINDS)}.")
    channels = table.words("channels", Channel)
    if not channels:
        raise table.wrong("channels", f"a step needs at least one channel: {_listed(list(Channel))}.")
    step = Step(
        id=table.id("id"),
        template=template,
        channels=channels,
        kind=kind,
        days_past_due=table.number("days_past_due") if table.has("days_past_due") else None,
        days_after_previous=_days_after(table),
        tone=table.text("tone", "friendly"),
        made_by=table.word("by", MadeBy, MadeBy.DUNWELL),
        call_within_days=table.number("call_within_days", CALL_WITHIN_DAYS, least=1),
    )
    table.done()
    _check_caller(table, step, calls)
    if Channel.VOICE in channels and template in only_left:
        raise table.wrong(
            "template",
            f"{template!r} is what calls leave on a machine, and nothing that a person may be told; choose a "
            f'message with voice.txt, whose message.toml says on_machine = "{template}".',
        )
    if (step.days_past_due is None) == (step.days_after_previous is None):
        raise table.wrong("id", f"step {step.id!r} needs days_past_due or days_after_previous, one of them.")
    return step


def _check_caller(table: Table, step: Step, calls: Collection[str] | None) -> None:
    """A collector's step is a call and nothing else; its words are a person's, which Dunwell never says."""
    by_person = step.made_by is MadeBy.COLLECTOR
    if by_person and step.channels != (Channel.VOICE,):
        raise table.wrong("channels", 'a step by = "collector" is a call: channels = ["voice"].')
    if not by_person and table.has("call_within_days"):
        raise table.wrong("call_within_days", 'only a step with by = "collector" waits for a person.')
    if calls is not None and by_person != (step.template in calls):
        who = "a collector says" if by_person else "Dunwell sends"
        fit = f": {_listed(calls)}" if by_person else ""
        raise table.wrong("template", f"{step.template!r} holds no words that {who}; choose another{fit}.")


def _days_after(table: Table) -> int | None:
    if not table.has("days_after_previous"):
        return None
    return table.number("days_after_previous", least=1)


def _check_order(table: Table, strategy: Strategy) -> None:
    rows = table.tables("step")
    if not rows:
        raise table.wrong("step", f"strategy {strategy.id!r} has no [[step]].")
    ids: set[str] = set()
    previous: int | None = None
    for row, step in zip(rows, strategy.steps, strict=True):
        if step.id in ids:
            raise row.wrong("id", f"another step is called {step.id!r} already.")
        ids.add(step.id)
        previous = _day(row, step, previous, strategy.min_days_between)


def _day(row: Table, step: Step, previous: int | None, distance: int) -> int:
    """Return the day past due on which a step goes if nothing is late. Raises ConfigError for wrong days."""
    if step.days_past_due is None:
        key, day = "days_after_previous", (previous or 0) + (step.days_after_previous or 0)
        if previous is None or previous <= 0:
            raise row.wrong(key, "the first step from the due date on needs days_past_due.")
    else:
        key, day = "days_past_due", step.days_past_due
    if previous is not None and day <= previous:
        raise row.wrong(key, f"the days must go up: {day} comes after {previous}.")
    if previous is not None and previous > 0 and day - previous < distance:
        raise row.wrong(key, f"this is less than min_days_between ({distance}) after the step before.")
    return day


@cache
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies)


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(str(name) for name in names)) or "none"
