"""What does `python -m gateway` do? The same as `dunwell`."""

from gateway.cli import main

if __name__ == "__main__":
    main()
