"""Work after a change is committed: jobs, mail that waits, what runs daily and hourly, alarms."""
