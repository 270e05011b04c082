"""Which ASCII mailbox stands for an address on the wire? Everything else is refused before a byte leaves."""

from __future__ import annotations

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from channels.message import NotSent, Scope

# RFC 5321 4.1.2, dot-string only. Two dots in a row are let through, because some phone companies hand out
# such mailboxes; quoted local parts are not, because none of them belongs to a customer.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")


def mailbox(address: str) -> str:
    """Return the address as ASCII, an international domain in its registered (IDNA 2008) form.

    Raises NotSent (ADDRESS) for anything that is not one mailbox, and for a local part outside ASCII: that
    needs SMTPUTF8 on every hop to the reader, and a relay that lacks it bounces the message days later.
    """
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        raise _refused("address-needs-smtputf8")
    if not domain.isascii():
        domain = _registered(domain)
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise _refused("address-malformed")
    return f"{local}@{domain}"


@lru_cache(maxsize=256)
def _registered(domain: str) -> str:
    # Not the standard library's "idna" codec: it follows IDNA 2003, which turns straße into strasse, another
    # domain with another owner.
    try:
        return validate_email(f"x@{domain}", check_deliverability=False).ascii_domain
    except EmailNotValidError:
        raise _refused("address-malformed") from None


def _refused(code: str) -> NotSent:
    return NotSent(scope=Scope.ADDRESS, retryable=False, code=code)
