"""Command line: `tolerance-rules`, in Chinese or, with --lang en, in English.

Exit codes: 0 settled, 3 at least one case unsettled, 1 a file or its facts are wrong, 2 usage.
"""

from tolerance_rules.cli.program import Program

main = Program("tolerance-rules")

__all__ = ["main"]
