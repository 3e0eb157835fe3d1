"""The component tags by kind; templatetags/ui.py gathers them under one name."""
