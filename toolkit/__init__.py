"""Compare translations and bullet summaries of news articles against hand-written references."""
