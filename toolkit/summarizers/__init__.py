"""Summarizers: one file a method."""
