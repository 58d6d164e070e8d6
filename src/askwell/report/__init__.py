"""A coded call for a person: text, HTML, PDF, DOCX and CSV, and the drawings they share with the web pages."""

from askwell.report.build import call_view
from askwell.report.csv import csv_report
from askwell.report.docx import docx_report
from askwell.report.html import html_report
from askwell.report.ladder import ladder_svg
from askwell.report.mix import mix_svg
from askwell.report.pdf import PdfUnavailable, pdf_report
from askwell.report.ribbon import ribbon_svg
from askwell.report.text import text_report

__all__ = [
    "PdfUnavailable",
    "call_view",
    "csv_report",
    "docx_report",
    "html_report",
    "ladder_svg",
    "mix_svg",
    "pdf_report",
    "ribbon_svg",
    "text_report",
]
