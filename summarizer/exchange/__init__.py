"""What lies between request and summary: the two apart, and a summary while it is written."""
