"""The daemon: a metronome, a worker's place at the database, a web server, and an orderly end."""

from gateway.daemon.daemon import Daemon, Part

__all__ = ["Daemon", "Part"]
