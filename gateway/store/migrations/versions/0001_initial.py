"""The first schema."""

import sqlalchemy as sa
from alembic import op

from gateway.store.schema import metadata
from gateway.store.triggers import append_only_ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
    metadata.create_all(op.get_bind(), checkfirst=False)
    for statement in append_only_ddl(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
