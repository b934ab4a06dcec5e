"""WhatsApp: its contacts, raw updates, messages, the delivery ledger and media jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("asks_bot", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "whatsapp_update",
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("body_hash", name=op.f("pk_whatsapp_update")),
    )
    with op.batch_alter_table("whatsapp_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_whatsapp_update_received_at"), ["received_at"], unique=False)

    op.create_table(
        "whatsapp_contact",
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("phone", sa.String(length=15), nullable=True),
        sa.Column("user_id", sa.String(length=135), nullable=True),
        sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_inbound_id", sa.String(length=128), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_whatsapp_contact_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_whatsapp_contact")),
        sa.UniqueConstraint("phone", name=op.f("uq_whatsapp_contact_phone")),
        sa.UniqueConstraint("user_id", name=op.f("uq_whatsapp_contact_user_id")),
    )
    with op.batch_alter_table("whatsapp_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_whatsapp_contact_last_inbound_at"), ["last_inbound_at"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("provider_id", sa.String(length=128), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("error_text", sa.String(length=400), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_delivery_contact_id")),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_delivery_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("conversation_id", "seq", "part", name=op.f("uq_delivery_conversation_id_seq_part")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_delivery_provider_id")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_contact_id_state", ["contact_id", "state"], unique=False)
        batch_op.create_index("ix_delivery_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "media_job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_media_job_conversation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_job")),
    )
    with op.batch_alter_table("media_job", schema=None) as batch_op:
        batch_op.create_index("ix_media_job_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("planned_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_outbox_conversation_id")),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "whatsapp_message",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reply_to", sa.String(length=128), nullable=True),
        sa.Column("concerns", sa.String(length=128), nullable=True),
        sa.Column("forwarded", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_whatsapp_message_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whatsapp_message")),
    )
    with op.batch_alter_table("whatsapp_message", schema=None) as batch_op:
        batch_op.create_index("ix_whatsapp_message_conversation_id_seq", ["conversation_id", "seq"], unique=False)


def downgrade() -> None:
    op.drop_table("media_job")
    op.drop_table("outbox")
    op.drop_table("delivery")
    op.drop_table("whatsapp_message")
    op.drop_table("whatsapp_update")
    op.drop_table("whatsapp_contact")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("asks_bot")
