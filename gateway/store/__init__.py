"""The database: the queue and the truth. The only package that speaks SQL."""

from sqlalchemy import Connection as Tx

from gateway.store.engine import Store, open_store

__all__ = ["Store", "Tx", "open_store"]
