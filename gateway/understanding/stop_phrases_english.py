"""How do people say in English that they want no more of our messages? Patterns over plain words."""

from __future__ import annotations

_REACHING = (
    "(?:texting|text|messaging|message|calling|call|contacting|contact|emailing|email|e "
    "mailing|mailing|writing|bothering"
    "|bother|harassing|harassment|harass|bugging|bug|spamming|spam|annoying|pestering|"
    "disturbing|disturb|ringing|phoning|dming"
    "|blowing up|blow up|hitting up|hitting me up|pinging|messing with|reaching out|sending|"
    "soliciting|hounding|robocalling"
    "|autodialing|stalking|trying to (?:reach|contact|call|text)|communicating|notifying)"
)
_REACH = (
    "(?:text|txt|message|call|contact|email|e mail|mail|write|bother|harass|bug|spam|disturb|"
    "pester|ring|phone|dm|ping"
    "|reach out|communicate|annoy|hit|notify|solicit|robocall|try to (?:reach|contact|call|text))"
)
_NEWS = (
    "(?:texts?|text messages?|messages?|calls?|phone calls?|robocalls?|emails?|mails?|"
    "notices?|reminders?|alerts?"
    "|notifications?|communications?|contact|contacts|spam|sms|harassment|solicitations?|"
    "voicemails?|correspondence)"
)
_ANY = (
    "(?:(?:the|w|with|these|those|this|that|all|any|your|of|with|more|such|sending|me|us|getting|"
    "receiving|stupid|damn|fucking|constant|automated|annoying|further|future|non stop) )*"
)
_FILL = (
    "(?:(?:please|ever|you|people|guys|the fuck|the hell|all|fucking|freaking|just|from|even|"
    "with the|now|immediately) )*"
)
# What makes of "do not call me" a wish about a time or place, not a stop; see times.py.
_UNLESS = (
    r"(?! (?:before|after|until|till|past|at (?:work|my|the|night|this hour|\d)|at this time|"
    r"while|during|between|on (?:my|mon|tue"
    r"|wed|thu|fri|sat|sun|week|the week|a)|in the|on weekends|when|today|tonight|tomorrow|"
    r"this (?:week|morning|early|late)|right now"
    r"|yet|so early|so late|early|late|about my|unless|if|because i|names|crazy|back on|"
    r"again (?:until|till|before|after)"
    r"|anymore (?:at work|before|after)|from (?:\d|noon)|for (?:a|the next|another)|later "
    r"than|earlier than|outside"
    r"))"
)
_ME = (
    "(?:me|us|my (?:phone|cell|number|house|home|line|mobile|email|inbox|family)|this|here|again|"
    "anymore|any more|ever|back|no more|him|her|at all)"
)
_NOT = (
    "(?:do not|never|better not|must not|should not|are not to|no longer|not to|may not|can not|"
    "quit trying to|stop trying to)"
)
# Who says what somebody else does or did, not what we shall do.
_NOT_AFTER = (
    r"(?<!why )(?<!you )(?<!they )(?<!he )(?<!she )(?<!if )(?<!we )(?<!\bi )(?<!who )(?<!would "
    r")(?<!why would )"
)


ENGLISH = (
    # stop texting me, quit with the messages
    rf"(?<!can not )(?<!could not )(?<!did not )(?<!never )(?<!\bi )(?<!i will )(?<!we "
    rf")(?<!they )(?<!he )(?<!she )"
    rf"(?:stop|quit|cease|halt|discontinue|end|desist from) {_FILL}{_REACHING}\b(?! (?:and "
    rf"driving|centers?|list))",
    rf"(?<!can not )(?<!did not )(?<!\bthe )(?<!\bnon )(?<!\bnon)(?:stop|quit|cease|halt|"
    rf"discontinue|end with|quit it with|stop it with|enough with|enough of|done with|sick of"
    rf"|tired of|fed up with|knock it off with) {_ANY}{_NEWS}\b",
    r"(?:end|cancel) (?:these|all|your|the|this|my) (?:\w+ )?(?:texts|text messages|"
    r"messages|emails|alerts|notifications|reminders|communications?|subscription)",
    r"(?:stop|quit) (?:sending|texting|blowing|calling|hitting)\b",
    rf"(?:please |^|want |and |i said |said |need )no more {_ANY}{_NEWS}\b",
    r"(?:make|get) (?:it|this|these|them|the \w+) (?:all )?(?:stop|to stop)",
    rf"(?:make|get) {_ANY}{_NEWS} stop",
    rf"{_ANY}{_NEWS} (?:must|need to|needs to|have to|has to|better|should|gotta|got to) "
    rf"(?:stop|end|cease)",
    rf"(?:want|need|would like|wish) (?:\w+ )?{_ANY}{_NEWS} (?:to stop|stopped|to end|ended)",
    r"(?:told|asked|asking|begging|tell|telling|ask|want|need|like) (?:you|your company|yall|"
    r"you all|you guys|you people|u)(?: \w+)? to (?:stop|quit|cease)(?! (?:by|the|interest|"
    r"charging|adding|my))",
    r"(?:i )?(?:said|say|wrote|replied|texted|typed|sent|saying|texting) stop\b(?! \w+ing\b| the | by )",
    r"how (?:do|can|to) (?:\w+ )?(?:stop|end|get off|opt out|unsubscribe)(?: from| of)? "
    r"(?:these|this|your|the|getting|receiving|all|it)\s?(?:texts?|messages?|calls?|emails?|"
    r"list|them|notifications|alerts|spam)?$",
    r"^(?:please )?(?:just )?stop (?:it|this|that|u|you|im|i am|now|please|immediately|right "
    r"now|asap|already|or i|or we|all of this|wrong|who|doing this|everything|being|with "
    r"this|with that|the madness|the bs|the bullshit|for good)\b(?! (?:by|from reporting|"
    r"late))",
    r"(?:please|just|pls|kindly|seriously|ok|omg) stop$",
    r"^(?:would|will|can|could) you (?:please |just )?stop(?: (?:it|this|now|please))?$",
    r"^(?:please )?(?:cease|cease and desist|desist|knock it off|cut it out|give it up|give it a rest)\b",
    r"cease and desist|cease (?:all )?(?:communications?|contact)",
    # do not text me
    rf"{_NOT_AFTER}{_NOT} {_FILL}(?:{_REACH} (?:or|and|nor) )*{_REACH} {_ME}\b{_UNLESS}",
    rf"{_NOT_AFTER}(?:do not|never|no longer) {_FILL}(?:text|call|contact|message|email|"
    rf"bother|disturb|write)$",
    r"^(?:please )?no (?:texting|calling|contact|solicit\w*|texts?|calls?|messages?|emails?|"
    r"spam)(?: (?:please|me|anymore|thanks|ever|again))*$",
    rf"{_NOT_AFTER}(?:do not|never) (?:\w+ )?send (?:me |us )?(?:\w+ )?{_ANY}(?:anything|"
    rf"texts?|messages?|emails?|notices?|stuff|crap|shit|this|these|spam|reminders?|"
    rf"notifications?|alerts?)(?: |$)",
    r"do not call (?:list|registry)|dont call list|no call list|do not contact list|do not text list",
    rf"(?:do not|no longer|never|did not ask to|did not) (?:want|wish|need|care|like|consent|"
    rf"agree|sign up|ask|authorize|appreciate|subscribe|give (?:you )?(?:permission|"
    rf"consent))(?: (?:to|for|you|me|us|from|be|get|getting|receive|receiving|any|these|this|"
    rf"your|more|the|hear|all|such|that|having|of|kind|type|a))* (?:contacted|texted|called|"
    rf"bothered|messaged|emailed|contacting|texting|calling|messaging|emailing|texts|text "
    rf"messages|messages|calls|emails|text|message|call|contact|contact me|text me|call me|"
    rf"hear from|hearing from|spam|alerts|notifications|reminders|harassed|"
    rf"disturbed)\b{_UNLESS}",
    r"(?:do not|no longer|never) (?:want|wish|care|need) (?:to )?(?:hear|hearing) (?:from|anything)",
    r"(?:want|wish|would like) (?:nothing (?:more )?(?:to do with|from) (?:you|this company)|"
    r"no (?:further|more) (?:contact|communications?|calls|texts|messages|emails))",
    r"no (?:further|more|future) (?:contact|communications?|correspondence|calls|texts|text "
    r"messages|messages|emails|notices)(?: please)?$",
    r"(?:do not|does not|did not|no longer) have (?:my |any )?(?:permission|consent|authorization)",
    r"(?:revoke|revoking|withdraw|withdrawing|take back|rescind|rescinding|cancel) (?:my |"
    r"all |any )*(?:prior )?(?:consent|permission|authorization)",
    r"(?:consent|permission|authorization) (?:is )?(?:revoked|withdrawn|denied)",
    r"not (?:authorized|allowed|permitted) to (?:text|call|contact|message|email)",
    r"(?:without|not given|never gave|did not give) (?:\w+ )?(?:my |any )?(?:consent|permission)",
    rf"(?:refrain|desist|abstain) from (?:\w+ )?{_REACHING}|(?:asked|requested|prefer|rather|"
    rf"want|like|told you|ask) not to (?:be )?(?:contacted|texted|called|messaged|bothered|"
    rf"receive|get)\b",
    rf"(?:rather|prefer|wish) (?:you (?:did |would |do )?)?not (?:to )?(?:be )?(?:receive|"
    rf"get|contact|text|call|message|contacted|texted|called|send)\b{_UNLESS}",
    r"(?:be|get|am|want) (?:removed|taken|deleted|off) (?:from|off|of) (?:of )?(?:the |this |"
    r"your |all |any )*(?:\w+ )?(?:list|lists|database|system|texts|messages|contacts)\b|"
    r"remove my (?:details|data|contact details|information)|^unwanted (?:texts?|messages?|"
    r"calls?|contact)|(?:this is|these are|texts are|messages are) (?:unwanted|unsolicited|"
    r"not wanted)",
    r"(?:want|wish|like|need) to (?:stop|quit) (?:getting|receiving)\b|\bdo not (?:ever "
    r")?(?:reply|respond) to (?:me|this number)|^(?:please )?discontinue(?: please)?$|"
    r"^sta+h?p+$|^stahp\b",
    rf"{_NOT_AFTER}{_NOT} reach out(?: to (?:me|us))?\b{_UNLESS}",
    # leave me alone
    r"leave (?:me|us|my \w+|this (?:number|phone|family)|him|her|the poor \w+) (?:\w+ "
    r"){0,3}?(?:alone|be|in peace|tf alone)(?: |$)",
    r"\blet (?:me|us) (?:be|alone)$|\bleave (?:me|us) (?:alone|be)\b|leave me the (?:fuck|hell) alone",
    r"^(?:please |just |oh )?(?:go away|get lost|back off|piss off|buzz off|bug off|screw "
    r"(?:off|you)|beat it|shut up|get off my phone|get out of my (?:phone|life|inbox))\b",
    r"\b(?:fuck|f|eff|fk|fuk|fck) (?:off|you|u)\b|go to hell|kiss my ass|eat shit|go fuck",
    # remove me
    r"(?:want|need|like) my (?:phone |cell )?(?:number|name|email) (?:to be )?(?:removed|deleted|"
    r"erased|taken off)\b",
    r"(?:remove|block|scrub|erase|scratch) (?:me|my number) from (?:your|the|this) (?:list|"
    r"system)\b|"
    r"^(?:please )?(?:scrub|block) my (?:phone |cell )?number$",
    r"^(?:i )?never (?:signed up|subscribed|opted in|agreed|consented)(?: (?:for|to) (?:this|these|"
    r"that|it|any of this|(?:these|your|any) (?:texts?|messages?|calls?|emails?|alerts?)))?$",
    r"cancel my subscription to (?:these|this|your|the) (?:texts?|messages?|alerts?|emails?)",
    r"^(?:this is |its |it is )?spam stop$",
    r"(?:remove|take|delete|erase|drop|scratch|scrub|strike|purge|get|wipe|clear|pull) (?:me|"
    r"us|my (?:cell |phone |mobile |home )?(?:number|no|name|email|address|email address|"
    r"info|information|contact|contact info|contact information)|this (?:number|phone|phone "
    r"number|email|line|contact|address)) (?:\w+ ){0,2}?(?:off|from|out of|of|outta)(?: of)? "
    r"(?:the |this |your |ur |all |any |that |every |future |these |those )*(?:call |calling "
    r"|mailing |contact |text |texting |email |marketing |distribution |phone |sms |message |"
    r"notification )*(?:list|lists|listing|database|system|systems|files|records|texts|text|"
    r"calls|messages|messaging|emails|contacts|roster|directory|phone|queue|alerts|here|it|"
    r"this|notifications|dialer|campaign|mailings?|stuff|thread|sms)\b",
    r"(?:remove|delete|erase|scratch|purge|unlist) (?:me|my (?:cell |phone |mobile )?number|"
    r"this (?:phone )?number|my email|my contact(?: info| information)?|my phone)(?: "
    r"(?:please|now|immediately|asap|thanks|already|today|right now|permanently))*$",
    r"take (?:me|my number|my name|this number|us) off(?: (?:please|now|asap|immediately|already))*$",
    r"(?<!did not )(?<!never )(?<!not )\bunsubscribe\b(?! (?:link|button|page)\b)",
    r"\b(?:opt|opting|opted) (?:me |us |my number )?out\b(?! of (?:the |my |your |a "
    r")?(?:auto|paper|plan|payment|insurance|e|electronic|settlement|program))",
    r"(?:lose|forget|delete|lost|block|trash|toss|burn) (?:my|this|the) (?:phone |cell )?number",
    r"(?:blocking|block|blocked|reporting you|report you) (?:you|this number|your number|"
    r"yall|as spam|for spam|for harassment|u)\b|^(?:you are |number )?blocked$|report(?:ing|"
    r"ed)? (?:this |you )?(?:\w+ )?(?:as |for )(?:spam|harassment)|mark(?:ing|ed)? (?:this |"
    r"you )?as spam",
    r"^(?:(?:i am|we are|sorry|no|hi|hello|still|really|just) )*not interested(?: (?:in this|"
    r"anymore|any more|thanks|thank you|at all|in your \w+|please|sorry|in anything|in any "
    r"of (?:this|it)|bye|in these \w+|so stop))*$",
    r"not interested (?:please )?(?:stop|remove|take me|do not)",
    r"^(?:this is |you are |thats |that is |it is |yall are )*(?:harassment|harassing me|"
    r"harassing us|spamming me|bothering me|annoying me)\b",
    r"^enough(?: (?:already|is enough|of this|now|please))*$|i have had enough of (?:you|this|these|your)",
    r"(?:will not|are you going to) (?:ever )?stop (?:texting|calling|messaging|contacting|"
    r"bothering|harassing)",
    r"do not disturb$|quit it$|quit bothering|quit texting|stop bothering",
    r"stop (?:me )?from (?:getting|receiving) (?:these|your|any)",
    r"discontinue (?:all |any |these |your )*(?:contact|texts?|messages|service|"
    r"communications?|calls|emails)",
    r"(?:cancel|end|terminate) (?:my )?(?:subscription|enrollment in texts|text alerts|texts|"
    r"sms|alerts|text messages|notifications|these|messages|all messages)\b",
    r"(?:turn|shut|switch) (?:off|these off|this off|them off) ?(?:these|the|your|my|all)? "
    r"?(?:texts|messages|alerts|notifications|reminders|text alerts)?$",
    r"(?:refuse|decline) (?:all |any |further |future )*(?:contact|calls|texts|messages|"
    r"communications?)|refuse to be contacted",
    r"i (?:am )?(?:want|wanna|need|would like)(?: to)? (?:out|off)(?: of)?(?: (?:this|the|"
    r"your) (?:list|texts|messages|system|thread))?$",
    r"off (?:your|the|this) (?:call|text|mailing|contact|calling|email)?\s?list",
)  # fmt: skip
