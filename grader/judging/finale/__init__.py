"""The real run at the end of a track."""
