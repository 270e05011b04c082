"""Letters by Lob: each document submitted once under its attempt's id, and found again by it."""
