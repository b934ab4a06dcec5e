"""The line: offers to agents, waits that were told, what a waiting customer was asked, and how to call them back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_line"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.add_column("conversation", sa.Column("asking", sa.String(length=24), nullable=True))
    op.add_column("promise", sa.Column("channel", sa.String(length=16), nullable=True))
    op.add_column("promise", sa.Column("number", sa.String(length=20), nullable=True))
    op.create_table(
        "offer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_offer_conversation_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_offer_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    for name, column in (("uq_offer_open_conversation", "conversation_id"), ("uq_offer_open_staff", "staff_id")):
        op.create_index(name, "offer", [column], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_offer_conversation_id_made_at", "offer", ["conversation_id", "made_at"])
    op.create_index("ix_offer_staff_id_made_at", "offer", ["staff_id", "made_at"])
    op.create_table(
        "wait_estimate",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_wait_estimate_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait_estimate")),
    )
    op.create_index("ix_wait_estimate_conversation_id_at", "wait_estimate", ["conversation_id", "at"])
    op.create_index(op.f("ix_wait_estimate_served_at"), "wait_estimate", ["served_at"])


def downgrade() -> None:
    op.drop_table("wait_estimate")
    op.drop_table("offer")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_column("number")
        batch_op.drop_column("channel")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("asking")
