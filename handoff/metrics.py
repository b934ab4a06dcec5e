"""What operators watch, in Prometheus' terms; every metric is described in docs/metrics.md."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("sapa_messages_total", "Messages taken in or sent, by channel and sender", ["channel", "sender"])
DUPLICATES = Counter("sapa_duplicates_total", "Messages that came again and were not stored again", ["channel"])
TURNS = Counter("sapa_turns_total", "Turns of the bot by how they ended", ["state"])
TURN_SECONDS = Histogram("sapa_turn_seconds", "How long the bot took to answer a turn")
UNANSWERED = Gauge("sapa_unanswered_messages", "Customers whose messages wait for an answer longer than they may")
WAITING = Gauge("sapa_waiting_conversations", "Conversations in the waiting line")
LOST_AGENTS = Counter("sapa_agents_gone_total", "Agents who went while they held conversations", ["cause"])
OFFERS = Counter("sapa_offers_total", "Waiting customers offered to an agent, by how the offer ended", ["ended"])
ESTIMATES_RIGHT = Gauge(
    "sapa_wait_estimates_right_ratio", "Share of recent customers served within the wait they were first told; or NaN"
)
SOCKETS = Gauge("sapa_open_sockets", "Open WebSockets of this worker", ["kind"])
WEBHOOKS = Counter("sapa_whatsapp_webhooks_total", "Webhooks that came on the WhatsApp address", ["outcome"])
SENDS = Counter("sapa_whatsapp_sends_total", "Tries to send a WhatsApp message", ["result"])
STATUSES = Counter("sapa_whatsapp_statuses_total", "What Meta said became of our messages", ["status"])
MEDIA = Counter("sapa_whatsapp_media_total", "Files of WhatsApp customers", ["fetch"])
HELD = Gauge("sapa_whatsapp_held_messages", "Messages that wait for the customer's 24 hours to begin anew")
