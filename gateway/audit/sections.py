"""How does an officer read an audit? The same tables for the terminal and for the PDF."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from gateway.audit.figures import Spread
from gateway.audit.report import AuditReport, BookInForce, clock
from gateway.audit.windows import FEDERAL_CALLS

Row = tuple[str, ...]
SHORT = 12  # digits of a digest that tell rulebooks apart
HOUR_BLOCKS = ((0, 6), (6, 8), (8, 9), (9, 12), (12, 17), (17, 20), (20, 21), (21, 24))


@dataclass(frozen=True, slots=True)
class Section:
    """One table with its heading and a sentence. right: columns of figures; fine: small print, for paper."""

    title: str
    words: str
    head: Row
    rows: tuple[Row, ...]
    right: frozenset[int] = frozenset()
    fine: tuple[str, ...] = ()


def sections(report: AuditReport) -> list[Section]:
    """Return every table of a report; one without rows says so in its words."""
    return [
        _ledger(report),
        _rulebooks(report),
        _again(report),
        _contacts(report),
        _refusals(report),
        _limits(report),
        _windows(report),
        _hours(report),
        _stops(report),
        _disclosures(report),
        _attempts(report),
    ]


def _ledger(report: AuditReport) -> Section:
    verified, tally = report.verified, report.tally
    first, last = tally.first_at, tally.last_at
    period = f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC" if first and last else "none"
    rows = [
        ("verifies", "yes" if verified.holds else f"NO: {verified.finding}"),
        ("entries", f"{verified.entries:,}"),
        ("audited, of these", f"{tally.entries['judged']:,}"),
        ("outside the period or creditor", f"{tally.entries['outside']:,}"),
        ("written after the audited head", f"{tally.entries['later']:,}"),
        ("customers", f"{tally.subjects:,}, {tally.erased:,} of them erased"),
        ("first and last entry audited", period),
        ("tree head", f"size {report.size:,}, root {report.root[:16]}… ({report.origin})"),
    ]
    return Section("The ledger", "Every hash, chain and signature was computed again.", ("", ""), tuple(rows))


def _rulebooks(report: AuditReport) -> Section:
    rows = [
        (
            book.digest.removeprefix("sha256:")[:SHORT],
            _since(book),
            f"{book.rulings:,}",
            "yes" if book.kept else "no",
        )
        for book in report.rulebooks
    ]
    words = "Each ruling names the rulebook that gave it; it is judged again by that one."
    head = ("digest", "since (UTC)", "rulings", "kept")
    digests = tuple(book.digest for book in report.rulebooks)
    return Section("Rulebooks in force", words, head, tuple(rows), _right(2), digests)


def _since(book: BookInForce) -> str:
    if book.since is None:
        return "not recorded"
    return ", again ".join(f"{at:%Y-%m-%d %H:%M}" for at in (book.since, *book.again))


def _again(report: AuditReport) -> Section:
    rows = [(words, f"{count:,}") for words, count in sorted(report.tally.again.items())]
    questions = report.tally.questions
    rows.append(("questions recounted from the chain", f"{questions['recounted']:,}"))
    rows.append(("events in them", f"{questions['events']:,}"))
    words = (
        "Every stored question was put to the rules of then once more, and its events were held against what "
        "the customer's own entries told until then."
    )
    return Section("Rulings judged again", words, ("result", "questions"), tuple(rows), _right(1))


def _contacts(report: AuditReport) -> Section:
    tally = report.tally
    keys = sorted({key[:2] for key in (*tally.rulings, *tally.contacts)})
    rows = []
    for creditor, channel in keys:
        made = sum(
            n for key, n in tally.contacts.items() if key[:2] == (creditor, channel) and key[2] != "rejected"
        )
        ruled = [tally.rulings[creditor, channel, verdict] for verdict in ("allow", "defer", "refuse")]
        rows.append((creditor, channel, *(f"{count:,}" for count in (*ruled, made))))
    head = ("creditor", "channel", "allowed", "deferred", "refused", "made")
    words = "Made: left or may have left. An allowed contact that was taken back or rejected was not made."
    return Section("Rulings and contacts", words, head, tuple(rows), _right(2, 3, 4, 5))


def _refusals(report: AuditReport) -> Section:
    rows = [(rule, verdict, f"{count:,}") for (verdict, rule), count in report.tally.rules.most_common()]
    words = "The rule that decided, where a contact was put off or refused."
    return Section("What held contacts back", words, ("rule", "ruling", "times"), tuple(rows), _right(2))


def _limits(report: AuditReport) -> Section:
    books = {digest for digest, _, _ in report.tally.limits}
    rows = []
    for (digest, pack, rule), worst in sorted(report.tally.limits.items(), key=lambda item: item[0][1:]):
        name = f"{pack}/{rule}" + (f" ({digest.removeprefix('sha256:')[:SHORT]})" if len(books) > 1 else "")
        rows.append(
            (
                name,
                f"{worst.limit} in {worst.window}",
                f"{worst.count}",
                f"{worst.over:,}",
                f"{worst.excused:,}",
                report.account(worst.account_id),
                worst.entry_id or "",
            )
        )
    words = (
        "Counted naively from the chain for each account that a contact spoke about, by every clock of the "
        "person. Excused: a consent or an answer to the customer is on record."
    )
    head = ("limit", "allows", "worst", "over", "excused", "account", "entry")
    return Section("Worst window of every limit", words, head, tuple(rows), _right(2, 3, 4))


def _windows(report: AuditReport) -> Section:
    rows = [
        (
            report.account(account),
            creditor or "",
            f"{calls}",
            at[:16].replace("T", " "),
            entry or "told by others",
        )
        for calls, at, account, entry, creditor in report.tally.accounts
    ]
    gaps = [
        f"Shortest time from a conversation to the next call about the same debt ({rule}): "
        f"{_length(gap.shortest)}, account {report.account(gap.account_id)}."
        for rule, gap in sorted(report.tally.gaps.items())
        if gap.shortest is not None
    ]
    words = (
        f"Most calls in any 7 calendar days, day one counted, per debt and person; against {FEDERAL_CALLS}."
    )
    head = ("account", "creditor", "calls", "last one at (UTC)", "entry")
    return Section(
        "Calls in seven days: the fullest accounts", " ".join([words, *gaps]), head, tuple(rows), _right(2)
    )


def _hours(report: AuditReport) -> Section:
    rows = []
    for (region, channel), hours in sorted(report.tally.hours.items()):
        blocks = [f"{sum(hours.by_hour[start:end]):,}" for start, end in HOUR_BLOCKS]
        rows.append((region, channel, clock(hours.earliest) or "", clock(hours.latest) or "", *blocks))
    words = "Local time on every clock that the person may live by; one contact counts once for each clock."
    head = ("region", "channel", "earliest", "latest", *(f"{start}-{end}" for start, end in HOUR_BLOCKS))
    return Section("Hours of contact", words, head, tuple(rows), _right(*range(2, 4 + len(HOUR_BLOCKS))))


def _stops(report: AuditReport) -> Section:
    rows = [
        (
            name.replace("_", " "),
            f"{stop.recorded.count:,}",
            _median_and_worst(stop.recorded),
            f"{stop.before:,}",
            _median_and_worst(stop.lasted),
            f"{stop.after:,}",
        )
        for name, stop in sorted(report.tally.reactions.items())
    ]
    words = (
        "Median and worst time from receipt to the record, and to the last contact that the stop forbids. "
        "Contacts before the record could not know of it; those after it are violations, but for one "
        "confirmation or answer."
    )
    head = (
        "stop",
        "received",
        "recorded after",
        "contacts before the record",
        "last contact after",
        "after the record",
    )
    return Section("How soon stops were obeyed", words, head, tuple(rows), _right(1, 2, 3, 4, 5))


def _disclosures(report: AuditReport) -> Section:
    rows = []
    for template, counts in sorted(report.tally.disclosures.items()):
        missing = Counter({key: n for key, n in counts.items() if key.startswith("missing:")})
        named = ", ".join(
            f"{key.removeprefix('missing:').replace('_', ' ')} ({n:,})" for key, n in missing.items()
        )
        figures = (f"{counts[key]:,}" for key in ("contacts", "required", "carried"))
        rows.append((template, *figures, named or "none"))
    words = "What the rulings required of the messages, against what the messages carried."
    head = ("template", "contacts", "required", "carried", "missing")
    return Section("Disclosures", words, head, tuple(rows), _right(1, 2, 3))


def _attempts(report: AuditReport) -> Section:
    rows = [(words, f"{count:,}") for words, count in sorted(report.tally.attempts.items())]
    rows += [
        (f"unknown: attempt {attempt}", f"entry {entry}") for attempt, entry in report.tally.unknown[:20]
    ]
    words = "Attempts in the database against rulings and outcomes in the ledger."
    return Section("Attempts", words, ("attempts", "count"), tuple(rows), _right(1))


def _median_and_worst(spread: Spread) -> str:
    if not spread.count:
        return "none"
    return f"{_length(timedelta(seconds=spread.median or 0))} / {_length(timedelta(seconds=spread.worst))}"


def _length(length: timedelta | None) -> str:
    if length is None:
        return "none"
    seconds = round(length.total_seconds())
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"


def _right(*columns: int) -> frozenset[int]:
    return frozenset(columns)
