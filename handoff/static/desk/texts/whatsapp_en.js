/** The desk's texts about WhatsApp, and about files, in English. */

/** @type {Record<string, import("../../common/i18n.js").Text>} */
export const WHATSAPP_EN = {
  "window.hours": ({ hours, minutes }) => (minutes > 0 ? `${hours} h ${minutes} min left` : `${hours} h left`),
  "window.minutes": ({ minutes }) => `${minutes} min left`,
  "window.closed": "24 hours over",
  "window.title.open": "WhatsApp: free text can be sent until {at}",
  "window.title.closing": "WhatsApp: free text can only be sent until {at}",
  "window.title.closed": "WhatsApp: free text could be sent until {at}; now only templates reach the customer",
  "window.notice.closing": "WhatsApp lets you write freely for a short time only: {left}.",
  "window.notice.closed":
    "More than 24 hours since the customer's last message. What you write is kept and leaves when they write; a template arrives now.",
  "delivery.queued": "Waiting to be sent",
  "delivery.sending": "Sending…",
  "delivery.held": "Held",
  "delivery.sent": "Sent",
  "delivery.delivered": "Delivered",
  "delivery.read": "Read",
  "delivery.failed": "Not delivered",
  "delivery.template": "Template",
  "template.choose": "Choose a template",
  "template.question": "Which template?",
  "template.what": "Meta has approved these texts. They reach the customer even after 24 hours.",
  "template.reading": "Loading templates…",
  "template.opted_out": "This customer does not want messages of our own accord. Please wait until they write.",
  "template.example": "for example: {example}",
  "template.preview": "The customer reads",
  "template.send": "Send template",
  "template.sent": "Template sent.",
  "attach.action": "Send a photo or PDF",
  "attach.too_large": "The file is too large; 10 MB at most.",
  "mark.forwarded": "Forwarded",
  "mark.about.quote": "In reply to:",
  "mark.about.reaction": "Reaction to:",
  "mark.about.edit": "Changed from:",
  "mark.about.deletion": "Deleted message:",
  "mark.reaction": "The customer's reaction",
  "mark.edited": "Changed by the customer",
  "mark.deleted": "Deleted by the customer",
  "mark.late": "Came late; sent {at}",
  "error.opted_out": "This customer does not want messages of our own accord.",
  "error.upload_refused": "Only photos (JPEG, PNG, WebP) and PDF files can be sent.",
  "error.upload_too_large": "The file is too large; 10 MB at most.",
  "notify.closing": "WhatsApp: little time left to write to {name}",
};

/** @type {import("./labels.js").Labels} */
export const WHATSAPP_EN_LABELS = {
  templates: { lanjut_percakapan: "Continue a conversation", kabar_pesanan: "News about an order" },
  variables: { customer: "Customer's name", company: "Our company", matter: "What it is about", order: "Order number", news: "The news" },
};
