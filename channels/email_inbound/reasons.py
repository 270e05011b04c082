"""Why was a mail not delivered, and whose fault is that? The words of mail systems first, their codes second.

Codes alone do not tell: a blocked sender comes as 5.1.1 as often as a full mailbox comes as 5.0.0. So what is
about us or the message is looked for first; only what is left may speak against the address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.message import Scope


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of failure. is_hard: it ends the address for good."""

    name: str
    scope: Scope
    is_hard: bool = False


_SENDER = (
    r"invalid ip|for sending mail|spf\b|\bdkim\b|\bdmarc\b|unauthenticated|not authenticated|"
    r"authentication (?:required|check|fail)|does not pass|sender (?:verify|verification|id|"
    r"policy)"
    r"|blacklist|black list|block ?list|\bdnsbl|\brbl\b|spamhaus|spamcop|barracuda|sorbs|"
    r"reputation|client host|\bblocked\b(?!.{0,20}account)|bloquee pour|your (?:ip|host|"
    r"server|mail server|network)|ip (?:address )?(?:\S+ )?(?:is )?(?:blocked|listed|banned|"
    r"denied|rejected|bloquee)"
    r"|reverse dns|\bptr\b|rdns|helo|ehlo|relay(?:ing)? (?:access )?(?:denied|not "
    r"(?:permitted|allowed)|prohibited)|not relay|unable to relay|relaying|we do not relay|"
    r"open relay"
    r"|sender (?:address )?(?:rejected|denied|not|domain|is)|bad sender|from address|invalid "
    r"(?:domain|sender)|mail from|domain of sender|sending domain|sender'?s? domain|starttls|"
    r"tls (?:is )?required|must issue"
    r"|too many (?:connections|recipients|messages|concurrent|sessions|mails?)|rate limit|"
    r"connection rate|too (?:fast|frequent)|throttl|deferred due to|sent too many|exceeded "
    r".{0,20}(?:rate|messages|hourly|daily)|quota exceeded for sender"
    r"|not accepting connections|connections? (?:not accepted|refused by)|email address is "
    r"not verified|not (?:authorized|allowed|permitted) to (?:send|post|use|relay)|access "
    r"denied, sending|unsolicited ip|no permission|posting .{0,20}(?:denied|rejected|not)|"
    r"not subscribed|non-member|not a member|only members|moderated|may not exist, or you "
    r"may not have permission|group .{0,60}permission"
)
_CONTENT = (
    r"\bspam\b|\bube\b|\buce\b|junk|spamassassin|bulk mail|unsolicited|phish|virus|infected|"
    r"malware|trojan|content (?:rejected|not|presents|was|filter)|message content|contains? "
    r".{0,30}(?:url|link|attachment|virus)|for policy|policy (?:reasons?|violation|rejection|"
    r"reject)|security polic|due to .{0,20}policy|message not (?:accepted|allowed)|message "
    r"(?:was )?(?:rejected|blocked|refused) (?:by|for|because|due)|email rejected|rejected "
    r"for policy|header(?:s)? (?:error|too)|non.?compliant|not.{0,12}compliant|rfc ?5322|rfc "
    r"?2822|potential security|prohibited|blocked because"
    r"|too (?:large|big)|exceeds? .{0,40}size|size (?:limit|exceed)|maximum (?:message|size)|"
    r"message length|larger than|bigger than|over the maximum|recipsizelimit|improper "
    r"sequence|syntax error|not implemented|command (?:not|parameter|unrecogn)"
)
_FULL = (
    r"mailbox ?(?:is )?(?:full|quota)|mailboxfull|over ?quota|out of (?:disk|storage|space)|"
    r"quota|mailbox for user is full|disk (?:is )?full|exceeded .{0,20}storage|storage (?:limit|"
    r"space)|insufficient (?:disk|system|storage)|mailbox size|full mailbox|inbox .{0,15}full|no "
    r"space|maildir.{0,30}(?:over|full)|mailbox.{0,40}exceed|boite pleine|has exceeded"
)
_SUSPENDED = (
    r"on hold|suspend|disabled|inactive user|is inactive|frozen|deactivated|account "
    r".{0,30}(?:blocked|locked|expired|disabled|inactive|limit)|compte .{0,30}bloqu|currently "
    r"(?:unavailable|not accepting|suspended)|temporarily (?:suspended|disabled)|not accepting "
    r"(?:messages|mail) (?:for|at)|cannot be delivered\. this (?:account|user)|has been "
    r"(?:disabled|discontinued|closed)|unavailable for delivery"
)
_EXPIRED = (
    r"expired|timed? ?out|timeout|could not be delivered for|retry time|too long|delivery time|"
    r"undeliverable after|within .{0,12}(?:days?|hours?|minutes)|has been in the queue|gave? up|"
    r"giving up|still being|will (?:be |keep )?(?:retr|try)|delayed|no answer from host|queue "
    r"lifetime|not be delivered within|unable to deliver .{0,30}(?:for|in) \d|connection refused|"
    r"connection (?:reset|dropped|lost|was|closed)|no route|network (?:is )?unreachable|host is "
    r"down|server .{0,10}(?:down|busy)|unable to connect|could not connect|couldn't connect|"
    r"refused to talk|all hosts|please try (?:again|later)|try again later|temporary"
)
_NETWORK = (
    r"too many hops|hop count|mail loop|routing loop|loops? back|message looping|dns (?:error|"
    r"lookup fail)|dns type|name server|temporarily unresolvable|temporary (?:dns|lookup|failure "
    r"in name)|configuration error|local configuration|system config|unrouteable local|"
    r"mail(?:er)? error|unexpected failure|internal (?:server )?error|service (?:currently "
    r")?(?:unavailable|refus)|i/o error|procmail|\bpipe\b|command (?:failed|died)|local (?:error|"
    r"problem)|permission denied|can't create|couldn't create|forward.{0,12}(?:fail|loop)"
)
_LOCAL = r"command output|x-unix;|procmail|\bpipe to\b"
_REFUSED_RECIPIENT = re.compile(
    r"recipient (?:address )?(?:rejected|refused)|address rejected", re.IGNORECASE
)
_NO_HOST = (
    r"host unknown|unknown host|host (?:or domain name )?not found|no such (?:host|domain)|"
    r"domain (?:name )?(?:not found|does not exist|is not reachable|not exist)|unknown (?:domain|"
    r"mail domain)|unrout(?:e)?able (?:mail )?(?:domain|address)|couldn'?t find any host|can'?t "
    r"find any host|nxdomain|name or service not known|unresolvable|illegal host|invalid (?:host|"
    r"domain)|bad destination (?:host|system)|domain .{0,40}(?:couldn'?t|could not|wasn'?t|"
    r"cannot) be found|can'?t resolve|because the domain|address\(es\) .{0,20}domain|no mx|host "
    r".{0,40}not (?:be )?found|unknown local domain"
)
_MOVED = (
    r"has moved|no longer on (?:this )?server|not our (?:user|customer)|user (?:has )?moved|"
    r"moved to|new address|address (?:has )?changed|has been replaced|no longer (?:with|works|"
    r"employed)|left the company|has left|5\.1\.6"
)
_NO_MAIL = (
    r"does not accept (?:any )?(?:e-?)?mail|no (?:mail|smtp) service|null mx|nullmx|domain "
    r".{0,30}not accept|host does not accept|no mail exchanger|not accept mail at all|doesn'?t "
    r"accept (?:any )?mail|don'?t accept mail|smtp service not available|although i'?m listed|"
    r"doesn'?t (?:handle|receive) mail|mx .{0,20}\[?0\.0\.0\.0"
)
_NO_USER = (
    r"(?:user|mailbox|recipient|account|address|alias|customer|subscriber|login|local part|"
    r"e-?mail|destination|boite|compte|usuario|destinatario|box)s?\b[^:]{0,60}?(?:unknown|"
    r"not (?:be )?(?:found|exist|known|listed|valid|recogni[sz]ed|local)|does ?n[o']t "
    r"(?:exist|have)|doesn'?t|no longer (?:exist|valid|available)|non.?exist|invalid|is not "
    r"(?:a |an )?(?:valid|known|active|recogni)|not exist|no existe|inexist|n'existe|"
    r"invalide|introuvable|not available|unavailable|inconn|desconocid)"
    r"|(?:unknown|no such|invalid|illegal|non.?existent|bad|undefined|not (?:a )?(?:valid|"
    r"known)|unable to (?:find|locate)|can(?:'t|not) (?:find|open)|no|incorrect) (?:or "
    r"(?:illegal|invalid) )?(?:local )?(?:user|mailbox|recipient|account|address|alias|"
    r"person|subscriber|customer|mail ?box|rcpt|login)|unknown in (?:local|virtual)|user not|"
    r"inactive email|not (?:known|listed) (?:at|in|here)|this user doesn|no mailbox|mailbox "
    r"unavailable|no account|userid|check if (?:the )?address is correct|there is no "
    r".{0,30}(?:user|account|one)|addressee unknown|not our (?:user)|isn'?t (?:a |found|"
    r"listed)|wasn'?t found|\bno user\b|vpopmail|unroutable|doesn'?t have an? .{0,30}account|"
    r"not a (?:valid|known)"
)

_RULES = tuple(
    (Reason(name, scope, is_hard), re.compile(pattern, re.IGNORECASE))
    for name, scope, is_hard, pattern in (
        ("network", Scope.TRANSIENT, False, _LOCAL),
        ("moved", Scope.ADDRESS, True, _MOVED),
        ("no-mail", Scope.ADDRESS, True, _NO_MAIL),
        ("no-user", Scope.ADDRESS, True, r"recipient\s+address rejected: access denied"),
        ("full", Scope.TRANSIENT, False, _FULL),
        ("sender", Scope.SENDER, False, _SENDER),
        ("content", Scope.CONTENT, False, _CONTENT),
        ("suspended", Scope.ADDRESS, False, _SUSPENDED),
        ("no-host", Scope.ADDRESS, True, _NO_HOST),
        ("no-user", Scope.ADDRESS, True, _NO_USER),
        ("network", Scope.TRANSIENT, False, _NETWORK),
        ("expired", Scope.TRANSIENT, False, _EXPIRED),
    )
)
FILTERED = Reason("filtered", Scope.CONTENT)
NO_USER = Reason("no-user", Scope.ADDRESS, is_hard=True)
UNKNOWN = Reason("unknown", Scope.TRANSIENT)
_EXPIRED_REASON = Reason("expired", Scope.TRANSIENT)
_BY_STATUS = (
    (re.compile(r"5\.1\.(?:1|3)$|5\.1\.0$"), Reason("no-user", Scope.ADDRESS, True)),
    (re.compile(r"5\.1\.2$|5\.4\.4$"), Reason("no-host", Scope.ADDRESS, True)),
    (re.compile(r"5\.1\.6$"), Reason("moved", Scope.ADDRESS, True)),
    (re.compile(r"5\.1\.10$|5\.7\.27$"), Reason("no-mail", Scope.ADDRESS, True)),
    (re.compile(r"[45]\.2\.1$"), Reason("suspended", Scope.ADDRESS)),
    (re.compile(r"[45]\.2\.2$"), Reason("full", Scope.TRANSIENT)),
    (re.compile(r"[45]\.(?:2\.3|3\.4|6\.\d+)$"), Reason("content", Scope.CONTENT)),
    (re.compile(r"[45]\.(?:7\.\d+|1\.[78])$"), Reason("sender", Scope.SENDER)),
    (re.compile(r"[45]\.[34]\.\d+$"), Reason("network", Scope.TRANSIENT)),
)
# These say what the failure is about, whatever words stand beside them.
_SURE_STATUS = re.compile(r"[45]\.(?:2\.2|2\.3|3\.4|1\.7|1\.8|1\.6|1\.10|7\.(?:2[4-9]|50\d|51\d|9|6|13))$")
# Postfix and its kin answer RCPT with `550 <address>: User unknown`, so that form is none.
_BARE_REPLY = re.compile(r"\b550\b(?![ -]5\.)(?!:? *<[^>]*>:)")
_VAGUE_STATUS = re.compile(r"$|5\.(?:0|2|7)\.")
_NO_RECIPIENT = re.compile(r"\b503\b|need rcpt|no valid rcpt|valid recipient|no recipients", re.IGNORECASE)
_AFTER_DATA = re.compile(
    r"end of data|after data|>>> ?data|to data command|our data\b|smtp command\s+data|(?:\(|"
    r"\b)in reply to (?:end of )?data|<<< .{0,10}354|data\s*$|after sending (?:the )?message",
    re.IGNORECASE,
)


def reason_of(words: str, status: str, context: str = "") -> Reason:
    """Return why a recipient was not reached.

    words: what the refusing system said about this recipient. context: what else the report says, looked at
    where the words tell nothing.
    """
    sure = _by_status(status) if _SURE_STATUS.match(status) else None
    found = sure or _by_words(words) or _by_status(status) or _refused(words) or _by_words(context) or UNKNOWN
    if found.is_hard and status.startswith("4."):
        return _EXPIRED_REASON  # whoever sent the code would try again
    if found.name == "no-user" and _is_doubtful(words, status, context):
        return FILTERED
    return found


def _refused(words: str) -> Reason | None:
    return NO_USER if _REFUSED_RECIPIENT.search(words) else None


def _is_doubtful(words: str, status: str, context: str) -> bool:
    """Whether "user unknown" may have been said on sight of the message: after DATA (unless no recipient had
    been left by then), or by a bare reply of which nobody says that it answered RCPT."""
    if not _VAGUE_STATUS.match(status):
        return False
    report = f"{words}\n{context}"
    if _AFTER_DATA.search(report):
        return _NO_RECIPIENT.search(report) is None
    return _BARE_REPLY.search(words) is not None and "rcpt" not in report.lower()


def _by_words(words: str) -> Reason | None:
    flat = " ".join(words.split())
    return next((reason for reason, pattern in _RULES if pattern.search(flat)), None)


def _by_status(status: str) -> Reason | None:
    return next((reason for pattern, reason in _BY_STATUS if pattern.match(status)), None)
