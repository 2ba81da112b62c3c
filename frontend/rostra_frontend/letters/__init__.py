"""Letters by e-mail in the languages of the city."""
