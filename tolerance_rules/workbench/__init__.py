"""Workbench: the investigator's page as one self-contained HTML file."""
