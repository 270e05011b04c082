"""How many mutants of the rulebook did the tests notice? Prints the sum, the worst files, the survivors."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

KILLED, SURVIVED, UNTESTED = "killed", "survived", "no tests"
_STATES = {None: "not run", 0: SURVIVED, 33: UNTESTED, **dict.fromkeys((-24, 24, 36, 152, 255), "timeout")}
"""What mutmut's exit codes mean; whatever else ends a test run has noticed the mutant."""


def main() -> None:
    """Read what mutmut left in mutants/."""
    by_file: dict[str, Counter[str]] = {}
    survivors: list[str] = []
    for meta in sorted(Path("mutants/compliance").rglob("*.meta")):
        states = Counter[str]()
        for mutant, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
            state = _STATES.get(code, KILLED)
            states[state] += 1
            if state in (SURVIVED, UNTESTED):
                survivors.append(mutant)
        by_file[str(meta.relative_to("mutants")).removesuffix(".meta")] = states
    total = sum(by_file.values(), Counter[str]())
    print(f"{total.total()} mutants, {score(total):.1f} % noticed: {dict(total)}")
    for file, states in sorted(by_file.items(), key=lambda each: score(each[1]))[:12]:
        print(f"  {score(states):5.1f} % of {states.total():4} {file}")
    print(*survivors, sep="\n")


def score(states: Counter[str]) -> float:
    """Return the share of mutants, in percent, that a test or the clock caught."""
    noticed = states[KILLED] + states["timeout"]
    return 100 * noticed / states.total() if states.total() else 100.0


if __name__ == "__main__":
    main()
