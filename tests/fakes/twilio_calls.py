"""A server on loopback that behaves like Twilio's call resource, and says where we or it leave its API."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from aiohttp import web

from tests.fakes.twilio_server import ACCOUNT, TwilioServer

REFUSED_TO = {"+15005550001": 21217, "+15005550003": 21215, "+15005550004": 21216}
REFUSED_FROM = {"+15005550001": 21212}


class TwilioCalls(TwilioServer):
    """What was placed (`calls`, with what was asked for beside each in `orders`).

    queue_time: milliseconds that every new call is said to wait. can_cancel: whether a queued one still can.
    """

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[dict[str, Any]] = []
        self.orders: list[dict[str, str]] = []
        self.queue_time = 0
        self.can_cancel = True

    def _create(self, request: web.Request, form: dict[str, str]) -> web.Response:
        if not request.path.endswith("/Calls.json"):
            return self._update(request, form)
        refused = REFUSED_TO.get(form.get("To", "")) or REFUSED_FROM.get(form.get("From", ""))
        if refused:
            return self._error(400, refused)
        call = self._take(form)
        self._check("check_answer", request.method, request.path, 201, call)
        return web.json_response(call, status=201)

    def _update(self, request: web.Request, form: dict[str, str]) -> web.Response:
        sid = request.path.rsplit("/", 1)[1].removesuffix(".json")
        call = next((one for one in self.calls if one["sid"] == sid), None)
        if call is None:
            return self._error(404, 20404)
        if form.get("Status") == "canceled" and self.can_cancel:
            call["status"] = "canceled"
        self._check("check_answer", request.method, request.path, 200, call)
        return web.json_response(call)

    def _take(self, form: dict[str, str]) -> dict[str, Any]:
        sid = f"CA{len(self.calls) + 1:032x}"
        base = f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}"
        date = format_datetime(self.at)
        call = {
            "account_sid": ACCOUNT, "answered_by": None, "api_version": "2010-04-01",
            "caller_name": None, "date_created": date, "date_updated": date, "direction": "outbound-api",
            "duration": None, "end_time": None, "forwarded_from": None, "from": form.get("From"),
            "from_formatted": form.get("From"), "group_sid": None, "parent_call_sid": None,
            "phone_number_sid": "PN" + "3" * 32, "price": None, "price_unit": "USD",
            "queue_time": str(self.queue_time), "sid": sid, "start_time": None, "status": "queued",
            "subresource_uris": {"recordings": f"{base}/Recordings.json"}, "to": form["To"],
            "to_formatted": form["To"], "trunk_sid": None, "uri": f"{base}.json",
        }  # fmt: skip
        self.calls.append(call)
        self.orders.append(form)
        return call

    def _list(self, request: web.Request) -> web.Response:
        wanted = [(name.lower(), request.query[name]) for name in ("To", "From") if name in request.query]
        found = [call for call in self.calls if all(call[name] == value for name, value in wanted)]
        base = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json?PageSize=50&Page=0"
        page = {
            "end": len(found), "first_page_uri": base, "next_page_uri": None, "page": 0, "page_size": 50,
            "previous_page_uri": None, "start": 0, "uri": base, "calls": found,
        }  # fmt: skip
        self._check("check_answer", request.method, request.path, 200, page)
        return web.json_response(page)
