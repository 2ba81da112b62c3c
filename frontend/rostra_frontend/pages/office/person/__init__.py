"""A person with seats and account, as the clerk keeps them."""
