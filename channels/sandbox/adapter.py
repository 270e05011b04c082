"""How does a sandbox answer like a provider? It writes what would have left, and says yes."""

from __future__ import annotations

from collections.abc import Callable

from channels.adapter_settings import AdapterSettings
from channels.message import Message, Receipt
from channels.sandbox.outbox import Outbox
from gateway.domain.words import Channel


class SandboxAdapter:
    """Writes `<channel>/<attempt id><suffix>` into the outbox; `content` makes it, or raises NotSent."""

    name = "sandbox"

    def __init__(
        self, channel: Channel, suffix: str, content: Callable[[Message], bytes], settings: AdapterSettings
    ) -> None:
        self.channel = channel
        self.sandbox = True
        self._content = content
        self._outbox = Outbox(settings.outbox / channel, suffix, settings.now)

    async def open(self) -> None:
        """Make the folder. Raises ConfigError if that cannot be done."""
        await self._outbox.open()

    async def send(self, message: Message) -> Receipt:
        """Write the message and return the file's name as its reference. Raises NotSent or Unknown."""
        return await self._outbox.put(message, self._content)

    async def close(self) -> None:
        """Nothing is held open."""
