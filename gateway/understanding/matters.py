"""What else does a text say that counts? Disputes, mistaken identity, counsel, death and need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.understanding.meanings import Meaning
from gateway.understanding.plain import sentences

_DEBT = (
    r"(?:debt|bill|account|charge|charges|invoice|loan|balance|purchase|order|card|problem|"
    r"amount|payment|responsibility|signature)"
)
_ME = r"(?:me|my|mine)"

_CERTAIN = {
    "already_paid": (
        r"\balready (?:paid|sent|made|settled|payed|mailed|took care|cleared|been paid|pd)\b|"
        r"\b(?:paid|payed) (?:this|it|that|them|u|you|ya|the|my|off|in full|already|last|"
        r"yesterday|on|over|online|by|with|at|all|back in|your|through|via|everything|"
        r"cash)\b"
        r"|^(?:this (?:is|was|has been) |it (?:is|was|has been) |all )?paid(?: (?:already|in "
        r"full|off|it|yesterday|last \w+))*$|\b(?:was|is|were|been|got) (?:all |already |"
        r"fully )*(?:paid|settled)\b"
        r"|\b(?:i|we) (?:have |just |had )*(?:paid|payed|settled|made (?:the|a|my|that|this) "
        r"payment|sent (?:the|a|my|in|you) (?:\w+ )?(?:payment|check|money)|mailed (?:the|a|"
        r"my|you))"
        r"|payment (?:was|has been|already) (?:made|sent|paid|processed|posted|cleared)|"
        r"check is in the mail|zero balance|balance is (?:zero|\$?0)|paid in full|do not owe "
        r"(?:you )?anything anymore"
        r"|\bya (?:\w+ )?(?:pague|pagamos|pago|pagado|pagada|pagaron|cancele|deposite|"
        r"liquide|salde|hice el pago|abone|transferi|mande el pago|mando el pago)\b|\bya "
        r"(?:esta|fue|quedo|estaba) (?:pagad|cancelad|liquidad|saldad)\w+"
        r"|\b(?:lo|la|eso|esto) (?:pague|cancele|liquide)\b|\bpague (?:el|la|ayer|todo|hace|"
        r"esa|ese|esta|por|en|con|antier|completo)\b|\b(?:hice|hicimos|mande|envie) (?:el|un|"
        r"mi|ese) (?:pago|deposito|cheque)|esta (?:todo )?pagad[oa]|(?:deuda|cuenta) "
        r"(?:pagada|saldada|liquidada)"
    ),
    "dispute": (
        rf"\b(?:not|never|is not|was not) (?:mine|my {_DEBT}|my)\b(?! (?:fault|number|name|"
        rf"phone|time|day|best|plan|intention|mistake|job))|\bdo not owe|\bnever owed|\bowe "
        rf"(?:you )?nothing|\bdo not (?:recognize|know (?:what this|anything about)|remember "
        rf"(?:this|buying|ordering|signing|having))"
        r"|\bnever (?:bought|ordered|purchased|had (?:an? |this )?(?:account|loan|card|"
        r"service)|signed|opened|received (?:the|my|it|any|what)|got (?:the|my) (?:order|"
        r"goods|item|product|service)|used|authorized|agreed|did business)"
        r"|\b(?:wrong|incorrect|inaccurate|erroneous) (?:amount|balance|total|bill|charge|"
        r"figure|number on)|\b(?:amount|balance|bill|total|charge|charges|invoice|figure|"
        r"number|numbers|interest|this) (?:is|are|looks|seems|does not look) (?:all "
        r")?(?:wrong|incorrect|off|not right|not correct|right|too high|inaccurate|a mistake|"
        r"bogus)\b(?<!looks right)(?<!is right)(?<!are right)(?<!seems right)"
        r"|\b(?:i )?(?:dispute|disputing|disputed|contest|contesting)\b|\b(?:overcharg|"
        r"double (?:charg|bill)|charged (?:me )?twice|billed (?:me )?twice|over bill|"
        r"overbill)\w*|\bfraud\w*|\bidentity (?:theft|thief|stolen)|\b(?:stole|stolen|theft "
        r"of) my identity|someone (?:used|opened|stole)|\bvalidat(?:e|ion)\b|\bverify (?:the|"
        r"this) debt|\bprove (?:it|that|this|i)\b|proof (?:of|that i)|\bnot what i (?:owe|"
        r"ordered|agreed|signed)|\b(?:returned|sent back|cancelled|canceled) (?:the|it|this|"
        r"that|my) (?:item|order|product|merchandise|purchase|service|subscription|goods|"
        r"contract)"
        r"|\b(?:that|this) is not (?:right|correct|what i owe)|insurance (?:should|was "
        r"supposed to|is supposed to|already|must|covers|covered)|is (?:a mistake|an error)|"
        r"\ban error\b|statute of limitations|\btime barred\b|\bdo not agree (?:with|that)|"
        r"\bnot (?:accurate|responsible for)"
        r"|\bno es (?:mi[oa]s?|mi (?:deuda|cuenta|factura|cargo|compra|responsabilidad|"
        r"firma))\b|\bno (?:le |les |te )?deb(?:o|emos)\b|\bno (?:reconozco|recuerdo (?:esta|"
        r"esa|haber)|conozco (?:esta|esa) (?:deuda|cuenta))|\b(?:monto|cantidad|saldo|total|"
        r"cobro|cargo|factura|cuenta) (?:esta |es |son )?(?:equivocad|incorrect|erroni?e|mal|"
        r"err?one|duplicad|excesiv)\w*|\bnunca (?:compre|firme|pedi|tuve|recibi|use|autorice|"
        r"solicite|contrate|saque|abri)|\bfraude|robo de identidad|robaron mi identidad|"
        r"\bdisput(?:o|ar|a)\b|\b(?:es|hay) un error|me (?:estan )?cobra(?:n|ron|ndo) (?:de "
        r"mas|doble|dos veces|mal|algo)|no estoy de acuerdo|prueb(?:en|a|as) (?:de|que)|"
        r"comprueb(?:en|a)|no es lo que debo|es (?:una )?estafa|no hice es[ae]|\bimpugn\w+|"
        r"validacion de la deuda|no me corresponde"
    ),
    "wrong_person": (
        r"\bwrong (?:number|person|guy|man|woman|lady|phone|individual|party|name|one|house|"
        r"email|address)\b|\b(?:is|are) not (?:the (?:right|correct) (?:person|number)|the "
        r"person)|\bno one (?:here )?(?:by|with|named) |\bnobody (?:here )?(?:by|with|named)|"
        r"\bdo not know (?:who (?:this|that|she|he) (?:is|person)|this person|that person|"
        r"him|her|any(?:one|body)? (?:by|named|called|with)|who \w+ is|an? \w+$)|\bno \w+ "
        r"(?:here|lives here|at this number)|\b(?:is )?no longer (?:his|her|their|this "
        r"persons|that persons|at this) (?:number|phone|address)|\b(?:not|is not) (?:his|her|"
        r"their) (?:number|phone|email)|\b(?:does not|do not) live here|\bmoved (?:out|"
        r"away)(?: \w+)* (?:ago|last)|\b(?:just|recently) got this (?:number|phone)|"
        r"\b(?:this is |i have |got )(?:a |my )?new number|\b(?:had|have had|has been) this "
        r"number (?:for|since)|\b(?:who|whoever) (?:you are|your|this is) (?:looking for|"
        r"trying to reach|for)|\bmistaken identity|not the person you"
        r"|\bnumero (?:equivocado|incorrecto|erroneo)|\bpersona equivocada|\b(?:se|te|estan|"
        r"esta) equivoc\w+ (?:de (?:numero|persona|telefono))|\bno soy (?!de|el que|un|una|"
        r"capaz|rico|tonto|bueno|responsable)\w+|\bno conozco a\b|\baqui no (?:vive|esta|"
        r"hay)|\bno (?:es|era) (?:su|el) (?:numero|telefono) de|ya no (?:es|vive|tiene)(?: "
        r"\w+){0,2} (?:su numero|este numero|aqui|numero)|este (?:numero|telefono|celular) "
        r"(?:ya )?no (?:es|pertenece)|no hay (?:nadie|ningun\w*) (?:con ese|llamad)|numero "
        r"nuevo|equivocado de (?:numero|persona)|^(?:esta |estan |esta usted "
        r")?equivocad[oa]s?$"
    ),
    "attorney": (
        r"\bmy (?:\w+ )?(?:attorney|lawyer|attorneys|lawyers|legal counsel|solicitor|counsel|"
        r"law firm)\b|\b(?:talk|speak|contact|call|direct|refer|send)(?: \w+){0,4} "
        r"(?:attorney|lawyer|attorneys office|counsel)\b|\brepresented by\b|\b(?:have|hired|"
        r"retained|got) (?:an?|legal) (?:attorney|lawyer|counsel|representation)\b"
        r"|\bmis? abogad[oa]s?\b|\b(?:tengo|contrate|consegui|hable con) (?:un |una |el |la "
        r")?abogad[oa]|\babogad[oa] me representa"
    ),
    "bankruptcy": (
        r"\b(?:filed|declared|filing|in|under|discharged in|included in|my|went) (?:for |"
        r"through |a |my |the )*(?:personal )?(?:bankruptcy|bankrupt|bk|chapter (?:7|11|13|"
        r"seven|eleven|thirteen))\b|\bbankruptcy (?:case|trustee|court|filing|attorney|"
        r"number|discharge)|\bautomatic stay|\b(?:am|are|is|went) bankrupt\b|\bch(?:apter)? "
        r"?(?:7|13)\b"
        r"|\b(?:me declare|declare|estoy en|en|presente|hice|meti|solicite|por) (?:la |una "
        r")?(?:bancarrota|quiebra)\b|\bcapitulo (?:7|13|11|siete|trece)\b|caso de bancarrota"
    ),
    "deceased": (
        r"\b(?:he|she|the customer|the account holder|account holder|this person|that person|"
        r"the person|mr \w+|mrs \w+|ms \w+) (?:has |have |is |had )?(?:passed(?: away)?|died|"
        r"deceased|dead|no longer (?:with us|alive|living)|gone)\b|\bis deceased|"
        r"\bdeceased\b(?! (?:relative|pet))|\bdeath certificate|\bno longer (?:with us|alive|"
        r"living)|\b(?:estate of|executor|probate)\b"
        r"|\b(?:el|ella|la persona|el titular|la titular|el senor|la senora)(?: \w+)? (?:ya "
        r")?(?:fallecio|murio|ha muerto|ha fallecido|esta muert[oa])\b|\b(?:fallecid[oa]|"
        r"difunt[oa]|acta de defuncion)\b|^(?:ya )?(?:fallecio|murio|se murio)\b"
    ),
    "hardship": (
        r"\b(?:lost|losing) (?:my|his|her|our) (?:job|work|income|house|home|hours)|"
        r"\b(?:laid off|unemployed|furloughed|out of work|no (?:job|income|money|work)|am "
        r"not working|between jobs|out of a job|got fired|was fired|on disability|fixed "
        r"income|social security|on unemployment|food stamps|homeless|evicted|eviction|"
        r"foreclosure|(?:am|are|im|flat|so|dead) broke|struggling|hard times?|tough times?|"
        r"financial(?:ly)? (?:hardship|trouble|difficult\w+|strapped|strain)|hardship|behind "
        r"on (?:rent|everything|bills|my)|medical (?:bills?|leave|issues|emergency)|in "
        r"(?:the )?(?:hospital|rehab|chemo)|hospitalized|surgery|cancer|divorce|can not "
        r"afford|could not afford|do not have (?:the |any |enough |that (?:much |kind of "
        r")?)?(?:money|funds|cash|it right now)|have no (?:money|funds|cash|income|job)|"
        r"barely (?:making|getting|paying)|single (?:mom|mother|parent|dad)|hours (?:were |"
        r"got |have been )?cut|lost everything|can not pay|unable to pay|not able to pay|can "
        r"not make (?:the|this|my|a) payment|maternity leave|on leave|payment plan because|"
        r"no tengo para comer)\b"
        r"|\b(?:perdi|quede sin|estoy sin|me quede sin) (?:mi |el |un )?(?:trabajo|empleo|"
        r"chamba|dinero|casa)|\b(?:desemplead[oa]|sin (?:trabajo|empleo|dinero|ingresos)|no "
        r"(?:tengo|hay) (?:dinero|trabajo|empleo|plata|como pagar|con que pagar|para pagar|"
        r"ingresos|feria|lana)|no (?:puedo|podemos) pagar|no me alcanza|me despidieron|me "
        r"corrieron|hospital|hospitalizad[oa]|enferm[oa]|incapacitad[oa]|discapacidad|"
        r"situacion (?:dificil|economica|complicada)|problemas (?:economicos|financieros|de "
        r"salud|de dinero)|cirugia|operacion|operaron|cancer|divorcio|desalojo|apenas me "
        r"alcanza|madre soltera|recortaron)\b"
    ),
}  # fmt: skip
_MAYBE = {
    "attorney":
        r"\b(?:attorney|lawyer|sue you|suing|legal action|see you in court|take you to court)\b|"
        r"\b(?:abogad[oa]s?|demandar\w*|demanda legal|los demando|accion legal)\b",
    "bankruptcy": r"\b(?:bankruptcy|bankrupt|bancarrota|quiebra)\b",
    "deceased":
        r"\b(?:mother|father|mom|dad|husband|wife|son|daughter|brother|sister|grandma|"
        r"grandmother|grandpa|grandfather|aunt|uncle|parent|spouse|partner) (?:just |has |had |"
        r"recently |is )*(?:passed(?: away)?|died|deceased|dead)\b|\bfuneral\b|\b(?:madre|padre|"
        r"mama|papa|esposo|esposa|marido|hijo|hija|hermano|hermana|abuel[oa])(?: \w+)? "
        r"(?:fallecio|murio|ha muerto|fallecido)\b",
    "dispute":
        r"\b(?:scam|scammers?|not legit|estafa|estafadores|what (?:is )?this for|what bill|what "
        r"debt|que deuda|que cuenta)\b",
    "hardship":
        r"\b(?:payment (?:plan|arrangement)|lower (?:payment|the payment|amount)|smaller "
        r"payments?|more time|extension|installments?|plan de pagos?|en partes|en pagos|mas "
        r"tiempo|prorroga|a plazos|settle for less)\b",
}  # fmt: skip
_UNSURE = re.compile(
    r"\b(?:think|thinking|considering|consider|might|may|maybe|going to|will|about to|"
    r"planning|plan|if|would|could|should|afraid|avoid|pensando|voy a|quizas|tal vez|si|"
    r"planeo|considerando|evitar)\b"
)
_MAY_BE_PLANS = frozenset({"attorney", "bankruptcy"})
_NOT = {
    "already_paid": re.compile(
        r"\b(?:not|never|have not|has not|until|when|once|if|after|before|get|gets|getting|"
        r"will be|be|as soon as|to be|till) (?:\w+ )?(?:already |been |i |all )*(?:get |got |"
        r"am )?(?:paid|payed)\b|\bgot paid\b|\bunpaid\b|\bpaid (?:time|leave|vacation|on the|"
        r"on fridays?|every|weekly|biweekly|twice|monthly|bi weekly|by the)|\bwas paid "
        r"(?:late|less)|\bminimum paid"
        r"|\bno (?:he|lo he|la he|esta|han|fue) pagad"
    ),
    "dispute": re.compile(
        r"\b(?:do not|not) (?:want to |going to )?(?:dispute|disput\w+)|\bno (?:lo |la )?disputo|"
        r"\bif i do not owe"),
    "wrong_person": re.compile(r"\bnot (?:a |the )?wrong (?:number|person)"),
    "deceased": re.compile(
        r"\b(?:phone|battery|car|truck|dog|cat|computer|engine|laptop) (?:just |has |had |is "
        r")*(?:died|dead|passed|gone)"),
    "hardship": re.compile(
        r"\bwork(?:ing)? (?:at|in|for) (?:the|a) hospital|\btrabajo en (?:el|un) hospital"),
}  # fmt: skip
_NAMED_OTHER = re.compile(r"\b(?:I'?m|I am|This is|this is|i'm|i am|im) not ([A-Z][a-z]{2,})\b")
_SURE = {kind: re.compile(pattern) for kind, pattern in _CERTAIN.items()}
_PERHAPS = {kind: re.compile(pattern) for kind, pattern in _MAYBE.items()}


def matters(text: str) -> Iterator[Meaning]:
    """Yield what a text says, each kind once; certain where the words leave little doubt."""
    said = sentences(text)
    words = " | ".join(said)
    for kind in _SURE:
        if kind in _NOT and _NOT[kind].search(words):
            continue
        if any(_SURE[kind].search(sentence) for sentence in said):
            yield Meaning(kind, certain=not (kind in _MAY_BE_PLANS and _UNSURE.search(words)))
        elif _hints_at(kind, text, said):
            yield Meaning(kind, certain=False)


def _hints_at(kind: str, text: str, said: tuple[str, ...]) -> bool:
    if kind == "wrong_person":  # a name shows in the letters as they were typed
        return _NAMED_OTHER.search(text) is not None
    return kind in _PERHAPS and any(_PERHAPS[kind].search(sentence) for sentence in said)
