"""Which small drawings stand beside our words? Our own, in strokes on a square of 24."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

STROKES: Mapping[str, str] = {
    "accept": "M5 12.5l4.5 4.5L19 7.5",
    "account": "M5 20V5h9v15M14 10h5v10M3 20h18M8 9h3M8 13h3M8 17h3",
    "alert": "M12 4.5L21 19.5H3zM12 10.5v4M12 17v.2",
    "back": "M14 6l-6 6 6 6",
    "baton": "M4 12h5M15 12h5M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "board": "M4 4.5h4.5v15H4zM10 4.5h4.5v9H10zM16 4.5h4v12h-4z",
    "book": "M5 5.5A2.5 2.5 0 0 1 7.5 3.5H19v17H7.5A2.5 2.5 0 0 1 5 18zM5 18a2.5 2.5 0 0 1 2.5-2.5H19M9 7.5h6",
    "brief": "M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8z",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8 3.5v4M16 3.5v4",
    "call": (
        "M6 4h3.5l1.5 4.5-2.2 1.6a11 11 0 0 0 5.1 5.1l1.6-2.2 4.5 1.5V18a2.5 2.5 0 0"
        " 1-2.7 2.5C10 20 4 14 3.5 6.7A2.5 2.5 0 0 1 6 4z"
    ),
    "campaign": "M4 10v4h3l9 4.5V5.5L7 10zM7 14l1.5 5M19 10.5v3",
    "claim": "M12 3v11M7.5 9.5L12 14l4.5-4.5M4 15v5h16v-5",
    "clock": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
    "dial": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 12l3-4M8 12h.1M12 7.5v.1M16 12h.1",
    "drop": "M12 3.5c3.5 4.5 6 7.6 6 10.7a6 6 0 0 1-12 0c0-3.1 2.5-6.2 6-10.7z",
    "flask": "M9.5 3.5h5M10.5 3.5v6L5 18.5a1.5 1.5 0 0 0 1.3 2h11.4a1.5 1.5 0 0 0 1.3-2l-5.5-9v-6M7.5 15h9",
    "form": "M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h3",
    "funnel": "M3.5 5h17l-6.5 8v6.5l-4-2V13z",
    "gauge": "M4.5 18a9 9 0 1 1 15 0M12 13.5l3.5-4.5",
    "history": "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2",
    "inbox": "M3.5 13h4.5l1.5 3h5l1.5-3h4.5M3.5 13l3-8h11l3 8v6h-17z",
    "key": "M8 11a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11.3 12.2L20 3.5M16.5 7l3 3",
    "keyboard": "M3 6.5h18v11H3zM6.5 10h.1M10 10h.1M14 10h.1M17.5 10h.1M8 14h8",
    "layers": "M12 4l8.5 4.5L12 13 3.5 8.5zM3.5 12.5L12 17l8.5-4.5M3.5 16.5L12 21l8.5-4.5",
    "link": "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3A4 4 0 0 0 10.7 18.3L12 17",
    "mail": "M3.5 5.5h17v13h-17zM4 7l8 6 8-6",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "moon": "M19.5 14A8 8 0 1 1 10 4.5a6.5 6.5 0 0 0 9.5 9.5z",
    "more": "M6 12v.1M12 12v.1M18 12v.1",
    "next": "M10 6l6 6-6 6",
    "pack": "M4 4.5h16M5.5 4.5v10.5h13V4.5M12 15v2.5M8.5 20.5L12 17.5l3.5 3M9 11.5l2-2.5 2 1.5 2.5-3",
    "path": (
        "M6 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8"
        " 17h7.5a3 3 0 0 0 0-6h-7a3 3 0 0 1 0-6H16"
    ),
    "people": (
        "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5a6.5 6.5 0 0 1 13 0"
        "M15.5 5a3.5 3.5 0 0 1 0 6.5M18 14a6.5 6.5 0 0 1 3.5 5.5"
    ),
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
    "plug": "M9 3.5v5M15 3.5v5M6.5 8.5h11v3a5.5 5.5 0 0 1-11 0zM12 17v3.5",
    "pulse": "M3 12.5h4.5l2.5-7 4 13 2.5-6H21",
    "reassign": "M4 8h14M14.5 4.5L18 8l-3.5 3.5M20 16H6M9.5 12.5L6 16l3.5 3.5",
    "reject": "M6.5 6.5l11 11M17.5 6.5l-11 11",
    "scales": "M12 4v16M8 20h8M5 7h14M5 7l-2.5 6.5a2.7 2.7 0 0 0 5 0zM19 7l-2.5 6.5a2.7 2.7 0 0 0 5 0z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5l5 5",
    "sent": "M20.5 3.5L3.5 10.5l7 3 3 7zM10.5 13.5L15 9",
    "shield": "M12 3.5l7 2.5v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6z",
    "sign_out": "M10 4.5H5v15h5M14.5 8l4 4-4 4M18.5 12H9.5",
    "skip": "M4 7c5-4.5 10-4.5 14 1.5M18.5 4v5h-5M7 16.5h.1M12 16.5h.1M17 16.5h.1",
    "sliders": "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h10M18 17h2M16 15v4",
    "stairs": "M4 20v-4.5h4V11h4V6.5h4V20zM16 20h4v-9",
    "sun": (
        "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 3v2M12 19v2M3 12h2M19 12h2M5.6"
        " 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4"
    ),
    "target": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 12v.1",
    "turns": "M4.5 12a7.5 7.5 0 0 1 13-5M19.5 12a7.5 7.5 0 0 1-13 5M17.5 3.5V7H14M6.5 20.5V17H10",
    "undo": "M8.5 5L4.5 9l4 4M5 9h9a5.5 5.5 0 0 1 0 11h-4",
    "upload": "M12 15V4M7.5 8.5L12 4l4.5 4.5M4 15v5h16v-5",
}


def icon(name: str, size: int = 16) -> Markup:
    """The drawing as inline SVG, hidden from readers of the page aloud: the word beside it says the same."""
    return Markup(
        '<svg class="icon" aria-hidden="true" viewBox="0 0 24 24" width="{size}" height="{size}">'
        '<path d="{path}"/></svg>'
    ).format(size=size, path=STROKES[name])
