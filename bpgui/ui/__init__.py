"""The window, in Qt: one panel a file, each built from what it shows. No widget knows a formula."""
