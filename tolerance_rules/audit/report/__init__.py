"""Report: the findings of an audit as HTML and as a workbook, in Chinese or English."""
