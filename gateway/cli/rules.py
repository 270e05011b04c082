"""`dunwell rules`: what does every rule in force say, to whom, since when and by whose word?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import AsJson

if TYPE_CHECKING:
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
    pack = None
    for rule in described:
        if rule.pack != pack:
            pack = rule.pack
            state = "" if rule.enabled else f" (off: {rule.why_off})"
            print(f"\n{rule.pack_title} [{rule.pack}, {rule.pack_kind}]{state}")
        for line in _lines(rule):
            print(line)
    print(f"\nRulebook {rulebook.digest}")


def _lines(rule: RuleDescription) -> list[str]:
    limits = ", ".join(f"{name} {_said(value)}" for name, value in rule.limits.items())
    ends = f" until {rule.effective_until}" if rule.effective_until else ""
    return [
        f"  {rule.id}: {rule.sentence}",
        f"      {rule.source}",
        f"      from {rule.effective_from}{ends}, verified on {rule.verified_on}, evidence {rule.evidence}"
        + (f"; {limits}" if limits else ""),
    ]


def _said(value: object) -> str:
    return " ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
