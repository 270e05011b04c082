"""Who is asking, and what may they do? API keys for programs, one-time sign-in links for people."""

from gateway.access.keys import Caller, caller_of, create_key
from gateway.access.sign_in import (
    begin_sign_in,
    end_all_sessions,
    end_session,
    finish_sign_in,
    session_caller,
)

__all__ = [
    "Caller",
    "begin_sign_in",
    "caller_of",
    "create_key",
    "end_all_sessions",
    "end_session",
    "finish_sign_in",
    "session_caller",
]
