"""May a call leave something on a machine? Only where it may say all that the law asks of a recording."""

from __future__ import annotations

from gateway.dispatcher.cases import Case
from gateway.dispatcher.dossier import Dossier
from gateway.render import Rendered

LIMITED_CONTENT = "limited_content_voicemail"


def left_on_machine(case: Case, dossier: Dossier, rendered: Rendered) -> str:
    """Return what a machine may record; "" where the call ends there without a word.

    On a private person's home line a recording must say how to stop such calls (47 CFR 64.1200(b)(3)), and
    limited content may say no more than whom to call back (12 CFR 1006.2(j)).
    """
    must_say_how_to_stop = any(one.name == "opt_out" for one in case.way.requires)
    is_home = not dossier.customer.is_company and case.way.point.place != "work"
    left = rendered.text if rendered.form == LIMITED_CONTENT else rendered.voicemail
    return "" if must_say_how_to_stop and is_home else left
