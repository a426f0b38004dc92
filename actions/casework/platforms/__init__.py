"""Outside platforms: the superior's, which knows the state of cases, and a hotline's, which takes complaints over."""
