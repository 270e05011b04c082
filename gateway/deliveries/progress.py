"""Where does an attempt stand after some news? News come late, twice and out of order; states do not."""

from __future__ import annotations

from gateway.domain.words import AttemptState

_UNSETTLED = frozenset({AttemptState.RESERVED, AttemptState.SENDING, AttemptState.UNKNOWN})
_LEFT = _UNSETTLED | {AttemptState.ACCEPTED}

_MOVES: dict[AttemptState, frozenset[AttemptState]] = {
    # Whoever was told that nothing left was told wrongly, once the provider has it.
    AttemptState.ACCEPTED: _UNSETTLED | {AttemptState.REJECTED},
    AttemptState.DELIVERED: _LEFT | {AttemptState.REJECTED, AttemptState.UNCONFIRMED},
    AttemptState.FAILED: _LEFT | {AttemptState.UNCONFIRMED},
    # A letter or a mail that comes back was not delivered, whatever was said on the way.
    AttemptState.BOUNCED: _LEFT | {AttemptState.DELIVERED, AttemptState.UNCONFIRMED},
}
"""To each state that news can report, the states that it follows on."""

_RESULTS = (
    frozenset({"busy", "out_of_service", "no_answer"}),
    frozenset({"dropped", "no_message_possible"}),
    frozenset({"limited_content_voicemail", "ringless_voicemail"}),
    frozenset({"voicemail"}),
    frozenset({"conversation"}),
)
"""What a call can come to; what counts for more stands later."""


def next_state(current: AttemptState, reported: AttemptState) -> AttemptState | None:
    """Return the state that an attempt goes to, or None where the news changes nothing."""
    return reported if current in _MOVES.get(reported, frozenset()) else None


def better_result(current: str | None, told: str | None) -> str | None:
    """Return what a call is now known to have come to, or None where the news changes nothing."""
    if told is None or _rank(told) <= _rank(current):
        return None
    return told


def contradicts(current: AttemptState, reported: AttemptState) -> bool:
    """Return whether news speaks against what is known, instead of merely coming late."""
    ends = {AttemptState.DELIVERED, AttemptState.FAILED, AttemptState.BOUNCED, AttemptState.REJECTED}
    return current in ends and reported in ends and current is not reported


def _rank(result: str | None) -> int:
    return next((rank for rank, results in enumerate(_RESULTS, 1) if result in results), 0)
