"""The timed mock interview: an absolute deadline, snapshots of every save, an honest grade."""
