"""The persons that the clerk keeps."""
