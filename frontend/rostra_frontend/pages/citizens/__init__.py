"""Pages on which citizens see what is held about them."""
