"""The front door: what every request passes before and after the application answers it."""
