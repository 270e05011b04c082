"""`dunwell rules`: what does every rule in force say, to whom, since when and by whose word?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compliance.descriptions import RuleDescription

app = typer.Typer()


@app.command()
def rules(
    as_json: AsJson = False,
    as_page: Annotated[bool, typer.Option("--page", help="Print docs/rulebook.md.")] = False,
) -> None:
    """List every rule: id, sentence, limits, source, dates, grade of evidence."""
    from compliance.page import rulebook_page
    from gateway.bootstrap import open_app

    rulebook = open_app().rulebook
    described = rulebook.rules()
    if as_page:
        print(rulebook_page(described), end="")
        return
    if as_json:
        print(
            json.dumps(
                {"rulebook": rulebook.digest, "rules": [asdict(one) for one in described]}, default=str
            )
        )
        return
    for line in _listing(described):
        print(line)
    print(f"\nRulebook {rulebook.digest}")


def _listing(described: Sequence[RuleDescription]) -> Iterator[str]:
    pack = None
    for rule in described:
        if rule.pack != pack:
            pack = rule.pack
            state = "" if rule.pack_enabled else f" (off: {rule.why_off})"
            yield f"\n{rule.pack_title} [{rule.pack}, {rule.pack_kind}]{state}"
        yield from _lines(rule)


def _lines(rule: RuleDescription) -> Iterator[str]:
    off = f" (off: {rule.why_off})" if rule.pack_enabled and not rule.enabled else ""
    yield f"  {rule.id}: {rule.sentence}{off}"
    if rule.limits_in_words:
        yield f"      limits: {rule.limits_in_words}"
    if rule.counts_in_words:
        yield f"      what counts: {rule.counts_in_words}"
    yield f"      binds {rule.binds}"
    yield f"      {rule.source}; {rule.effect.replace('_', ' ')}"
    yield f"      {rule.in_force}, verified on {rule.verified_on}, evidence {rule.evidence}"
