"""Indices for the supervisors' reports."""

from __future__ import annotations

from alembic import op

revision = "0006_reports"
down_revision = "0005_whatsapp_inbox"
branch_labels = None
depends_on = None

INDICES = {
    "conversation": ["created_at"],
    "message": ["sender", "at"],
    "turn": ["asked_at"],
    "escalation": ["at"],
    "assignment": ["claimed_at"],
    "rating": ["asked_at"],
}


def upgrade() -> None:
    for table, columns in INDICES.items():
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)


def downgrade() -> None:
    for table, columns in INDICES.items():
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table_name=table)
