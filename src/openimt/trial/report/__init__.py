"""The report of a trial: tables, pictures, flow of people, traced words and checklists."""
