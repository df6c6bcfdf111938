"""Pictures: decoded in the sandbox, encoded anew, cut to sizes, shown only where a display gate lets them."""
