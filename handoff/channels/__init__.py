"""The edge towards customers: the web widget, and later WhatsApp."""
