"""Conduct: the steps as plain functions, the command line, and the processes of a whole house on one machine."""
