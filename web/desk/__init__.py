"""The desk: where editors work. `desk.Desk` is what each section gets, `gate.Gate` says who may come in."""
