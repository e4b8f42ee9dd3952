"""Programs that others read feeds with, on a real site over a real warehouse: `make test-clients`, docs/clients.md."""
