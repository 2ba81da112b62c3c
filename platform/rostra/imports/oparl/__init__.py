"""Reading OParl 1.0 and 1.1: what other council systems publish, taken into the house."""
