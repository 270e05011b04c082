"""Which number does a weekday, a month or a numeral stand for, in English and Spanish?"""

from __future__ import annotations

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lunes lun", "tuesday tues tue martes", "wednesday weds wed miercoles",
            "thursday thurs thur thu jueves juev", "friday fri viernes vier vie", "saturday sat sabado",
            "sunday sun domingo",
        )
    )
    for name in names.split()
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo",
            "june jun junio", "july jul julio", "august aug agosto",
            "september sept sep septiembre setiembre",
            "october oct octubre", "november nov noviembre", "december dec diciembre dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "a an one un una", "two dos couple", "three tres", "four cuatro", "five cinco", "six seis",
            "seven siete", "eight ocho", "nine nueve", "ten diez",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
DAY_NUMBERS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "tenth": 10, "fifteenth": 15, "primero": 1,
                "primer": 1, "quince": 15, "ultimo": 31}  # fmt: skip
