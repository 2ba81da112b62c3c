"""After somebody was forgotten."""
