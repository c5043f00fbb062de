"""What leaves the desk: finished figures drawn as text, tables and files. Nothing here asks the database."""
