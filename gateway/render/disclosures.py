"""Which required wordings exist, in which order do they stand, and what must be known to say them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gateway.domain.errors import ConfigError, DataError
from gateway.render.context import MessageContext

ORDER = (
    "caller_identity",
    "debt_collector",
    "validation_information",
    "time_barred",
    "rights_notice",
    "licence_number",
    "call_back_number",
    "opt_out",
)
"""Every disclosure that a rule may ask for, in the order in which a reader meets them."""

SAFE_BEFORE_CHECK = frozenset({"caller_identity", "call_back_number", "opt_out"})
"""What a call may say before it is known who listens."""

SAID_IN_EVERY_CALL = ("caller_identity", "call_back_number")
"""What a recorded or spoken message always says, asked for or not (47 CFR 64.1200(b))."""

IN_A_LIMITED_VOICEMAIL = frozenset({"caller_identity", "call_back_number"})
"""What a limited-content voicemail says by its nature; it may say nothing else (12 CFR 1006.2(j))."""

_NEEDS: Mapping[str, tuple[str, Callable[[MessageContext], object]]] = {
    "validation_information": ("the validation details", lambda context: context.validation),
    "licence_number": ("the creditor's licence numbers", lambda context: context.creditor.licence_numbers),
    "call_back_number": ("the creditor's telephone", lambda context: context.creditor.telephone),
}


def chosen(
    context: MessageContext, always: tuple[str, ...], available: frozenset[str], where: str
) -> frozenset[str]:
    """Return the disclosures that a message carries.

    Raises ConfigError if one that is needed has no text there, DataError if what it must say is not known.
    """
    wanted = frozenset(always) | frozenset(context.required)
    missing = sorted(wanted - available)
    if missing:
        raise ConfigError(
            f"The disclosure {missing[0]!r} is required but has no text for {where}; "
            f"write it in templates/disclosures/{missing[0]}/ or use another channel."
        )
    for name in sorted(wanted & _NEEDS.keys()):
        what, known = _NEEDS[name]
        if not known(context):
            raise DataError(f"The disclosure {name!r} is required, but {what} are not known.", field=name)
    return wanted
