"""SMS by Twilio: each text submitted once, with a callback that names our attempt."""
