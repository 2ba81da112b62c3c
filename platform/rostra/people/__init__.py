"""People: persons of the council, their accounts and logins."""
