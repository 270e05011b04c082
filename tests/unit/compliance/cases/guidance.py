"""What should whoever writes or decides bear in mind?"""

from __future__ import annotations

from tests.unit.compliance.cases import Row

ROWS: list[Row] = []
