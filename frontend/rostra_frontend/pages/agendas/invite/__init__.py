"""The look before an invitation, and sending it."""
