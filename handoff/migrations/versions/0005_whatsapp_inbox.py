"""Raw updates of WhatsApp wait to be worked on; those stored before were worked on when they came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_whatsapp_inbox"
down_revision = "0004_promises"
branch_labels = None
depends_on = None


def upgrade() -> None:
    epoch = sa.text("'1970-01-01 00:00:00'")
    with op.batch_alter_table("whatsapp_update", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=8), nullable=False, server_default="done"))
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, server_default=epoch))
        batch_op.add_column(sa.Column("error", sa.String(length=64), nullable=True))
        batch_op.create_index("ix_whatsapp_update_state_received_at", ["state", "received_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("whatsapp_update", schema=None) as batch_op:
        batch_op.drop_index("ix_whatsapp_update_state_received_at")
        for name in ("error", "due_at", "attempts", "state"):
            batch_op.drop_column(name)
