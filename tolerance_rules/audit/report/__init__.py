"""Report: the audit as HTML, workbook and text."""
