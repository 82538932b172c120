"""Numbers from numbers: resampling, paired tests, power, agreement with people, and the words of a verdict."""
