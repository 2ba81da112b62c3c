"""The door for what citizens write: proof of work, rates, the city's rules, and bans."""
