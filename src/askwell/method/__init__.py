"""The codebook and the counsel: the method as bilingual data, and the closed vocabularies of the contracts."""
