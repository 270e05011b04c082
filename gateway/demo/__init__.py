"""What does a newcomer see in the first minute? A small invented portfolio with every kind of story in it."""
