"""Email by submission to an SMTP relay: reused sessions, pipelined where the relay offers it."""
