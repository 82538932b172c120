"""Translators: one file a backend."""
