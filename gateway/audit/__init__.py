"""The self-audit: the whole ledger judged again by the rules of then, and recounted without them."""

from gateway.audit.auditing import audit
from gateway.audit.report import AuditReport
from gateway.audit.scope import Scope

__all__ = ["AuditReport", "Scope", "audit"]
