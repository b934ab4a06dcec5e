"""Tells about the invoices of an order."""

from __future__ import annotations

from actions.turn import Line
from actions.wording import format_day, format_rupiah
from crm.orders import InvoiceView, OrderView
from protocol.languages import Language


def tell_invoices(order: OrderView, language: Language) -> tuple[Line, ...]:
    """Sum, dates, faktur pajak and payment of each invoice; or that none is issued yet."""
    if not order.invoices:
        return (Line("utter_invoice_not_issued", {"number": order.number}),)
    return tuple(line for each in order.invoices for line in _tell(each, order.number, language))


def _tell(invoice: InvoiceView, number: str, language: Language) -> tuple[Line, ...]:
    values = {
        "number": number,
        "invoice": invoice.number,
        "amount": format_rupiah(invoice.amount, language),
        "issued": format_day(invoice.issued_on, language),
        "due": format_day(invoice.due_on, language),
    }
    if invoice.paid_on:
        lines = [Line("utter_invoice_paid", {**values, "paid": format_day(invoice.paid_on, language)})]
    else:
        lines = [Line("utter_invoice_unpaid", values)]
    if invoice.tax_invoice_sent_on:
        sent = format_day(invoice.tax_invoice_sent_on, language)
        lines.append(Line("utter_tax_invoice_sent", {"day": sent}))
    else:
        lines.append(Line("utter_tax_invoice_pending"))
    return tuple(lines)
