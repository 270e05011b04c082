"""The words of the field as types: no I/O, no clock, no SQL, standard library only."""
