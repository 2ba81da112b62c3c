"""Feeds: iCalendar of meetings and Atom of posts, read through the API."""
