"""Where does a sandbox put its messages? One folder, one file an attempt, whole or not at all."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from channels.message import Message, NotSent, Receipt, Scope, Unknown
from gateway.domain.errors import ConfigError

ALREADY = "already sent"


class Outbox:
    """A folder of sent messages. An attempt's file is never replaced, so a second sending cannot hide."""

    def __init__(self, folder: Path, suffix: str, now: Callable[[], datetime]) -> None:
        self._folder, self._suffix, self._now = folder, suffix, now

    async def open(self) -> None:
        """Make the folder; what customers owe is in it, so nobody else on this machine may look.

        Raises ConfigError if it cannot be made.
        """
        try:
            await asyncio.to_thread(self._folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"var_dir: cannot make {self._folder} ({_name(error)})") from None

    async def put(self, message: Message, content: Callable[[Message], bytes]) -> Receipt:
        """Return a receipt once the message is on the disk.

        Raises NotSent if its permission has ended, the content cannot be made or the disk refuses it, and
        Unknown if the attempt's file is there already or the task was cancelled while writing.
        """
        if message.not_after is not None and self._now() >= message.not_after:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        name = f"{message.attempt_id}{self._suffix}"
        try:
            await asyncio.to_thread(self._write, name, content(message))
        except FileExistsError:
            raise Unknown(ALREADY) from None
        except OSError as error:
            raise NotSent(scope=Scope.SENDER, retryable=True, code=_name(error)) from None
        except asyncio.CancelledError:
            raise Unknown("cancelled") from None
        return Receipt(provider_reference=name)

    def _write(self, name: str, content: bytes) -> None:
        final, unfinished = self._folder / name, self._folder / f".{name}.unfinished"
        with open(unfinished, "xb", opener=_private) as file:
            try:
                # Looked for under the lock that the unfinished file is: whoever renamed first is seen here.
                if final.exists():
                    raise FileExistsError(errno.EEXIST, ALREADY)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                unfinished.rename(final)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "disk")
