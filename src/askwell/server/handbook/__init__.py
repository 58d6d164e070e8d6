"""The method as pages to read, in both languages. Holds no data of any account."""
