"""How a finished message leaves: one adapter for each provider and channel."""
