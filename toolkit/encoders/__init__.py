"""Encoders: texts in, unit vectors out. One file a plug-in."""
