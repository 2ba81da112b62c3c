"""Printed documents: minutes, agendas, invitations and papers as PDF."""
