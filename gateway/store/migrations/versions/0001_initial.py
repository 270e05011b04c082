"""The first schema."""

import sqlalchemy as sa
from alembic import op

from gateway.store.triggers import append_only_ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table('api_key',
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('key_id', name=op.f('pk_api_key'))
    )
    op.create_table('check_failure',
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('customer_id', 'on', name=op.f('pk_check_failure'))
    )
    op.create_table('contact_log',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('outreach_id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('ruling', sa.Text(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=True),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=True),
    sa.Column('accounts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_contact_log'))
    )
    op.create_index('ix_contact_log_at', 'contact_log', ['at', 'entry_id'], unique=False)
    op.create_index('ix_contact_log_customer', 'contact_log', ['customer_id', 'at'], unique=False)
    op.create_table('control_stop',
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.Column('probe_at', sa.BigInteger(), nullable=True),
    sa.Column('probe_attempt_id', sa.Uuid(), nullable=True),
    sa.Column('probes', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('scope', 'name', 'cause', name=op.f('pk_control_stop'))
    )
    op.create_table('customer',
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('customer_number', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_company', sa.Boolean(), nullable=False),
    sa.Column('language', sa.Text(), server_default='en', nullable=False),
    sa.Column('street', sa.Text(), nullable=True),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('region', sa.Text(), nullable=True),
    sa.Column('postal_code', sa.Text(), nullable=True),
    sa.Column('country', sa.Text(), nullable=True),
    sa.Column('time_zone', sa.Text(), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('facts_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.Column('plan_at', sa.BigInteger(), server_default='0', nullable=True),
    sa.Column('planned_version', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('customer_id', name=op.f('pk_customer')),
    sa.UniqueConstraint('creditor_id', 'customer_number', name=op.f('uq_customer_creditor_id_customer_number'))
    )
    op.create_index('ix_customer_plan', 'customer', ['plan_at', 'customer_id'], unique=False, sqlite_where=sa.text('plan_at IS NOT NULL'), postgresql_where=sa.text('plan_at IS NOT NULL'))
    op.create_index('ix_customer_unplanned', 'customer', ['customer_id'], unique=False, sqlite_where=sa.text('facts_version <> planned_version'), postgresql_where=sa.text('facts_version <> planned_version'))
    op.create_table('delivery_event',
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('provider_event_id', sa.Text(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('provider_reference', sa.Text(), nullable=True),
    sa.Column('aftermath', sa.JSON(), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('applied_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('provider', 'provider_event_id', name=op.f('pk_delivery_event'))
    )
    op.create_index(op.f('ix_delivery_event_attempt_id'), 'delivery_event', ['attempt_id'], unique=False)
    op.create_index('ix_delivery_event_waiting', 'delivery_event', ['received_at'], unique=False, sqlite_where=sa.text('applied_at IS NULL'), postgresql_where=sa.text('applied_at IS NULL'))
    op.create_table('idempotency',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('body_digest', sa.Text(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('response', sa.Text(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_idempotency'))
    )
    op.create_table('inbound_message',
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('provider_event_id', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('provider', 'provider_event_id', name=op.f('pk_inbound_message'))
    )
    op.create_table('ledger_entry',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('subject_id', sa.Text(), nullable=False),
    sa.Column('subject_seq', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('leaf_hash', sa.LargeBinary(), nullable=False),
    sa.Column('ciphertext', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_ledger_entry')),
    sa.UniqueConstraint('subject_id', 'subject_seq', name=op.f('uq_ledger_entry_subject_id_subject_seq'))
    )
    op.create_index('ix_ledger_entry_at', 'ledger_entry', ['at'], unique=False)
    op.create_table('ledger_head',
    sa.Column('size', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('root', sa.LargeBinary(), nullable=False),
    sa.Column('frontier', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('checkpoint', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('size', name=op.f('pk_ledger_head'))
    )
    op.create_table('limit_lift',
    sa.Column('lift_id', sa.Uuid(), nullable=False),
    sa.Column('limit_name', sa.Text(), nullable=False),
    sa.Column('window', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.Column('approved_by', sa.Text(), nullable=True),
    sa.Column('approved_at', sa.BigInteger(), nullable=True),
    sa.Column('refused_by', sa.Text(), nullable=True),
    sa.Column('refused_at', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('amount > 0', name='more'),
    sa.CheckConstraint('approved_by IS NULL OR approved_by <> asked_by', name='four_eyes'),
    sa.PrimaryKeyConstraint('lift_id', name=op.f('pk_limit_lift'))
    )
    op.create_index('ix_limit_lift_until', 'limit_lift', ['until'], unique=False)
    op.create_table('portfolio_import',
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('profile', sa.Text(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('snapshot', sa.Boolean(), nullable=False),
    sa.Column('imported_at', sa.BigInteger(), nullable=False),
    sa.Column('rows_read', sa.Integer(), nullable=False),
    sa.Column('rows_rejected', sa.Integer(), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_portfolio_import')),
    sa.UniqueConstraint('creditor_id', 'sha256', 'profile', 'as_of', 'snapshot', name=op.f('uq_portfolio_import_creditor_id_sha256_profile_as_of_snapshot'))
    )
    op.create_table('provider_pace',
    sa.Column('route', sa.Text(), nullable=False),
    sa.Column('next_at', sa.BigInteger(), nullable=True),
    sa.Column('rest_until', sa.BigInteger(), nullable=True),
    sa.Column('strikes', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('route', name=op.f('pk_provider_pace'))
    )
    op.create_table('received_mail',
    sa.Column('mail_key', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('set_aside', sa.Text(), nullable=True),
    sa.Column('via', sa.Text(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('mail_key', name=op.f('pk_received_mail'))
    )
    op.create_index('ix_received_mail_at', 'received_mail', ['received_at'], unique=False)
    op.create_table('session',
    sa.Column('token_digest', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=True),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('seen_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_session'))
    )
    op.create_table('setting',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_setting'))
    )
    op.create_table('subject',
    sa.Column('subject_id', sa.Text(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('next_seq', sa.Integer(), nullable=False),
    sa.Column('last_hash', sa.Text(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('subject_id', name=op.f('pk_subject')),
    sa.UniqueConstraint('customer_id', name=op.f('uq_subject_customer_id'))
    )
    op.create_table('task',
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_by', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('task_id', name=op.f('pk_task')),
    sa.UniqueConstraint('kind', 'reference', name=op.f('uq_task_kind_reference'))
    )
    op.create_table('tick',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_tick'))
    )
    op.create_table('volume_count',
    sa.Column('limit_name', sa.Text(), nullable=False),
    sa.Column('window', sa.Text(), nullable=False),
    sa.Column('used', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('limit_name', 'window', name=op.f('pk_volume_count'))
    )
    op.create_table('webhook_delivery',
    sa.Column('endpoint_id', sa.Uuid(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('first_try_at', sa.BigInteger(), nullable=True),
    sa.Column('worker_id', sa.Uuid(), nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('code', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('endpoint_id', 'message_id', name=op.f('pk_webhook_delivery'))
    )
    op.create_index('ix_webhook_delivery_due', 'webhook_delivery', ['endpoint_id', 'due_at'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
    op.create_index(op.f('ix_webhook_delivery_message_id'), 'webhook_delivery', ['message_id'], unique=False)
    op.create_index('ix_webhook_delivery_open', 'webhook_delivery', ['endpoint_id', 'state'], unique=False, sqlite_where=sa.text("state != 'delivered'"), postgresql_where=sa.text("state != 'delivered'"))
    op.create_table('webhook_endpoint',
    sa.Column('endpoint_id', sa.Uuid(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('types', sa.JSON(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=True),
    sa.Column('is_private', sa.Boolean(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('former_secret', sa.LargeBinary(), nullable=True),
    sa.Column('former_until', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('disabled_at', sa.BigInteger(), nullable=True),
    sa.Column('disabled_because', sa.Text(), nullable=True),
    sa.Column('rests_until', sa.BigInteger(), nullable=True),
    sa.Column('delivered_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('endpoint_id', name=op.f('pk_webhook_endpoint'))
    )
    op.create_table('webhook_message',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('creditor_id', sa.Text(), nullable=True),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_webhook_message')),
    sa.UniqueConstraint('message_id', name=op.f('uq_webhook_message_message_id'))
    )
    op.create_index('ix_webhook_message_at', 'webhook_message', ['at'], unique=False)
    op.create_table('webhook_try',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('endpoint_id', sa.Uuid(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('milliseconds', sa.Integer(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_webhook_try'))
    )
    op.create_index(op.f('ix_webhook_try_message_id'), 'webhook_try', ['message_id'], unique=False)
    op.create_table('worker',
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('rulebook', sa.Text(), nullable=False),
    sa.Column('started_at', sa.BigInteger(), nullable=False),
    sa.Column('heartbeat_at', sa.BigInteger(), nullable=False),
    sa.Column('stopped_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('worker_id', name=op.f('pk_worker'))
    )
    op.create_table('account',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('account_number', sa.Text(), nullable=False),
    sa.Column('debt_class', sa.Text(), nullable=False),
    sa.Column('actor_role', sa.Text(), nullable=False),
    sa.Column('strategy', sa.Text(), nullable=True),
    sa.Column('number_group', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_account_customer_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_account')),
    sa.UniqueConstraint('creditor_id', 'customer_id', 'account_number', name=op.f('uq_account_creditor_id_customer_id_account_number'))
    )
    op.create_index(op.f('ix_account_customer_id'), 'account', ['customer_id'], unique=False)
    op.create_index('ix_account_number', 'account', ['account_number'], unique=False)
    op.create_table('contact_point',
    sa.Column('contact_point_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=True),
    sa.Column('employer_provided', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('position', sa.Integer(), server_default='0', nullable=False),
    sa.Column('retired_at', sa.BigInteger(), nullable=True),
    sa.Column('retired_because', sa.Text(), nullable=True),
    sa.Column('unfit_for', sa.JSON(), server_default='[]', nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_contact_point_customer_id')),
    sa.PrimaryKeyConstraint('contact_point_id', name=op.f('pk_contact_point')),
    sa.UniqueConstraint('customer_id', 'kind', 'value', name=op.f('uq_contact_point_customer_id_kind_value'))
    )
    op.create_index('ix_contact_point_value', 'contact_point', ['value'], unique=False)
    op.create_table('customer_link',
    sa.Column('token_digest', sa.Text(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('contact_point_id', sa.Uuid(), nullable=True),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('issued_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('wrong_answers', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_customer_link_customer_id')),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_customer_link'))
    )
    op.create_index(op.f('ix_customer_link_customer_id'), 'customer_link', ['customer_id'], unique=False)
    op.create_table('dunning_cycle',
    sa.Column('cycle_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('strategy', sa.Text(), nullable=False),
    sa.Column('began_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('state', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_dunning_cycle_customer_id')),
    sa.PrimaryKeyConstraint('cycle_id', name=op.f('pk_dunning_cycle')),
    sa.UniqueConstraint('customer_id', 'creditor_id', 'number', name=op.f('uq_dunning_cycle_customer_id_creditor_id_number'))
    )
    op.create_index('ix_dunning_cycle_open', 'dunning_cycle', ['customer_id'], unique=True, sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))
    op.create_table('event',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('contact_point_id', sa.Uuid(), nullable=True),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('dedupe_key', sa.Text(), nullable=True),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_event_customer_id')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_event')),
    sa.UniqueConstraint('dedupe_key', name=op.f('uq_event_dedupe_key'))
    )
    op.create_index('ix_event_customer', 'event', ['customer_id', 'at'], unique=False)
    op.create_table('ledger_leaf',
    sa.Column('position', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('leaf_hash', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entry.entry_id'], name=op.f('fk_ledger_leaf_entry_id')),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_ledger_leaf')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_ledger_leaf_entry_id'))
    )
    op.create_table('ledger_pending',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('leaf_hash', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entry.entry_id'], name=op.f('fk_ledger_pending_entry_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_ledger_pending')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_ledger_pending_entry_id'))
    )
    op.create_table('outreach',
    sa.Column('outreach_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('origin', sa.Text(), nullable=False),
    sa.Column('strategy', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('cycle', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('template', sa.Text(), nullable=False),
    sa.Column('tone', sa.Text(), server_default='friendly', nullable=False),
    sa.Column('channels', sa.JSON(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('planned_at', sa.BigInteger(), nullable=False),
    sa.Column('requested_by', sa.Text(), nullable=True),
    sa.Column('ruling_digest', sa.Text(), nullable=True),
    sa.Column('because', sa.Text(), nullable=True),
    sa.Column('rulebook', sa.Text(), nullable=True),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('done_at', sa.BigInteger(), nullable=True),
    sa.Column('in_reply_to', sa.Text(), nullable=True),
    sa.Column('contact_point_id', sa.Uuid(), nullable=True),
    sa.Column('not_after', sa.BigInteger(), nullable=True),
    sa.Column('held_by', sa.Text(), nullable=True),
    sa.Column('made_by', sa.Text(), server_default='dunwell', nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_outreach_customer_id')),
    sa.PrimaryKeyConstraint('outreach_id', name=op.f('pk_outreach')),
    sa.UniqueConstraint('customer_id', 'creditor_id', 'strategy', 'step', 'cycle', name=op.f('uq_outreach_customer_id_creditor_id_strategy_step_cycle'))
    )
    op.create_index(op.f('ix_outreach_customer_id'), 'outreach', ['customer_id'], unique=False)
    op.create_index('ix_outreach_due', 'outreach', ['due_at', 'customer_id'], unique=False, sqlite_where=sa.text("state IN ('due', 'deferred')"), postgresql_where=sa.text("state IN ('due', 'deferred')"))
    op.create_index('ix_outreach_held', 'outreach', ['held_by'], unique=False, sqlite_where=sa.text('held_by IS NOT NULL'), postgresql_where=sa.text('held_by IS NOT NULL'))
    op.create_index('ix_outreach_state', 'outreach', ['state'], unique=False)
    op.create_table('payment',
    sa.Column('payment_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('currency', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('unapplied_minor', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_payment_customer_id')),
    sa.PrimaryKeyConstraint('payment_id', name=op.f('pk_payment')),
    sa.UniqueConstraint('creditor_id', 'reference', name=op.f('uq_payment_creditor_id_reference'))
    )
    op.create_index(op.f('ix_payment_customer_id'), 'payment', ['customer_id'], unique=False)
    op.create_table('payment_plan',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('interval', sa.Text(), nullable=False),
    sa.Column('currency', sa.Text(), nullable=False),
    sa.Column('grace_days', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('paid_count', sa.Integer(), server_default='0', nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_payment_plan_customer_id')),
    sa.PrimaryKeyConstraint('plan_id', name=op.f('pk_payment_plan'))
    )
    op.create_index(op.f('ix_payment_plan_customer_id'), 'payment_plan', ['customer_id'], unique=False)
    op.create_index('ix_payment_plan_open', 'payment_plan', ['account_id', 'currency'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_table('promise',
    sa.Column('promise_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('currency', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_promise_customer_id')),
    sa.PrimaryKeyConstraint('promise_id', name=op.f('pk_promise'))
    )
    op.create_index(op.f('ix_promise_customer_id'), 'promise', ['customer_id'], unique=False)
    op.create_table('quarantined_row',
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('column', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['portfolio_import.import_id'], name=op.f('fk_quarantined_row_import_id')),
    sa.PrimaryKeyConstraint('import_id', 'row', name=op.f('pk_quarantined_row'))
    )
    op.create_table('attachment',
    sa.Column('attachment_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_attachment_customer_id')),
    sa.ForeignKeyConstraint(['event_id'], ['event.event_id'], name=op.f('fk_attachment_event_id')),
    sa.PrimaryKeyConstraint('attachment_id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('event_id', 'number', name=op.f('uq_attachment_event_id_number'))
    )
    op.create_index(op.f('ix_attachment_customer_id'), 'attachment', ['customer_id'], unique=False)
    op.create_table('attempt',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('outreach_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('actor_id', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('contact_point_id', sa.Uuid(), nullable=False),
    sa.Column('accounts', sa.JSON(), nullable=False),
    sa.Column('template', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('adapter', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('reserved_at', sa.BigInteger(), nullable=False),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('outcome_at', sa.BigInteger(), nullable=True),
    sa.Column('not_after', sa.BigInteger(), nullable=True),
    sa.Column('worker_id', sa.Uuid(), nullable=False),
    sa.Column('facts_version', sa.Integer(), nullable=False),
    sa.Column('provider_reference', sa.Text(), nullable=True),
    sa.Column('code', sa.Text(), nullable=True),
    sa.Column('fault', sa.Text(), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('in_reply_to', sa.Text(), nullable=True),
    sa.Column('caller', sa.Text(), nullable=True),
    sa.Column('volume', sa.JSON(), nullable=True),
    sa.Column('units', sa.Integer(), nullable=True),
    sa.Column('cost_micros', sa.BigInteger(), nullable=True),
    sa.Column('cost_currency', sa.Text(), nullable=True),
    sa.Column('price_micros', sa.BigInteger(), nullable=True),
    sa.Column('price_currency', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_attempt_customer_id')),
    sa.ForeignKeyConstraint(['outreach_id'], ['outreach.outreach_id'], name=op.f('fk_attempt_outreach_id')),
    sa.PrimaryKeyConstraint('attempt_id', name=op.f('pk_attempt'))
    )
    op.create_index('ix_attempt_accepted', 'attempt', ['channel', 'outcome_at'], unique=False, sqlite_where=sa.text("state = 'accepted'"), postgresql_where=sa.text("state = 'accepted'"))
    op.create_index('ix_attempt_customer', 'attempt', ['customer_id', 'reserved_at'], unique=False)
    op.create_index('ix_attempt_open', 'attempt', ['state', 'worker_id'], unique=False, sqlite_where=sa.text("state IN ('reserved', 'sending', 'unknown')"), postgresql_where=sa.text("state IN ('reserved', 'sending', 'unknown')"))
    op.create_index(op.f('ix_attempt_outreach_id'), 'attempt', ['outreach_id'], unique=False)
    op.create_index('ix_attempt_reference', 'attempt', ['provider_reference'], unique=False, sqlite_where=sa.text('provider_reference IS NOT NULL'), postgresql_where=sa.text('provider_reference IS NOT NULL'))
    op.create_index('ix_attempt_reserved_at', 'attempt', ['reserved_at'], unique=False)
    op.create_table('instalment',
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['payment_plan.plan_id'], name=op.f('fk_instalment_plan_id')),
    sa.PrimaryKeyConstraint('plan_id', 'number', name=op.f('pk_instalment'))
    )
    op.create_table('invoice',
    sa.Column('invoice_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('creditor_id', sa.Text(), nullable=False),
    sa.Column('invoice_number', sa.Text(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('currency', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=True),
    sa.Column('reported_minor', sa.BigInteger(), nullable=False),
    sa.Column('reported_as_of', sa.Date(), nullable=False),
    sa.Column('balance_minor', sa.BigInteger(), nullable=False),
    sa.Column('disputed', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.account_id'], name=op.f('fk_invoice_account_id')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.customer_id'], name=op.f('fk_invoice_customer_id')),
    sa.PrimaryKeyConstraint('invoice_id', name=op.f('pk_invoice')),
    sa.UniqueConstraint('creditor_id', 'customer_id', 'invoice_number', 'due_on', name=op.f('uq_invoice_creditor_id_customer_id_invoice_number_due_on'))
    )
    op.create_index(op.f('ix_invoice_account_id'), 'invoice', ['account_id'], unique=False)
    op.create_index('ix_invoice_creditor_open', 'invoice', ['creditor_id', 'import_id'], unique=False, sqlite_where=sa.text('balance_minor <> 0'), postgresql_where=sa.text('balance_minor <> 0'))
    op.create_index('ix_invoice_open', 'invoice', ['customer_id', 'due_on'], unique=False, sqlite_where=sa.text('balance_minor <> 0'), postgresql_where=sa.text('balance_minor <> 0'))
    op.create_table('payment_part',
    sa.Column('payment_id', sa.Uuid(), nullable=False),
    sa.Column('invoice_id', sa.Uuid(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.invoice_id'], name=op.f('fk_payment_part_invoice_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.payment_id'], name=op.f('fk_payment_part_payment_id')),
    sa.PrimaryKeyConstraint('payment_id', 'invoice_id', name=op.f('pk_payment_part'))
    )
    op.create_table('phone_call',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('provider_reference', sa.Text(), nullable=False),
    sa.Column('talk', sa.JSON(), nullable=False),
    sa.Column('began_at', sa.BigInteger(), nullable=False),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.attempt_id'], name=op.f('fk_phone_call_attempt_id')),
    sa.PrimaryKeyConstraint('attempt_id', name=op.f('pk_phone_call'))
    )
    for statement in append_only_ddl(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
