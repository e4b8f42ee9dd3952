"""Sites that stand behind the catalogue's own host names, each with a fate, for the rehearsal of going live."""
