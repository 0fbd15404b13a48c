"""Numbers, units, currencies and dates as values: what a surface string says, read by code."""
