"""Discovery: what a site offers, told from its own answers. Pure but for `explore`, which is handed a polite fetch."""
