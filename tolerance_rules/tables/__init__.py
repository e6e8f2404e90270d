"""Tables: many cases in one file, frame or database, read, judged and written as columns."""
