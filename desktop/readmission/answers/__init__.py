"""What a ministry answered: places, cells, changes, findings and the facts as text."""
