"""Files: the documents of the council, their bytes, their types and their texts."""
