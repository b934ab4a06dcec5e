"""The hand-over in at most five lines, in the agent's language, by rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from protocol.escalation import Escalation, EscalationReason
from protocol.languages import Language

MAX_LINES = 5
MAX_EVIDENCE = 2
MAX_LINE = 300
"""Characters; a longer sentence is cut, the whole of it stands in the conversation."""

REASONS: Mapping[EscalationReason, Mapping[Language, str]] = {
    EscalationReason.ASKED: {Language.ID: "Minta bicara dengan orang", Language.EN: "Asked for a person"},
    EscalationReason.EMOTION: {Language.ID: "Emosi pelanggan", Language.EN: "The customer's emotion"},
    EscalationReason.NOT_UNDERSTOOD: {
        Language.ID: "Bot dua kali tidak paham",
        Language.EN: "The bot did not understand twice",
    },
    EscalationReason.NOT_RESOLVED: {
        Language.ID: "Jawaban bot dua kali tidak membantu",
        Language.EN: "The bot's answers did not help twice",
    },
    EscalationReason.COMPLAINT: {Language.ID: "Keluhan serius", Language.EN: "A serious complaint"},
    EscalationReason.VERIFICATION: {
        Language.ID: "Verifikasi identitas gagal",
        Language.EN: "Identity could not be verified",
    },
    EscalationReason.BOT_FAILURE: {Language.ID: "Gangguan pada bot", Language.EN: "The bot failed"},
    EscalationReason.RATING: {Language.ID: "Penilaian rendah", Language.EN: "A low rating"},
    EscalationReason.CALL_BACK: {Language.ID: "Janji dihubungi kembali", Language.EN: "A promised call-back"},
}
EMOTIONS: Mapping[str, Mapping[Language, str]] = {
    "angry": {Language.ID: "marah", Language.EN: "angry"},
    "anxious": {Language.ID: "cemas", Language.EN: "anxious"},
    "disappointed": {Language.ID: "kecewa", Language.EN: "disappointed"},
    "happy": {Language.ID: "senang", Language.EN: "happy"},
    "neutral": {Language.ID: "netral", Language.EN: "neutral"},
}
LABELS: Mapping[str, Mapping[Language, str]] = {
    "reason": {Language.ID: "Alasan", Language.EN: "Reason"},
    "said": {Language.ID: "Kata pelanggan", Language.EN: "Customer said"},
    "known": {Language.ID: "Sudah diketahui", Language.EN: "Already known"},
}


def summarise(escalation: Escalation, language: Language) -> str:
    """Why, in what mood, in which words, and what need not be asked again."""
    reason = REASONS[escalation.reason][language]
    emotion = EMOTIONS.get(escalation.emotion, EMOTIONS["neutral"])[language]
    lines = [f"{LABELS['reason'][language]}: {reason} ({emotion})"]
    lines += [f"{LABELS['said'][language]}: “{said}”" for said in escalation.evidence[-MAX_EVIDENCE:] if said.strip()]
    known = ", ".join(f"{name} = {value}" for name, value in sorted(escalation.slots.items()) if value)
    if known:
        lines.append(f"{LABELS['known'][language]}: {known}")
    return "\n".join(" ".join(line.split())[:MAX_LINE] for line in lines[:MAX_LINES])
