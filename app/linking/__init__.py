"""Events of many articles become incidents: one happening each, with the reason for each link."""
