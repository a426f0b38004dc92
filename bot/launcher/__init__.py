"""Everything between `git clone` and a running assistant: environments, web app, model, secrets, processes."""
