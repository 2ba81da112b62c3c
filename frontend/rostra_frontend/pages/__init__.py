"""The pages of the website, by domain."""
