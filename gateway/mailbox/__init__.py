"""What has come into the mailbox, and what follows from it? Each mail is acted on once."""

from gateway.mailbox.mailroom import Mailroom, Taken, Via

__all__ = ["Mailroom", "Taken", "Via"]
