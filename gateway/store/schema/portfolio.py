"""Who owes what: customers, accounts, invoices, payments, contact points, imports."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.store.schema.base import C, Id, Instant, Json, T, table

customer = table(
    "customer",
    C("customer_id", Id, primary_key=True),
    C("creditor_id", T, nullable=False),
    C("customer_number", T, nullable=False),
    C("name", T, nullable=False),
    C("is_company", sa.Boolean, nullable=False),
    C("language", T, nullable=False, server_default="en"),
    C("street", T),
    C("city", T),
    C("region", T),
    C("postal_code", T),
    C("country", T),
    C("time_zone", T),
    C("birth_year", sa.Integer),
    C("facts_version", sa.Integer, nullable=False, server_default="0"),  # goes up with each new fact
    C("changed_at", Instant, nullable=False),
    C("plan_at", Instant, server_default="0"),  # when the planner looks next; None: only when facts change
    C("planned_version", sa.Integer, nullable=False, server_default="0"),  # facts_version planned with
    sa.UniqueConstraint("creditor_id", "customer_number"),
    sa.Index("ix_customer_plan", "plan_at", "customer_id", sqlite_where=sa.text("plan_at IS NOT NULL"),
             postgresql_where=sa.text("plan_at IS NOT NULL")),
    sa.Index("ix_customer_unplanned", "customer_id",
             sqlite_where=sa.text("facts_version <> planned_version"),
             postgresql_where=sa.text("facts_version <> planned_version")),
)  # fmt: skip

account = table(
    "account",
    C("account_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False, index=True),
    C("creditor_id", T, nullable=False),
    C("account_number", T, nullable=False),
    C("debt_class", T, nullable=False),
    C("actor_role", T, nullable=False),
    C("strategy", T),
    C("number_group", T),
    sa.UniqueConstraint("creditor_id", "customer_id", "account_number"),
    sa.Index("ix_account_number", "account_number"),
)

invoice = table(
    "invoice",
    C("invoice_id", Id, primary_key=True),
    C("account_id", Id, sa.ForeignKey("account.account_id"), nullable=False, index=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False),
    C("creditor_id", T, nullable=False),
    C("invoice_number", T, nullable=False),
    C("issued_on", sa.Date),
    C("due_on", sa.Date, nullable=False),
    C("currency", T, nullable=False),
    C("amount_minor", sa.BigInteger),
    C("reported_minor", sa.BigInteger, nullable=False),  # balance as the newest file gave it
    C("reported_as_of", sa.Date, nullable=False),
    C("balance_minor", sa.BigInteger, nullable=False),  # reported less payments since; 0 when settled
    C("disputed", sa.Boolean, nullable=False, server_default=sa.false()),
    C("settled_on", sa.Date),
    C("import_id", Id, nullable=False),  # the newest file that named it
    sa.UniqueConstraint("creditor_id", "customer_id", "invoice_number", "due_on"),
    sa.Index("ix_invoice_open", "customer_id", "due_on", sqlite_where=sa.text("balance_minor <> 0"),
             postgresql_where=sa.text("balance_minor <> 0")),
    sa.Index("ix_invoice_creditor_open", "creditor_id", "import_id",
             sqlite_where=sa.text("balance_minor <> 0"), postgresql_where=sa.text("balance_minor <> 0")),
)  # fmt: skip

payment = table(
    "payment",
    C("payment_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False, index=True),
    C("creditor_id", T, nullable=False),
    C("reference", T, nullable=False),
    C("paid_on", sa.Date, nullable=False),
    C("currency", T, nullable=False),
    C("amount_minor", sa.BigInteger, nullable=False),
    C("unapplied_minor", sa.BigInteger, nullable=False),  # counts against the customer's balance
    C("account_id", Id),
    C("recorded_at", Instant, nullable=False),
    sa.UniqueConstraint("creditor_id", "reference"),
)

payment_part = table(
    "payment_part",
    C("payment_id", Id, sa.ForeignKey("payment.payment_id"), primary_key=True),
    C("invoice_id", Id, sa.ForeignKey("invoice.invoice_id"), primary_key=True),
    C("amount_minor", sa.BigInteger, nullable=False),
)

contact_point = table(
    "contact_point",
    C("contact_point_id", Id, primary_key=True),
    C("customer_id", Id, sa.ForeignKey("customer.customer_id"), nullable=False),
    C("kind", T, nullable=False),
    C("value", T, nullable=False),
    C("place", T),
    C("employer_provided", sa.Boolean, nullable=False, server_default=sa.false()),
    C("position", sa.Integer, nullable=False, server_default="0"),  # order in the file
    C("retired_at", Instant),
    C("retired_because", T),
    C("unfit_for", Json, nullable=False, server_default="[]"),  # channels that do not work there
    sa.UniqueConstraint("customer_id", "kind", "value"),
    sa.Index("ix_contact_point_value", "value"),
)

portfolio_import = table(
    "portfolio_import",
    C("import_id", Id, primary_key=True),
    C("creditor_id", T, nullable=False),
    C("kind", T, nullable=False),  # portfolio | payments
    C("file_name", T, nullable=False),
    C("sha256", T, nullable=False),
    C("profile", T, nullable=False),
    C("as_of", sa.Date, nullable=False),
    C("snapshot", sa.Boolean, nullable=False),
    C("imported_at", Instant, nullable=False),
    C("rows_read", sa.Integer, nullable=False),
    C("rows_rejected", sa.Integer, nullable=False),
    C("report", Json, nullable=False),
    sa.UniqueConstraint("creditor_id", "sha256", "profile", "as_of", "snapshot"),
)

quarantined_row = table(
    "quarantined_row",
    C("import_id", Id, sa.ForeignKey("portfolio_import.import_id"), primary_key=True),
    C("row", sa.Integer, primary_key=True),
    C("column", T, nullable=False),
    C("reason", T, nullable=False),
    C("content", sa.LargeBinary, nullable=False),  # the row as it came, for a person to mend
)
