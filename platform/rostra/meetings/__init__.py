"""Meetings: sittings, their agendas and who attended."""
