"""Exact answers about every question a protocol can be asked, without asking them one by one."""
