"""Every kind of rule there is, by the name that packs use."""

from __future__ import annotations

from compliance.rule import Rule
from compliance.rules.attorney import Attorney
from compliance.rules.bankruptcy import Bankruptcy
from compliance.rules.breathing_space import BreathingSpace
from compliance.rules.call_frequency import CallFrequency
from compliance.rules.cease_request import CeaseRequest
from compliance.rules.consent_required import ConsentRequired
from compliance.rules.contact_cap import ContactCap
from compliance.rules.contact_hours import ContactHours
from compliance.rules.cool_down import CoolDown
from compliance.rules.deceased import Deceased
from compliance.rules.disclosure import Disclosure
from compliance.rules.dispute import Dispute
from compliance.rules.email_procedure import EmailProcedure
from compliance.rules.employer_email import EmployerEmail
from compliance.rules.guidance import Guidance
from compliance.rules.hold import Hold
from compliance.rules.inconvenient_times import InconvenientTimes
from compliance.rules.known_zone import KnownZone
from compliance.rules.location_information import LocationInformation
from compliance.rules.notice_first import NoticeFirst
from compliance.rules.opt_out import OptOut
from compliance.rules.original_creditor_request import OriginalCreditorRequest
from compliance.rules.promise_to_pay import PromiseToPay
from compliance.rules.revoked_consent import RevokedConsent
from compliance.rules.text_safe_harbour import TextSafeHarbour
from compliance.rules.third_party import ThirdParty
from compliance.rules.work_request import WorkRequest
from compliance.rules.workplace import Workplace
from compliance.rules.wrong_party import WrongParty

KINDS: dict[str, type[Rule]] = {
    "bankruptcy": Bankruptcy,
    "deceased": Deceased,
    "wrong_party": WrongParty,
    "breathing_space": BreathingSpace,
    "cease_request": CeaseRequest,
    "attorney": Attorney,
    "dispute": Dispute,
    "original_creditor_request": OriginalCreditorRequest,
    "third_party": ThirdParty,
    "location_information": LocationInformation,
    "opt_out": OptOut,
    "revoked_consent": RevokedConsent,
    "hold": Hold,
    "promise_to_pay": PromiseToPay,
    "consent_required": ConsentRequired,
    "notice_first": NoticeFirst,
    "workplace": Workplace,
    "work_request": WorkRequest,
    "employer_email": EmployerEmail,
    "inconvenient_times": InconvenientTimes,
    "known_zone": KnownZone,
    "contact_hours": ContactHours,
    "call_frequency": CallFrequency,
    "contact_cap": ContactCap,
    "cool_down": CoolDown,
    "email_procedure": EmailProcedure,
    "text_safe_harbour": TextSafeHarbour,
    "disclosure": Disclosure,
    "guidance": Guidance,
}
"""In the order in which an officer would ask: stops, opt-outs, consent, place, time, frequency, content."""
