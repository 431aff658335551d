"""Logs of a process: one JSON object a line, on standard error; standard output is for answers."""

from __future__ import annotations

import sys
from typing import Any

import structlog


def configure() -> None:
    """Set up structured logging; harmless to do again."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        # Looked up for each logger: a test, or a host, may have put another one in place.
        logger_factory=_to_standard_error,
    )


def _to_standard_error(*_: Any) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)
