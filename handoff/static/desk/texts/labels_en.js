/** Words for codes, in English. The codes are those of taxonomy, crm/stages.py and protocol/escalation.py. */

/** @type {import("./labels.js").Labels} */
export const EN_LABELS = {
  channels: { web: "Web", whatsapp: "WhatsApp" },
  call_back_channels: { web: "This chat", whatsapp: "WhatsApp", phone: "Phone" },
  languages: { id: "Indonesian", en: "English" },
  roles: { agent: "Agent", unit: "Unit", supervisor: "Supervisor", admin: "Administrator" },
  emotions: { neutral: "Neutral", happy: "Happy", disappointed: "Disappointed", angry: "Angry", anxious: "Anxious" },
  reasons: {
    asked: "Asked for a person", emotion: "Customer's emotion", not_understood: "Bot did not understand", not_resolved: "Not helped yet",
    complaint: "Serious complaint", verification: "Verification failed", bot_failure: "Bot failure", rating: "Low rating",
  },
  reason_tags: {
    asked: "Asked for a person", emotion: "Emotion", not_understood: "Not understood", not_resolved: "Not helped yet",
    complaint: "Serious complaint", verification: "Not verified", bot_failure: "Bot failure", rating: "Low rating",
  },
  why: { whatsapp_window: "WhatsApp window closing", returned: "Released", released: "Released" },
  outcomes: { solved: "Solved", answered: "Answered", call_back: "Call back", no_reply: "No reply", other: "Other" },
  units: {
    finance: "Finance", technician: "Technicians", laboratory: "Laboratory", administration: "Administration", it: "IT", hr: "HR",
    sales: "Sales",
  },
  actors: { company: "We", customer: "Customer", either: "We or the customer", nobody: "–" },
  works: { waiting: "Waiting", in_work: "In work", done: "Done" },
  stages: {
    inquiry: "Inquiry", quotation_sent: "Quotation sent", negotiating: "Negotiating", awaiting_po: "Awaiting PO/SPK", survey: "Survey",
    scheduled: "Scheduled", in_calibration: "In calibration", completed_ba: "Berita Acara issued", returning: "Returning",
    invoiced: "Invoiced", certificate_sent: "Certificate sent",
  },
  slots: {
    order_number: "Order number", quotation_number: "Quotation number", certificate_number: "Certificate number",
    invoice_number: "Invoice number", complaint_number: "Complaint number", company_name: "Company", person_name: "Name",
    email: "E-mail", phone: "Phone", service_type: "Service", instrument: "Instrument", brand: "Brand", display_type: "Display",
    quantity: "Quantity", date: "Date", city: "City",
  },
  intents: {
    greet: "greeting", goodbye: "goodbye", thank: "thanks", affirm: "agrees", deny: "refuses", help: "asks for help",
    bot_challenge: "asks whether this is a bot", change_language: "change of language", stop: "stop", provide_info: "gives details",
    chitchat: "small talk", out_of_scope: "out of scope", nlu_fallback: "not understood", faq: "general question",
    check_order_status: "order status", check_calibration_status: "calibration status", check_certificate: "certificate",
    check_invoice: "invoice", check_complaint: "complaint status", request_quotation: "wants a quotation",
    negotiate_quotation: "negotiates a quotation", request_schedule: "wants a date", request_pickup: "wants pick-up or delivery",
    report_complaint: "complaint", give_feedback: "feedback", request_human: "wants a person", not_resolved: "not helped yet",
    opt_out: "no more messages", delete_data: "delete my data",
  },
  topics: {
    what_is_calibration: "what calibration is", calibration_vs_tera: "calibration or tera", services_offered: "services",
    instruments_supported: "supported instruments", accreditation: "accreditation", opening_hours: "opening hours", location: "location",
    contact: "contact", coverage_area: "area served", onsite_service: "on-site service", pricing: "pricing",
    price_difference: "price difference", discount: "discount", order_process: "order process", po_spk: "PO or SPK",
    site_survey: "site survey", scheduling: "scheduling", turnaround_time: "turnaround time", express_service: "express service",
    pickup_delivery: "pick-up and delivery", berita_acara: "Berita Acara", certificate_format: "certificate format",
    certificate_validity: "certificate validity", certificate_verification: "certificate verification",
    certificate_correction: "certificate correction", failed_calibration: "failed calibration", payment_methods: "payment",
    invoice_tax: "invoice and tax", cancellation: "cancellation", warranty: "warranty", complaint_procedure: "complaint procedure",
    privacy: "privacy", agent_hours: "agents' hours", training: "training", partnership: "partnership", careers: "careers",
  },
};
