"""Where may this customer be, and so by which clocks do they live? Every plausible zone, never a guess."""

from gateway.locate.clues import customer_zones, locations, zones_by_numbers

__all__ = ["customer_zones", "locations", "zones_by_numbers"]
