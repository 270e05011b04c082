"""How much of a hostile file do we read before we refuse it?"""

from __future__ import annotations

MAX_LINE = 1_000_000  # characters; a row of 500 columns is far below
MAX_COLUMNS = 500  # SAP layouts have about a hundred
MAX_CELL = 10_000  # characters
MAX_NAME = 500
MAX_KEY = 200  # customer, account and invoice numbers, references
MAX_NOTED = 100_000  # rejected rows and warnings that are kept in detail
MAX_KEPT_BYTES = 64 * 1024 * 1024  # contents of rejected rows that are kept
MAX_KEPT_ROW = 64 * 1024  # bytes of one rejected row
MAX_MINOR = 10**17  # far above any bill, well inside 64 bits

MAX_SHEET_MEMBERS = 2_000  # files in an XLSX
MAX_SHEET_BYTES = 600 * 1024 * 1024  # of XML in it, by its own directory: about a million rows
MAX_SHEET_RATIO = 200  # XML of a real sheet packs 5 to 30 times
CHILD_MEMORY = 3 * 1024**3  # bytes of address space for the process that reads an XLSX
CHILD_SECONDS = 120  # of processor time for it
