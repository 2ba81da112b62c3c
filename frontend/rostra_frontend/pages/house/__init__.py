"""Who runs the site and how it treats its visitors."""
