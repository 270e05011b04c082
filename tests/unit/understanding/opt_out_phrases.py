"""What people write who want no more texts: two hundred ways of their own, in English and Spanish."""

ENGLISH = """
stop texting me
Stop texting me!!!
please stop texting this number
plz stop txting me
quit texting me
Quit messaging me already
quit sending me these
stop sending me messages
STOP SENDING ME THIS
stop calling and texting me
stop bothering me
stop harassing me please
Stop contacting me
stop emailing me
stop blowing up my phone
would you please stop texting me
can you stop
Will you stop texting my phone
when will you people stop texting me
I told you to stop
I asked you to stop contacting me
I already said stop
i've replied stop three times now
I want you to stop
I need these messages to stop
make it stop
These texts need to stop
stop with the texts
stop all messages
stop all texts please
Stop these messages
no more texts
No more messages please
no more calls or texts
pls no more txts
don't text me
Dont text me
dont text me again
Do not text me anymore
do not text this number
don't ever text me again
do NOT contact me again
don't contact me
Do not call or text me again
never text me again
Never contact me again!!
do not message me
don't message me no more
Don't send me any more texts
dont send me anything else
do not send me messages
I don't want these texts
I don't want to receive texts from you
i dont want any more messages
I do not wish to be contacted
I no longer wish to receive messages
I don't wish to receive these notifications
I don't want to be texted
i dont want to hear from you
I do not consent to these texts
I revoke my consent
I withdraw my consent to be contacted
You do not have my permission to text me
you don't have my consent
I never gave you permission to text me
I didn't sign up for these texts
leave me alone
Leave me alone!
leave me the hell alone
please leave me alone
just leave us alone
leav me alone
lemme alone
go away
Please go away
get lost
fuck off
F off
screw you
remove me
remove me from your list
Remove my number
remove my number from your list please
plz remove me from this list
take me off your list
Take me off this list now
take me off
take my number off your system
get me off this list
delete my number
delete my number from your system
delete me from your database
erase my number
remove me from ur txt list
unsubscribe
Unsubscribe me
unsubscribe please
how do I unsubscribe
unsubcribe
unsuscribe me
i want to unsubscribe from this
opt out
opt me out
I want to opt out
I'd like to opt out of these messages
opting out
I opt out
optout please
lose my number
lose this number
forget my number
put me on your do not call list
add me to your do not contact list
not interested
I'm not interested
no thanks
No thank you
I'm not interested, stop
cease and desist
cease all communication
Cease contact immediately
no further contact please
discontinue all messages
blocked
I'm blocking you
I'm going to block this number
reporting you as spam
this is harassment
You are harassing me
enough already
Enough!!
knock it off
cut it out
stop it
Stop this now
STOP or I will report you
please just stop
ok stop
stop stop stop
stopp texting mee
sotp texting me
stop textng me
stop messging me
STOP 🛑
🛑 stop 🛑
"Stop"
stop.
End these messages
cancel text messages
cancel these texts
turn off these alerts
shut off these texts
do not disturb
I'm tired of these texts
sick of your messages
enough with the messages
I refuse to be contacted
please don't text this number anymore
take my number off your list
remove this number from your system
stop sending me this crap
no more texts please
i never signed up for this
don't ever contact me again
please cease all communication
I want to be removed from your contact list
can you stop messaging me
could you please stop contacting me
stop harassing me
quit harassing me
u need to stop texting me
do not send any more messages
I'd like to opt out
opt-out please
pls unsubscribe me
unsubscribe from all
I wish to unsubscribe
I no longer want to receive messages
I no longer wish to receive text messages from you
don't contact me at this number
I withdraw consent to be contacted
I do not consent to these messages
take me off of your texting list
Not interested stop
leave me be
please quit sending these
stop spamming me
this is spam stop
F off stop texting
stopp
STOP!!!
Stop it now
stop texting this phone
please stop the calls
stop calling me
quit calling
no more calls
don't call me again
never call this number again
do not call me
don't text or call me
please do not contact me any further
cease contact
I demand that you stop contacting me
I am asking you to stop
I've asked you to stop before
I told you to stop already
how do i make this stop
how do I stop these texts
please discontinue these messages
discontinue all texts
cancel all messages to this number
I want out
don't send me anything else
don't want to hear from you
i dont want to hear from you anymore
do not reach out to me again
please stop reaching out
stop with the reminders
no more reminders
quit sending reminders
turn off these messages
turn these off
block me from your list
scrub my number
erase my number from your records
remove me from the list immediately
remove my phone number
I want my number removed
please remove
no more emails
stop sending letters
You are not allowed to text me
stop texts
end texts
STOP ALL MESSAGES NOW
stahp
plz stop
pls stop txting me
stop txt
dnt text me
do not txt
no mas mensajes
""".strip().splitlines()

SPANISH = """
deje de escribirme
dejen de escribirme
Dejen de mandarme mensajes
dejen de llamarme
deja de molestarme
Ya dejen de molestar
dejen de enviarme textos
paren de escribirme
ya no me escriban
Ya no me manden mensajes
no me escriban más
no me manden más mensajes
No me llamen más
no me molesten
no me molesten más
no me contacten
no me contacten nunca más
No me envíen más mensajes
no me vuelvan a escribir
No vuelvan a contactarme
no vuelvan a llamarme
no quiero recibir mensajes
No quiero más mensajes
ya no quiero sus mensajes
no quiero que me escriban
No deseo recibir más mensajes
no quiero saber nada de ustedes
déjenme en paz
Dejame en paz
déjeme tranquilo
dejenme tranquila
quítenme de su lista
Quiten mi número
borren mi número
Borren mi número de su lista
eliminen mi numero
sáquenme de la lista
denme de baja
quiero darme de baja
dar de baja
no más mensajes
No mas textos por favor
paren los mensajes
Detengan los mensajes
cancelar suscripción
basta
ya basta
ya paren
no gracias
no me interesa
no estoy interesado
no autorizo que me contacten
revoco mi consentimiento
no tienen mi permiso
los voy a bloquear
olviden mi número
no molesten
alto a los mensajes
deje de mandarme mensajes
quítenme de la lista
sáquenme de su lista
denme de baja por favor
baja
no me vuelvan a contactar
no me llamen
ya no me llamen más
no llamen más
dejen de molestar
ya basta de mensajes
parar mensajes
pare de enviar mensajes
no manden más textos
eliminen mi número
elimine mi teléfono de su base de datos
retiro mi consentimiento
revoco mi autorización
quiero cancelar estos mensajes
no deseo que me contacten
por favor no envíen más
no me envíen nada más
cómo hago para que dejen de mandarme mensajes
ya dejen de chingar
no quiero que me llamen
STOP por favor
suspendan los mensajes
quítame de tu lista
bórrame
bórrenme de su sistema
no me mandes nada
ya no quiero nada
ya no quiero recibir esto
no escriban a este número
no vuelvan a escribir a este número
este numero no, no manden mas
me quiero salir de la lista
salir de la lista
anular suscripción
desuscribir
""".strip().splitlines()
