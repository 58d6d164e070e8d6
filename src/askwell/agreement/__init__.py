"""Agreement and calibration: arrays in, small frozen dataclasses out."""
