"""The database: the queue and the truth. The only package that speaks SQL."""
