"""What does systemd hear of us? Ready, still at work, what we do, stopping (sd_notify(3))."""

from __future__ import annotations

import os
import socket


def notify(*states: str) -> None:
    """Tell the service manager, if there is one, lines such as READY=1 or STATUS=…"""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]  # Linux's abstract namespace
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.sendto("\n".join(states).encode(), address)
