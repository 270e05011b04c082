"""What does a customer's answer do? The identity check, and what a promise, a dispute or a stop begins."""
