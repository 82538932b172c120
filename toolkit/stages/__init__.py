"""Stages: read, translate, summarize, pair, score, assemble. No stage calls another."""
