"""The bodies that the clerk keeps."""
