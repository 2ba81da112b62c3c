"""The documents of the council, printed: minutes, agendas, invitations and papers as PDF."""
