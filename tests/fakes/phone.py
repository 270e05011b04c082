"""A telephone at the other end of a call: hears what our TwiML says, presses keys, or hangs up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from tests.fakes.twilio_server import ACCOUNT

HANGS_UP = "hangs up"
SILENT = ""
_VERBS = {"Response", "Say", "Gather", "Pause", "Dial", "Number", "Hangup", "Start", "Recording"}
Post = Callable[[str, list[tuple[str, str]]], Any]
"""From an address and a form to the answer, which has `status_code` and `text`."""


@dataclass
class Phone:
    """One call. keys: what is pressed at each question, in order; afterwards it hangs up.

    transfer: how a transfer ends. heard: every word, in order. asked: how many keys each question takes.
    """

    post: Post
    keys: Iterable[str] = ()
    answered_by: str | None = "human"
    number: str = "+12125550123"
    caller: str = "+15185550102"
    sid: str = "CA" + "a" * 32
    transfer: str = "completed"
    heard: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    put_through: list[str] = field(default_factory=list)
    recorded: int = 0

    def call(self, url: str) -> list[str]:
        """Pick up, and return what was heard until the call was over."""
        keys = iter(self.keys)
        document = self.fetch(url)
        while document is not None:
            document = self._follow(document, keys)
        return self.heard

    def fetch(self, url: str, **more: str) -> ElementTree.Element:
        """Ask what is to be said, as Twilio does."""
        answer = self.post(url, self.fields(**more))
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/xml")
        root = ElementTree.fromstring(answer.text)
        assert {one.tag for one in root.iter()} <= _VERBS
        return root

    def fields(self, status: str = "in-progress", **more: str) -> list[tuple[str, str]]:
        """Return what Twilio says with each request."""
        told = {
            "CallSid": self.sid,
            "AccountSid": ACCOUNT,
            "From": self.caller,
            "To": self.number,
            "CallStatus": status,
            "Direction": "outbound-api",
            "ApiVersion": "2010-04-01",
            **({"AnsweredBy": self.answered_by} if self.answered_by is not None else {}),
            **more,
        }
        return list(told.items())

    def _follow(self, document: ElementTree.Element, keys: Any) -> ElementTree.Element | None:
        for verb in document:
            if verb.tag == "Say":
                self.heard.append(verb.text or "")
            elif verb.tag == "Start":
                self.recorded += len(verb.findall("Recording"))
            elif verb.tag == "Gather":
                self.heard += [say.text or "" for say in verb.findall("Say")]
                self.asked.append(verb.get("numDigits", "*"))
                assert verb.get("actionOnEmptyResult") == "true"
                return self._press(verb, next(keys, HANGS_UP))
            elif verb.tag == "Dial":
                self.put_through += [number.text or "" for number in verb.findall("Number")]
                assert verb.get("callerId") == self.caller
                return self.fetch(verb.get("action", ""), DialCallStatus=self.transfer)
            elif verb.tag == "Hangup":
                return None
        return None

    def _press(self, gather: ElementTree.Element, keys: str) -> ElementTree.Element | None:
        if keys == HANGS_UP:
            return None
        most = gather.get("numDigits")
        digits = keys[: int(most)] if most else keys.split(gather.get("finishOnKey", "#"))[0]
        return self.fetch(gather.get("action", ""), Digits=digits)
