"""What the programs can do, one verb a module."""
