"""What has come into the mailbox, and what follows from it? Each mail is acted on once."""

from gateway.mailbox.mailroom import Mailroom, Taken, Via
from gateway.mailbox.reader import Emptied, MailboxReader
from gateway.mailbox.setting_aside import FOLDER

__all__ = ["FOLDER", "Emptied", "MailboxReader", "Mailroom", "Taken", "Via"]
