"""Reporters: one file a form in which a run is shown."""
