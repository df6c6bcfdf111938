"""Partners’ workspaces, their front ends and webhooks."""
