"""Tables as a spreadsheet: model, view, cells, clipboard."""
