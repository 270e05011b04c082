"""How does a print house want its letters? The folder that both see, and how they are printed and mailed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PrintHouse:
    """What is agreed with a print house.

    folder: letters lie in its `out`, acknowledgements are put into its `in`.
    mail_class: the print house's own word for the postage, passed on as it is.
    """

    folder: Path
    duplex: bool = True
    colour: bool = False
    mail_class: str = "standard"

    @property
    def letters(self) -> Path:
        """Where letters wait for the print house."""
        return self.folder / "out"

    @property
    def acknowledgements(self) -> Path:
        """Where the print house puts its word."""
        return self.folder / "in"
