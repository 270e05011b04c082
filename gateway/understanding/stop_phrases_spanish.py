"""How do people say in Spanish that they want no more of our messages? Patterns over plain words."""

from __future__ import annotations

# What makes of "no me llamen" a wish about a time or place, not a stop; see times.py.
_UNLESS = (
    r"(?! (?:antes|despues|en (?:el|mi|la) (?:trabajo|chamba|oficina|noche|manana|tarde)|al "
    r"trabajo|a mi trabajo|hasta|mientras"
    r"|durante|por la|los (?:dom|sab|lun|fines)|el (?:dom|sab|lun)|tan (?:temprano|tarde)|de "
    r"noche|hoy|manana|entre|cuando|ahorita"
    r"|ahora mismo|si|a (?:esta|estas) horas?|en horas|en horario|temprano|tarde|por ahora|todavia))"
)

_REACH_SUBJ_ES = (
    "(?:escrib(?:an|a|as)|llam(?:en|e|es)|mand(?:en|e|es)|envi(?:en|e|es)|molest(?:en|e|es)|"
    "contact(?:en|e|es)|text(?:een|ee|ees|ien)"
    "|marqu(?:en|e|es)|busqu(?:en|e|es)|habl(?:en|e|es)|mensaje(?:en|e|es)|mensajeen|"
    "hostigu(?:en|e)|acos(?:en|e)|fastidi(?:en|e|es)"
    "|jod(?:an|a|as)|ching(?:uen|ue|ues)|insist(?:an|a|as)|spame(?:en|e|es)|comuniqu(?:en|e)|"
    "notifiqu(?:en|e)|est(?:en|e) (?:llamando|escribiendo"
    "|mandando|molestando|enviando|hablando|texteando)|sig(?:an|a|as) (?:llamando|"
    "escribiendo|mandando|molestando|enviando|hablando|texteando)"
    "|contacte|contesten)"
)
_REACH_INF_ES = (
    "(?:escribir|llamar|mandar|enviar|molestar|contactar|textear|mensajear|acosar|hostigar|"
    "joder|fastidiar|marcar|hablar|chingar|insistir"
    "|buscar|spamear|comunicar|estar (?:llamando|escribiendo|mandando|molestando)|perseguir|"
    "atosigar|hostigar)(?:me|nos|le|les|se|melo)?"
)
_NEWS_ES = (
    "(?:mensajes?|mensajitos|textos?|llamadas?|correos?|emails?|sms|avisos?|notificaciones|"
    "recordatorios|comunicaciones|spam|mails?)"
)


SPANISH = (
    rf"(?<!no puedo )(?<!no pude )(?<!no podia )\b(?:dej(?:a|e|en|ad|es|ar|enme|ame|eme)|"
    rf"par(?:a|e|en|ar|enle)|basta|termin(?:en|e|a)|ces(?:en|e|ar)|suspend(?:an|a)|evit(?:en|"
    rf"e)|ya) (?:ya |por favor |de una vez )?de (?:estar |una vez )?(?:\w+ "
    rf")?{_REACH_INF_ES}\b{_UNLESS}",
    r"\b(?:dej(?:a|e|en|ad|es|ar)|par(?:a|e|en|ar)) (?:ya )?de (?:estar )?\w+(?:ando|iendo)(?:me|nos)?\b",
    rf"\b(?:no|ya no|nunca|jamas|ni) (?:mas )?(?:me |nos |le |les |lo |la |se "
    rf")*(?:vuelv(?:an|a|as) a {_REACH_INF_ES}|{_REACH_SUBJ_ES})\b(?! (?:el (?:recibo|"
    rf"comprobante|estado)|la (?:cuenta|factura|informacion)))(?: (?:mas|nada|nunca|ya|por "
    rf"favor|otra vez|de nuevo|mensajes|textos|llamadas|correos))*{_UNLESS}",
    rf"\bno (?:vuelv(?:an|a|as)|sig(?:an|a|as)) (?:a |con )?(?:{_REACH_INF_ES}|{_NEWS_ES}|"
    rf"\w+ando\w*|\w+iendo\w*)",
    rf"\b(?:no|ya no|nunca) (?:quiero|quisiera|deseo|queremos|deseamos|necesito|autorizo|"
    rf"acepto|consiento|pedi|solicite|permito|di permiso para)(?: (?:mas|a|que|me|nos|"
    rf"recibir|seguir|recibiendo|sus|estos|esos|tus|los|las|estas|ningun|ninguna|tantos|de|"
    rf"ustedes|sigan|esten|tener|ni|un|una|este|tipo|ser|otro|otra))* (?:{_NEWS_ES}|"
    rf"{_REACH_SUBJ_ES}|contactad[oa]|molestad[oa]|llamad[oa]|{_REACH_INF_ES}|llamando\w*|"
    rf"escribiendo\w*|mandando\w*|enviando\w*|molestando\w*)\b{_UNLESS}",
    rf"^(?:por favor )?(?:favor de )?(?:ya )?no {_REACH_INF_ES}(?: (?:mas|a este numero|por "
    rf"favor|{_NEWS_ES}|ya|nada|aqui))*$|\bfavor de (?:ya )?no {_REACH_INF_ES}|(?:pido|ruego|"
    rf"solicito|exijo|favor de|prefiero) (?:que )?(?:ya )?no (?:me |nos )?(?:{_REACH_INF_ES}|"
    rf"{_REACH_SUBJ_ES})",
    rf"quier[oe] (?:ya )?dejar de recibir|(?:ya )?no quiero (?:seguir )?recib(?:ir|iendo) "
    rf"(?:esto|estos|eso|nada)|estuvo (?:bueno|bien) (?:ya )?de {_NEWS_ES}|\bme doy de baja|"
    rf"\bdarme de baja",
    r"\bno (?:quiero|deseo|queremos) (?:mas )?(?:saber|oir|recibir|escuchar) (?:mas "
    r")?(?:nada )?(?:mas )?(?:de|con) (?:ustedes|usted|ti|esta|esa|su)|no quiero (?:saber "
    r")?nada (?:de|con) (?:ustedes|usted|ti)|no quiero recibir (?:nada|mas)|^(?:ya )?no "
    r"quiero (?:mas|nada)(?: (?:por favor|gracias))?$",
    r"\b(?:dej|dejen|dejem|deje|deja)(?:ame|enme|eme|me|nos|enos|anos|ennos)?(?: \w+){0,2} "
    r"(?:en paz|tranquil[oa]s?|quiet[oa])\b|\ben paz$|dejenme ya$|^ya dejenme$",
    r"\b(?:quit(?:ar|en|a|e|arme|enme|ame|eme)|borr(?:ar|en|a|e|enme|ame|eme|arme)|"
    r"elimin(?:ar|en|a|e|enme|ame|eme|arme)|sa(?:quen|ca|que|car|quenme|came|queme|carme)|"
    r"remuev\w+|remover(?:me)?|retir(?:en|e|a|enme|eme|ame|arme|ar)|exclu\w+|suprim\w+|"
    r"tachen\w*) (?:me |nos |ya |por favor )*(?:de|mi|este|el|mis) (?:(?:la|su|sus|esta|esa|"
    r"tu|todas|todos|las|los|mi|numero de) )*(?:lista|listas|base|sistema|registro|registros|"
    r"numero|telefono|celular|correo|nombre|datos|contactos?|envios|mensajes|textos|"
    r"llamadas)\b(?! de la (?:factura|cuenta))",
    r"\b(?:quitenme|borrenme|eliminenme|saquenme|quiteme|borreme|elimineme|saqueme|quitame|"
    r"borrame|eliminame|sacame)(?: (?:ya|por favor|de aqui|de ahi|de esto))*$",
    r"\b(?:d(?:en|e|a|ar|arme|eme|enme|ame|arse|armela))(?: \w+)? de baja\b(?! (?:la|el|mi|"
    r"del) (?:linea|servicio|contrato|tarjeta|cuenta|plan|luz|internet|gas|cable|seguro|"
    r"poliza))|quiero (?:la |mi )?baja\b|solicito (?:la |mi )?baja\b",
    rf"\b(?:no mas|ya no mas|ni un|ni una|alto a|basta de|cero|paren|para|pare|parar|"
    rf"detengan|detener|suspendan|cancelen|cancelar|cancela|cancele|terminen|basta con|fin a|"
    rf"harto de|harta de|cansado de|cansada de|hart[oa] con) (?:ya )?(?:con )?(?:los |las |"
    rf"sus |tus |estos |esos |estas |esas |de |tantos |tantas |todos |mas |el |la "
    rf")*{_NEWS_ES}\b",
    r"\b(?:cancel(?:ar|en|e|a|o)|anul(?:ar|en)) (?:la |mi |esta )?(?:suscripcion|"
    r"subscripcion)|(?:des|de|dessu|de su)suscri\w+|desuscri\w+|dessuscri\w+|desubscri\w+|"
    r"quiero (?:cancelar|anular) (?:los |estos |sus )(?:mensajes|textos)",
    r"\b(?:salir(?:me)?|salgo|fuera) de (?:la|esta|su|sus|esa|tu) listas?",
    r"\b(?:revoco|retiro|cancelo|quito|anulo) (?:mi |el |todo |cualquier )*(?:consentimiento|"
    r"autorizacion|permiso)|no (?:tienen|tiene|les di|les doy|le di|doy|di) (?:mi "
    r")?(?:permiso|autorizacion|consentimiento)|no (?:los|les|le) autorizo",
    r"^(?:ya |por favor )*(?:paren(?:le)?|parele|basta|ya basta|basta ya|dejen|dejense|ya "
    r"estuvo|ya paren|ya dejen|ya parenle|alto ya|detenganse|cesen|callense|largo|largate|"
    r"larguense|vayanse|vete|pierdanse|pierdete|fuera|dejen ya)(?: (?:ya|por favor|de una "
    r"vez|ahora|por dios|con eso|con esto|de aqui))*$",
    r"(?:vayanse|vete|larguense) (?:a la|al|a)\b|chinguen a su|vayan a chingar|me tienen? "
    r"(?:hart[oa]|cansad[oa]|hasta)|(?<!quiero )no (?:jodan|chinguen|frieguen|fastidien|"
    r"insistan|insista|molestar|molesten|jodas|friegues)\b",
    r"^(?:(?:no|gracias|la verdad|ya|yo|lo siento) )*no (?:estoy interesad[oa]|estamos "
    r"interesados|me interesa)(?: (?:nada|gracias|esto|mas|ya|en (?:esto|nada|lo que ofrecen|"
    r"sus \w+)))*$",
    r"\b(?:los|las|te|lo|la|les|le) (?:voy a |vamos a |estoy )?bloque(?:ar|are|o|ando|amos|"
    r"aremos)\w*|(?:voy a )bloquear(?:los|te|lo|la|las| este numero| su numero)|"
    r"^bloquead[oa]s?$|report(?:ar|are|o) (?:como |por )?(?:spam|acoso)|(?:los|te|lo|la) "
    r"(?:voy a )(?:reportar|denunciar)|esto es acoso|es (?:puro )?acoso",
    r"(?:olvid(?:en|a|e|ense|ate)|pierd(?:an|e|a)|borr(?:en|a|e)) (?:de )?(?:ya )?(?:mi|"
    r"este) (?:numero|telefono|celular|contacto)",
)  # fmt: skip
