"""Support: what several tests share."""
