"""What a printed decision letter says: pure functions over its lines and the table knowledge/rules/photo.yml."""
