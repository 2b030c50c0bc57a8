"""Questions the program asks in a window of their own."""
