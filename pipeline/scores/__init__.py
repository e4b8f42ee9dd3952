"""What `make score` and `make bench` share: a plot of ground on which a house may stand for one run."""
