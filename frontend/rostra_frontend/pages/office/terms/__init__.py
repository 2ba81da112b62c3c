"""The legislative terms that the clerk keeps."""
