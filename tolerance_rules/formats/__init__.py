"""Formats: files in and out, each with its reader, its JSON Schema and its writer."""
