"""Portfolio and payment files in: every row is taken or quarantined with place and reason, never guessed."""

from gateway.importer.importing import import_file, import_rows
from gateway.importer.order import Order
from gateway.importer.profile import NATIVE, Profile
from gateway.importer.profile_reading import load_profiles, parse_profile, read_profiles
from gateway.importer.report import ImportReport

__all__ = [
    "NATIVE",
    "ImportReport",
    "Order",
    "Profile",
    "import_file",
    "import_rows",
    "load_profiles",
    "parse_profile",
    "read_profiles",
]
