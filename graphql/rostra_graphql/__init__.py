"""The GraphQL API, the one door through which the world reads and acts."""
