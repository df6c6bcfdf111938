"""Letters from front ends elsewhere: by the same forms and the same action as from our own pages."""
