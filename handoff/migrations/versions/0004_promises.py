"""Promises of every kind, tries to keep them, reviews of low ratings, and internal requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_promises"
down_revision = "0003_line"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.alter_column("conversation_id", existing_type=sa.String(length=36), nullable=True)
        batch_op.add_column(sa.Column("source_key", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("details", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
        batch_op.add_column(sa.Column("staff_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("told_in", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_promise_staff_id"), "staff", ["staff_id"], ["id"])
        batch_op.create_unique_constraint(batch_op.f("uq_promise_source_key"), ["source_key"])
        batch_op.create_index(batch_op.f("ix_promise_told_in"), ["told_in"], unique=False)

    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.String(length=36), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_rating_reviewed_by"), "staff", ["reviewed_by"], ["id"])

    op.create_table(
        "promise_attempt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("promise_id", sa.String(length=36), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_promise_attempt_promise_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_promise_attempt_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_attempt")),
    )
    with op.batch_alter_table("promise_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_attempt_promise_id"), ["promise_id"], unique=False)

    op.create_table(
        "internal_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("for_customer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_internal_request_conversation_id")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_internal_request_asked_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_internal_request_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_request")),
    )
    with op.batch_alter_table("internal_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_internal_request_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index("ix_internal_request_unit_state", ["unit", "state"], unique=False)


def downgrade() -> None:
    op.drop_table("internal_request")
    op.drop_table("promise_attempt")
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_rating_reviewed_by"), type_="foreignkey")
        batch_op.drop_column("reviewed_by")
        batch_op.drop_column("reviewed_at")
    op.execute("DELETE FROM promise WHERE conversation_id IS NULL")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_told_in"))
        batch_op.drop_constraint(batch_op.f("uq_promise_source_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_promise_staff_id"), type_="foreignkey")
        for column in ("answered_at", "told_in", "staff_id", "details", "source_key"):
            batch_op.drop_column(column)
        batch_op.alter_column("conversation_id", existing_type=sa.String(length=36), nullable=False)
