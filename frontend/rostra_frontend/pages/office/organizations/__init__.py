"""The organizations that the clerk keeps."""
