"""Where may this customer be, and so by which clocks do they live? Every plausible zone, never a guess."""

from gateway.locate.clues import Sign, customer_zones, locations, signs, zones_by_numbers

__all__ = ["Sign", "customer_zones", "locations", "signs", "zones_by_numbers"]
