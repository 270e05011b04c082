"""What comes into the mailbox: bounces, complaints, machines' answers and replies, told apart."""

from channels.email_inbound.attempts import OurAddresses
from channels.email_inbound.bounds import Unreadable
from channels.email_inbound.mail import Failure, InboundMail, MailKind
from channels.email_inbound.reading import read_message

__all__ = ["Failure", "InboundMail", "MailKind", "OurAddresses", "Unreadable", "read_message"]
