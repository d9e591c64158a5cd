"""placeholder."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route


def console_routes(service: Any, run: Any) -> list[Route]:
    """None yet."""
    return []
