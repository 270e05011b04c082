"""Does the rulebook agree with a second, naive judge, at a million instants and on twenty thousand walks?

python -m bench.walks [--walks 20000] [--instants 1000000] [--seed 1] [--processes 1] [--json FILE]

A walk goes from a question to its `permitted_at`: every minute, and every second around the answer,
midnights and clock changes. Disagreements must be 0; the exit status is 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from tests.oracle.comparing import Findings, Judges, compare, shipped_packs
from tests.oracle.questions import a_question, instants_of
from tests.oracle.walk import walk

INSTANTS_OF_A_QUESTION = 10
RESULTS = Path(__file__).resolve().parent / "results" / "walks.json"
SHOWN = 20


def run(walks: int, instants: int, seed: int, share: int = 0, shares: int = 1) -> Findings:
    """Return what a share of the instants and walks comes to; a question's seed says all about it."""
    judges = (Judges.of(shipped_packs()), Judges.of(shipped_packs(all_on=True)))
    found = Findings()
    for index in range(share, instants // INSTANTS_OF_A_QUESTION, shares):
        random = Random(f"{seed} instants {index}")
        facts, policy = a_question(random)
        mark = len(found.disagreements)
        at = instants_of(random, facts, INSTANTS_OF_A_QUESTION)
        compare(judges[index % 3 == 0], facts, policy, at, found)
        _name(found, mark, f"instants {index}")
    for index in range(share, walks, shares):
        random = Random(f"{seed} walk {index}")
        facts, policy = a_question(random)
        mark = len(found.disagreements)
        walk(judges[index % 3 == 0], facts, policy, random, found)
        found.counted["walks"] += 1
        _name(found, mark, f"walk {index}")
    return found


def _name(found: Findings, mark: int, question: str) -> None:
    found.disagreements[mark:] = [f"{question}: {each}" for each in found.disagreements[mark:]]


def report(found: Findings, seed: int, seconds: float) -> dict[str, object]:
    """Return the figures, ready for a file."""
    return {
        "seed": seed,
        "seconds": round(seconds),
        **dict(found.counted),
        "disagreements": len(found.disagreements),
        "verdicts": dict(found.mix.most_common()),
        "opposed_by_kind": dict(found.opposed.most_common()),
        "first": found.disagreements[:SHOWN],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--walks", type=int, default=20_000)
    parser.add_argument("--instants", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--json", type=Path, default=RESULTS)
    asked = parser.parse_args()
    began, found, many = time.perf_counter(), Findings(), asked.processes
    if many == 1:
        found = run(asked.walks, asked.instants, asked.seed)
    else:
        with ProcessPoolExecutor(many) as pool:
            shares = [
                pool.submit(run, asked.walks, asked.instants, asked.seed, share, many)
                for share in range(many)
            ]
            for each in shares:
                found.add(each.result())
    figures = report(found, asked.seed, time.perf_counter() - began)
    text = json.dumps(figures, indent=1)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(text + "\n", "utf-8")
    print(text)
    sys.exit(1 if found.disagreements else 0)


if __name__ == "__main__":
    main()
