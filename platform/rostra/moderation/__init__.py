"""Moderation: notices of anybody, decisions with reasons, appeals, and the public log of it all."""
