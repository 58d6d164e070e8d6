"""A coded call for a person: text, HTML, PDF, DOCX and CSV, and the drawings they share with the web pages."""
