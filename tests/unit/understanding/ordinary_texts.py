"""What people write who do not ask us to stop: ordinary texts, many with a word that could mislead."""

ENGLISH = """
stop by the office
I'll stop by tomorrow to pay
I can stop by the branch on Friday
can't stop thinking about this bill
I can't stop thinking
I couldn't stop laughing
My pay stopped last week
the bus stop is near your office
I need to stop the automatic payment
can you stop the interest
please stop adding late fees
will you stop the late charges if I pay today
I put a stop payment on the check
non stop problems with my bank
I am stopping at the bank at noon
we stopped by but you were closed
pit stop then I'll pay
They stopped my benefits
I never stopped paying
when does the interest stop
My boss stopped my overtime
cancel my appointment
please cancel my appointment on Tuesday
I want to cancel my order
can I cancel the plan
cancel my card, it was stolen
I had to cancel my trip
They cancelled my insurance
how do I cancel the payment I scheduled
cancel the autopay and I will pay by hand
I canceled that service in May
I will end my shift at 5 and pay
at the end of the month
by the end of the week
End of the month is best
I get paid at the end of next week
in the end I paid it
my lease ends in June
the weekend works for me
I quit my job last month
I quit smoking
had to quit because of my back
quitting time is 5
my husband quit working
I removed the old card
can you remove the late fee
please remove the interest
remove this from my credit report
can you remove this from my credit
remove the old address
take the fee off
can you take the late fee off
please delete the old card on file
delete the duplicate invoice
My remote job starts Monday
I opted for the plan
I chose the other option
what are my options
opt for paperless please
I'd like to opt out of autopay
can I opt out of paperless
I would like to opt out of the payment plan
no problem
no worries
No
Nope
Nah
Yes
Yes please
Y
ok
OK
k
okay thanks
Ok will do
Got it
got it thanks
Thank you
Thanks
Thanks so much
thank you for the reminder
Thanks for letting me know
sure
Sure thing
Sounds good
perfect
great
Great thank you
👍
🙏 thanks
done
Done!
paid
Paid
Just paid
I paid online
payment sent
sent it this morning
I'll pay Friday
I will pay on the 15th
Paying today
paying tonight
will pay tomorrow
I get paid Friday
I'll pay when I get paid
Can I pay Friday?
can I pay half now
Half now, half on the 30th
I can do $50
I can pay 100 a month
what's the minimum I can pay
how much do I owe
How much is it
what is the balance
What is this for
who is this
Who is this?
what company is this
which account is this about
what's the account number
where do I send the check
Where can I pay
how do I pay
How can I pay this online
the link doesn't work
your link is broken
Link not working
can you resend the link
please resend the invoice
send me the invoice please
Can you send me a statement
please email me a copy
email me the statement
text me the link
please text me the amount
Text me when it posts
call me
Call me please
please call me back
can you call me tomorrow
call me after 5
Call me on my cell
don't call me before 10
do not call me at work
please don't call before 9 am
don't text me after 9pm
don't call me on Sundays
Don't call my work please
do not contact me at work
don't call me until Monday
please do not call me during the day
I work nights
I'm at work
i am working right now
I'm driving
I'm in a meeting
in class, talk later
at the doctor
I am in the hospital
can't talk right now
can't talk, text me
busy now
I lost my job
I got laid off
I'm unemployed
we are struggling
I can't pay this month
cannot pay right now
can't afford that
I don't have the money right now
no money
I'm broke
on a fixed income
on disability
waiting on my check
waiting for my tax refund
my check comes on the 3rd
my hours got cut
my wife is sick
medical bills are killing me
I need more time
can I have an extension
can you give me two weeks
can I set up a payment plan
I want a payment plan
interested in the settlement
I'm interested in a payment plan
I'm not interested in a payment plan, I'll pay in full
not interested in the discount but I will pay
I already paid
already paid this
I already paid this last week
paid in full
I paid it in March
check is in the mail
I mailed a check
my bank sent the payment
the payment was returned
my card was declined
my card is blocked
my account is blocked
my bank blocked the payment
the site blocked me
I got a new card
I need to update my card
can I use a credit card
do you take Zelle
do you accept cash
Is Venmo ok
can I pay by phone
can I pay at the store
what are your hours
when do you open
are you open Saturday
where is your office
what's your phone number
what is your address
I moved
I have a new address
my new address is 12 Oak Street
My new number is 555-0100
please update my address
please change my email
my email changed
new phone, please update
wrong amount
That amount is wrong
this is wrong
The total is off
I was charged twice
you charged me twice
I was overcharged
I don't owe this
not mine
that's not my account
This is not my debt
I never ordered this
I never got the item
I returned it
I sent it back
it was defective
it arrived broken
the work was never finished
insurance should cover it
my insurance was billed
you billed the wrong insurance
I dispute this
I want to dispute this
please validate this debt
send proof
prove it
I don't recognize this charge
what is this charge
fraud
I think this is fraud
someone used my name
identity theft
wrong number
wrong person
you have the wrong number
this isn't John
I'm not Maria
no Maria here
I don't know any Robert
this is not his number anymore
He doesn't live here
she moved away
she passed away
He died in May
my mother passed away
my dad died last month
I have a lawyer
talk to my lawyer
my attorney will call
call my attorney
I filed bankruptcy
I filed chapter 7
I am in chapter 13
thinking about bankruptcy
I will see you in court
can I speak to someone
I want to talk to a person
can I talk to a manager
let me talk to a supervisor
have someone call me
who do I talk to
is anyone there
hello
Hello?
hi
hey
good morning
Good afternoon
how are you
fine thanks
happy new year
have a nice day
you too
God bless
sorry
Sorry I forgot
sorry for the delay
my apologies, I'll take care of it
I forgot, paying now
I've been out of town
I was on vacation
Just saw this
just got your message
I got your text
I got your letter
I didn't get your letter
I did not receive the bill
I never received an invoice
I got no more emails since Monday
I haven't received any texts lately
why didn't you call me
why don't you call me back
nobody called me back
you don't call me back
I tried to call you
I called but nobody answered
I called and left a message
left you a voicemail
your phone line is busy
been on hold for an hour
I've been waiting
please hurry
need this fixed
please fix this
fix the balance
please correct it
is my account current
is it paid now
did you get my payment
Did my payment go through
has it posted
when will it post
please confirm
confirm receipt please
can I get a receipt
send receipt please
need a receipt
receipt?
can you waive the fee
please waive the late fee
why is there a fee
what's this fee
when is it due
What's the due date
can you change the due date
can I move my due date
can we move it to the 20th
is the 20th ok
would the 1st be ok
maybe next week
next Friday is better
next month for sure
I hope to pay soon
I'll try to pay something
I'll do my best
working on it
trying to get the money
my son will pay it
my wife handles the bills
my husband will call you
my daughter is helping me
ask my accountant
talk to accounts payable
send it to billing
forward this to accounting
PO number please
we need a W-9
we pay net 60
our terms are 45 days
it's approved, in the next check run
check number 4512
paid with check 1022
ACH sent today
wire went out yesterday
the remittance was emailed
please send the POD
please send proof of delivery
goods were short
two boxes were missing
credit memo pending
waiting for the credit note
invoice has the wrong PO
wrong price on line 3
the quantity is wrong
tax is wrong, we're exempt
quote said 400
I contacted you last week
I already contacted my bank
I'll contact my bank
I contacted the seller
you can contact me at this number
contact me by email please
please contact my wife
please contact me tomorrow
feel free to text me
you can text me anytime
text is better than a call
I prefer text
texting is fine
texts are fine
keep texting me the updates
keep me posted
don't forget to text me
please don't hesitate to call me
don't call it a scam lol
don't stop the plan
please don't cancel my plan
don't cancel it, I'm paying
don't send it to collections
please don't report me
do not send it to court
do not charge my card yet
don't charge me again
don't run my card until Friday
never mind
nevermind, found it
I don't understand
I do not understand this bill
don't know yet
I don't know
I don't want any trouble
I don't want to lose my house
I don't want this on my credit
I don't want to be late
I don't need a loan
I don't have a printer
I don't have an account with you
I don't remember this
I don't have my card with me
not sure
not yet
not now
not today
later
maybe
I think so
I guess
we'll see
in a bit
give me a minute
one sec
hold on
wait
please wait
please be patient
leave it with me
leave it at the door
I'm leaving work now
I will leave the check at the desk
leave a message with my wife
I live alone
I can't do this alone
I am alone with three kids
go ahead
go ahead and charge my card
way to go
I have to go
going to the bank now
lost my phone
I lost my wallet
lost the invoice
my number is the same
my account number is 4471
number 12 is wrong
the number you gave me is busy
what number do I call
give me the number
I deleted the email by mistake
I deleted your text, what was the link
I removed my card by accident
unsubscribed by mistake, sorry
I didn't unsubscribe
I still want the texts
please keep sending reminders
the reminders help, thanks
I need a reminder on the 1st
remind me Friday
remind me next week
can you remind me
help
I need help
need help with this
can you help me pay
info
information please
start
yes start the plan
start it on the 1st
start the plan Monday
when does it start
I start my new job Monday
I'll be back on Monday
end date?
what's the end date of the plan
The plan ends in May right
quit claim deed is signed
my contract ended
Your subscription ended already
is this a scam
is this real
is this legit
scam?
how did you get my number
where did you get my number
who gave you my number
are you a robot
is this automated
real person please
I want to talk to a human
I'm deaf, text only
text only please
only email me
email only please
español por favor
do you speak Spanish
can I get this in Spanish
sent from my iPhone
see attached
attached
per our call
as discussed
as we agreed
like I said on the phone
I told the lady on the phone
I spoke to Maria yesterday
someone told me it was waived
they said it was fixed
I was told it's handled
it's handled
take care of it tomorrow
I'll take care of it
taking care of it now
my taxes come in March
after my surgery
the kids are sick
my car broke down
my car died so I'm short
my phone died
my phone was off
phone is dying
the power is out
we had a flood
house fire last week
I'm in rehab
I'm deployed
I'm overseas
call my cell not the house
use my other email
use the other card
put it on the Visa
split it in two
can we split it
double the payment next month
refund please
I want a refund
you owe me a refund
credit my account
apply it to invoice 204
apply the credit first
what's the payoff
payoff amount?
can you settle for half
I can offer 60 percent
do you offer a discount
any discount if I pay today
ok what do I press
the page won't load
site is down
it says error
it says my code is wrong
code expired
I forgot my password
reset my password
what's my username
Can I stop by your office tomorrow to pay?
Please stop the automatic payment, I will pay by check
I need to stop payment on the check I sent
can you cancel my appointment on friday
I want to cancel my service with you next month
How do I cancel my subscription to the gym?
I don't want to be late again
Don't call me after 5pm, mornings are fine
please text me instead of calling
could you call me instead
I'll call you back when I'm off work
I quit my job last month and can't pay
my contract ended in March
at the end of the month I get paid
I will end up paying on Friday
please remove the late fee
can you remove the interest
take 20 dollars off my bill please
delete the old card and use the new one
I removed my old bank account
when does this end
not interested in a payment plan, I'll pay in full
no thanks I already have a plan
No, I paid that last week
Thanks!
thank you so much
What is this about?
this is not my bill
I never received the invoice
I never signed up for paperless billing, send paper
How much do I owe?
I can pay 50 on the 15th
I get paid friday, will pay then
I already paid this on Monday
the check is in the mail
please send me the invoice again
send me the statement by email please
Where do I pay?
your link does not work
the website won't let me pay
can I pay in two parts
can i get an extension
I'm in the hospital
My husband passed away last week
I filed for bankruptcy in May
talk to my attorney
call my lawyer
my lawyer will contact you
please contact my husband he handles the bills
contact me tomorrow
don't worry I'll pay
don't forget to add the credit
stop charging me interest
stop adding fees
I can't stop thinking about this debt
Can't talk now
in a meeting
driving, will call later
ok will stop by the bank
the bus stop near your office
please do not cash my check until friday
do not shut off my service
please don't turn off my power
don't cancel my policy
please don't send it to collections
do not send it to my old address, I moved
I moved, my new address is 12 Oak St
new number is 555 0100
I don't have that number anymore
no longer at that address
leave it until Friday please
leave a message if I don't answer
please leave the letter with the doorman
let me know when you get it
let me alone decide which invoice to pay first
are you open on Sunday
stop light is broken at your lot
nonstop calls from other people, but yours is fine
I'm done paying the first invoice, what about the second
I'm out of town until Monday
im out of money
out of office
The delivery never came
You sent the wrong item
I returned the item
product is broken
cancel the order 4432
cancel my order please
please cancel invoice 22 it is a duplicate
cancel this invoice, we have a credit
quit is not the answer lol
unsubscribe link for newsletter is fine, but what is this invoice?
end of story, I'll pay tomorrow
It will be paid at the end of the week
Is this the end amount
please help me
I need help with my bill
can you help me understand the charge
start the payment plan please
how can I reach a person
call me at 5
please email me
can you mail me a copy
what's the balance
does that include tax
why is it so high
who authorized this
I didn't authorize this purchase
I don't agree with the amount
my insurance should cover it
the insurance will pay
waiting for insurance
PO number missing, add it and we'll pay
AP will process it in the next run
payment run is on the 15th
invoice was approved yesterday
please resend to ap@x.example
remit to address?
we have no open invoice with that number
No record of this PO
please hold until we get goods
we stopped doing business with you in 2019
I stopped using the service in June
service was stopped in May, so why the bill
The service stopped working
no service since March
no calls were returned by your team
I called, no one answered
Nobody calls me back
I never got a call
I have texted you twice
You never text me the link
I never got your message
did you get my message
I can't read the message
message not clear
please repeat
""".strip().splitlines()

SPANISH = """
sí
si gracias
ok gracias
gracias
muchas gracias
bueno
está bien
de acuerdo
perfecto
hola
buenos días
buenas tardes
quién es
¿Quién es?
quién habla
de qué se trata
qué es esto
cuánto debo
¿Cuánto es?
cuál es el saldo
cómo pago
dónde puedo pagar
¿Puedo pagar el viernes?
pago el viernes
pago mañana
voy a pagar el lunes
les pago el 15
pago a fin de mes
la mitad ahora y el resto el 30
puedo pagar 50 dólares
¿Puedo pagar en partes?
quiero un plan de pagos
necesito más tiempo
deme dos semanas
ya pagué
ya lo pagué
pagué ayer
ya está pagado
mandé el cheque
mandé el pago por correo
el banco devolvió el pago
mi tarjeta fue rechazada
mi tarjeta está bloqueada
bloquearon mi cuenta
perdí mi trabajo
no tengo trabajo
no tengo dinero
no puedo pagar ahora
no me alcanza
estoy enfermo
estoy en el hospital
mi esposo falleció
mi mamá murió
no es mío
no es mi deuda
no es mi cuenta
no debo nada
no reconozco este cargo
el monto está equivocado
me cobraron dos veces
es un error
nunca compré eso
nunca recibí el producto
número equivocado
no soy María
aquí no vive
se equivocó de número
tengo un abogado
hable con mi abogado
estoy en bancarrota
llámeme por favor
llámame mañana
llámeme después de las 5
no me llamen antes de las 9
no me llame al trabajo
por favor no me llamen los domingos
no me llamen por la noche
no me escriban tan temprano
trabajo de noche
estoy trabajando
estoy manejando
no puedo hablar ahora
estoy ocupada
más tarde
al rato
ahorita no
todavía no
no
no sé
no entiendo
no hay problema
no se preocupe
no me llegó la factura
no me llegó el mensaje
no me mandaron el recibo
no recibí la carta
no me llaman de regreso
nadie me contesta
por qué no me llaman
para pagar a qué número llamo
para qué es esto
para cuándo es
¿Para el viernes está bien?
pare un momento, ya casi pago
la parada del autobús queda lejos
alto costo
el cargo es muy alto
muy alto el interés
baja el interés por favor
pueden bajar el pago
mi sueldo es bajo
dar de baja mi tarjeta
quiero dar de baja el servicio
cancelar mi cita
quiero cancelar mi cita
quiero cancelar mi deuda
voy a cancelar la deuda el viernes
cancelé mi tarjeta
ya cancelé la cuenta
quiero cancelar el pedido
quiten el recargo por favor
quiten los intereses
pueden quitar el cargo
borren ese cargo de mi crédito
salgo del trabajo a las 5
salgo a las 6 y pago
voy saliendo
quiero salir de esta deuda
no puedo dejar de trabajar
dejé el pago en la oficina
déjeme ver
déjeme revisar
deje le pregunto a mi esposa
dejen lo reviso
quiero pagar
quiero pagar todo
no quiero problemas
no quiero perder mi casa
no quiero que suba el interés
mándeme el enlace
mándeme la factura
envíeme un recibo
envíen el estado de cuenta
escríbame por correo
mi correo cambió
cambié de número
mi nueva dirección es calle 8
me mudé
ayuda
necesito ayuda
información por favor
con quién hablo
quiero hablar con una persona
¿Habla español?
en español por favor
en inglés please
el enlace no funciona
la página no abre
no abre el link
¿Aceptan efectivo?
¿Aceptan Zelle?
a qué hora abren
están abiertos el sábado
cuándo vence
se puede cambiar la fecha
me quitan la luz
mi hijo va a pagar
mi esposa le llama
mi hermana me ayuda
cobro el viernes
me pagan el día 15
cuando cobre le pago
la quincena que viene
espero mi cheque
mañana sin falta
sin falta el lunes
hoy mismo
en la tarde
por la mañana paso
paso mañana a la oficina
ya voy
ya casi
ya mero
listo
hecho
recibido
disculpe
perdón por la demora
se me olvidó
se me pasó, pago hoy
Dios los bendiga
igualmente
feliz año
feliz navidad
que tenga buen día
saludos
no comprendo
habla español?
me pueden llamar mañana
pueden mandar el estado de cuenta
ya lo pagué el lunes
no es mía esa deuda
voy a pagar el viernes
le pago la próxima semana
me declaré en bancarrota
no soy esa persona
no me llamen después de las 5, en la mañana sí
mejor mándeme un mensaje
llámeme mañana
puede parar el cobro automático?
quiero parar el pago del cheque
la parada del bus
voy a pasar a pagar
paso por la oficina
quiero cancelar la deuda hoy
voy a cancelar el saldo el viernes
cancelo mañana
baja el precio por favor
me pueden bajar la cuota
dar de baja el servicio de internet
no recibí nada
manden la factura otra vez
no manden la factura al trabajo
fin de mes pago
al fin lo pagué
termino de pagar en junio
alto precio
está muy alto el cobro
basta con la mitad?
con 50 basta?
no más tarde del viernes
ya no vivo ahí
ya no tengo ese carro
ya no debo nada
salgo de trabajar a las 6
saquen una copia por favor
quiten el cargo por mora
quítenme el recargo
borren el cargo duplicado
eliminen el interés
remueva la tarifa por favor
""".strip().splitlines()
