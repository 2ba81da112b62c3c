"""The figures of defect reports: by month, by category, and how long it takes."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/reports/figures", FOLDER, section="reports")
