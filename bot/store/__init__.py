"""The fact table: all the SQL there is."""
