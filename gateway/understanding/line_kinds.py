"""What is a line of a mail: the sender's own words, a quote, the head of one, or a signature?

Mail programs introduce what they quote in a few shapes only; their words are known in the languages that
customers' programs are set to.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Line(StrEnum):
    """One letter for each kind, so that a mail is a word over them and a pattern can look for a shape."""

    EMPTY = "e"
    RULE = "r"  # a line of dashes: whatever follows is no part of the reply
    QUOTED = "q"
    INTRODUCTION = "i"  # On ... somebody wrote:
    HEADER = "h"  # From: ...
    SIGNATURE = "s"
    TEXT = "t"


_WROTE = (
    "wrote|writes|said|sent|schrieb|schreibt|geschrieben|a écrit|écrit|a ecrit|escribió|"
    "escribio|escribe|escreveu|ha scritto|scrive|schreef|skrev|har skrevet|har skrivit"
    "|napisał\\(?a?\\)?|napisał|napisała|napisal|написал\\(?а?\\)?|написал|написала|пишет|"
    "пише|kirjoitti|írta|napsal\\(?a?\\)?|napsal|yazdı|写道|寫道|のメール|作成|geschreven|escrigué|a "
    "scris"
)
_MONTH = (
    "jan|feb|fév|fev|mar|mär|mrt|maj|apr|avr|abr|may|mai|mei|jun|juin|jul|juil|giu|lug|aug|"
    "ago|août|aou|sep|set|sett|oct|okt|ott|out|nov|dec|déc|dez|dic|ene|enero|gen|mag|kwi|cze|"
    "lip|sie|wrz|paź|lis|gru|sty|lut"
    "|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|серп|лип|черв|трав|квіт|бер|лют|"
    "січ|груд|лист|жовт|верес|tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|"
    "joulu"
)
_WHEN = (
    rf"(?:\d{{1,2}}[:.h]\d{{2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|"
    rf"\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}|\b(?:19|20)\d\d\b|\d{{1,2}}\.? ?(?:de )?(?:{_MONTH}))"
)
_ADDRESS = r"[^\s<>@]+@[^\s<>@]+"

_INTRODUCTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W{{0,3}}(?:on|am|le|el|em|il|op|den|dnia|w dniu|dne|in data|at|в|во|вт|"
        rf"a)\b.{{4,250}}?(?:\b|\s|\W)(?:{_WROTE})[^\w]{{0,6}}(?:\w{{0,10}}[^\w]{{0,3}})$",
        rf"^\W{{0,3}}(?=.*{_WHEN}).{{4,250}}(?:\b|\s|\W)(?:{_WROTE})[^\w]{{0,4}}$",
        rf"^\W{{0,3}}(?=.*{_WHEN}).{{0,120}}<?{_ADDRESS}>?\W{{0,2}}:\W{{0,2}}$",
        rf"^\W{{0,3}}.{{2,60}}<{_ADDRESS}>\W*(?:{_WROTE})\W*:$",
        rf"^\W{{0,3}}.{{0,80}}\b(?:{_WROTE})\s?:\s?$(?<=:)(?<!said:)(?<!sent:)",
        rf"^\W{{0,3}}(?=.*{_WHEN})(?=.*{_ADDRESS}).{{6,250}}(?:{_WROTE})\b.{{0,40}}:$",
        rf"^-{{2,}} ?(?:on|le|el|am) .{{4,200}} (?:{_WROTE})\b.{{0,6}}-{{2,}}$",
        r"^\W{0,8}[-_*=]{2,}\s*\W*(?:original|forwarded|reply|ursprüngliche|weitergeleitete|"
        r"message|messaggio|mensaje|mensagem|oprindelig|ursprungligt|vidarebefordrat|"
        r"opprinnelig|doorgestuurd|oorspronkelijk|пересл|исходное|wiadomość|přeposlaná|"
        r"původní|alkuperäinen|转发|原始|antwort|reenviado)\b.{0,40}[-_*=]{2,}\W*$",
        r"^\W{0,3}(?:begin forwarded message|anfang der weitergeleiteten|début du message "
        r"(?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|"
        r"mensaje reenviado)\W*$",
        r"^\W{0,3}(?:reply|write|type|respond) (?:above|your reply above|only above) (?:this|"
        r"the) line|^\W*##-.*-##\W*$",
    )
)
_LONGEST = 280  # letters of an introduction, with a long name and a long address
_MAY_INTRODUCE = re.compile(
    rf"{_WROTE}|@|[-_*=]{{2}}|\\b(?:forwarded|weitergeleitet|transf|reenviado|inoltrato|line)", re.IGNORECASE
)
_HEADER_NAMES = (
    "from|to|cc|bcc|reply-to|reply to|date|sent|subject|date sent|importance|organization|"
    "von|an|gesendet|betreff|datum|kopie|antwort an|de|à|a|para|enviado|enviado el|enviada "
    "em|fecha|asunto|assunto|data|responder a|objet|envoyé|envoyé le|répondre à|da|inviato|"
    "oggetto|risposta|inviata"
    "|per|rispondi a|van|aan|verzonden|onderwerp|beantwoorden|fra|til|dato|sendt|emne|från|"
    "till|skickat|ämne|od|do|wysłano|temat|komu|předmět|odesláno|от|кому|тема|дата|"
    "отправлено|від|кому|дата|lähettäjä|vastaanottaja|aihe|lähetetty|发件人|收件人|主题|日期|发送时间|差出人|"
    "宛先|件名|送信日時"
)
_HEADER = re.compile(
    rf"^[\s>]{{0,8}}\*{{0,2}}(?:{_HEADER_NAMES})\*{{0,2}}\s?[:：]\*{{0,2}}(?:\s|$|\S+@)", re.IGNORECASE
)
_RULE = re.compile(r"^\s{0,6}(?:[-–—_~=+#*]{2,}|[—_]+|ᐧ)\s*$|^[-–—]{2,}\s?$")
_DEVICE = (
    "iphone|ipad|ipod|android|mobile|phone|cell|galaxy|samsung|blackberry|outlook|windows|mail|"
    "mailbox|airmail|gmail|yahoo|device|htc|alcatel|nokia|huawei|lg|pixel|tablet|smartphone|"
    "mobiltelefon|mobilgerät|móvil|movil|celular|телефон|wiko|sony|xperia|motorola|oneplus|"
    "xiaomi|proton|spark|pc|mac|typos|typoze|ti-\\d+|app|handy|telefoon"
)
_SIGNATURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W{{0,4}}(?:this (?:message|email) was )?(?:sent|written|posted|typed) (?:from|"
        rf"via|with|using|by|on|through) (?:my |the |a |an "
        rf")?(?=.{{0,60}}(?:{_DEVICE}))[^.!?]{{1,80}}(?:[.!].{{0,60}})?$",
        r"^\W{0,4}sent from (?:my|the|a|an) \S[^.!?]{0,50}$|^\W{0,4}sent (?:via|with) \w[^.!?]{0,40}$",
        rf"^\W{{0,4}}(?:someone )?from (?:my )?(?=.{{0,20}}(?:{_DEVICE}))[^.!?:]{{1,40}}$",
        r"^\W{0,4}(?:diese nachricht wurde )?(?:von meinem?r?|gesendet (?:von|mit|über)|"
        r"vom)\b.{1,80}(?:gesendet\W*)?$(?<!\?)",
        r"^\W{0,4}(?:envoyé (?:depuis|de|à partir de|avec)|enviad[oa] (?:desde|do|de|a "
        r"partir d)|inviato (?:da|dal|con)|verzonden (?:vanaf|met|van|vanuit)|sendt fra|"
        r"skickat från|lähetetty|wysłane z|wysłano z|odesláno z|отправлено (?:с|из)|"
        r"надіслано з|gönderildi|從我的|从我的|iphoneから|送信)\s?.{1,80}$",
        r"^\W{0,4}從我的.{0,20}$|^发自我的.{0,20}$",
        r"^\W{0,4}(?:get|download|télécharge[rz]|obtenir|holen sie sich|obtén|obtener|"
        r"descarga) \[?outlook\b.{0,80}$",
    )
)


@lru_cache(maxsize=4096)
def kind_of(line: str) -> Line:
    """Return what a line is, seen by itself."""
    if not line.strip():
        return Line.EMPTY
    if _RULE.match(line):
        return Line.RULE
    short = line.strip()[:_LONGEST]
    if _MAY_INTRODUCE.search(short) and any(pattern.match(short) for pattern in _INTRODUCTIONS):
        return Line.INTRODUCTION
    if short.startswith(">"):
        return Line.QUOTED
    if len(short) < 160 and any(pattern.match(short) for pattern in _SIGNATURES):
        return Line.SIGNATURE
    if _HEADER.match(line):
        return Line.HEADER
    return Line.TEXT
