"""What does a test start from? Nouns with sensible defaults: say only what the test is about."""
