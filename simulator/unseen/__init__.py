"""Sites that nobody has seen: seeded templates on every platform, with the truth of what each site lists."""
