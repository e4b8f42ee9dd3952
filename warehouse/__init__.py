"""Remember: schema, loading, history, curation and queries of Vigie, on PostgreSQL (DESIGN.md §7)."""
