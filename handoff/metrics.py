"""What operators watch, in Prometheus' terms; every metric is described in docs/metrics.md."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("sapa_messages_total", "Messages taken in or sent, by channel and sender", ["channel", "sender"])
DUPLICATES = Counter("sapa_duplicates_total", "Messages that came again and were not stored again", ["channel"])
TURNS = Counter("sapa_turns_total", "Turns of the bot by how they ended", ["state"])
BOT_FAILURES = Counter("sapa_bot_failures_total", "Turns that the bot did not answer, by the reason", ["why"])
TURN_SECONDS = Histogram("sapa_turn_seconds", "How long the bot took to answer a turn")
# Of gauges that every worker reads from the record the newest counts; of those that each counts itself, the sum.
UNANSWERED = Gauge(
    "sapa_unanswered_messages",
    "Customers whose messages wait for an answer longer than they may",
    multiprocess_mode="livemostrecent",
)
WAITING = Gauge("sapa_waiting_conversations", "Conversations in the waiting line", multiprocess_mode="livemostrecent")
OVERDUE = Gauge(
    "sapa_overdue_promises",
    "Promises to customers whose time is over and that are not kept yet",
    multiprocess_mode="livemostrecent",
)
LATE_REQUESTS = Gauge(
    "sapa_overdue_requests",
    "Internal requests that a unit has not answered in time",
    multiprocess_mode="livemostrecent",
)
LOST_AGENTS = Counter("sapa_agents_gone_total", "Agents who went while they held conversations", ["cause"])
OFFERS = Counter("sapa_offers_total", "Waiting customers offered to an agent, by how the offer ended", ["ended"])
ESTIMATES_RIGHT = Gauge(
    "sapa_wait_estimates_right_ratio",
    "Share of recent customers served within the wait they were first told; or NaN",
    multiprocess_mode="livemostrecent",
)
SOCKETS = Gauge("sapa_open_sockets", "Open WebSockets", ["kind"], multiprocess_mode="livesum")
WEBHOOKS = Counter("sapa_whatsapp_webhooks_total", "Webhooks that came on the WhatsApp address", ["outcome"])
UPDATES = Counter("sapa_whatsapp_updates_total", "What became of updates that were stored", ["update"])
SENDS = Counter("sapa_whatsapp_sends_total", "Tries to send a WhatsApp message", ["result"])
STATUSES = Counter("sapa_whatsapp_statuses_total", "What Meta said became of our messages", ["status"])
MEDIA = Counter("sapa_whatsapp_media_total", "Files of WhatsApp customers", ["fetch"])
HELD = Gauge(
    "sapa_whatsapp_held_messages",
    "Messages that wait for the customer's 24 hours to begin anew",
    multiprocess_mode="livemostrecent",
)
