"""Who may do what: permissions and roles as data, and the doors that ask for them."""
