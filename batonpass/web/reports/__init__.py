"""Reports: the same tables for pages, programs and the command line."""
