"""The platforms of the made-up web, one module each, and the register of its sites."""
