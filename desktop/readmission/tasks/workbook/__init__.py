"""What stands in a workbook of answers: built from a declaration, without knowing how a workbook is written."""
