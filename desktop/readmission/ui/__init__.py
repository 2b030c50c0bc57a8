"""The only place that knows Qt.

Qt's packages make the names of a class when something first asks for one; for `Qt` alone that takes a seventh of the time in which a
bare window starts. What is loaded before the first page is drawn therefore asks for as few as it can:

- `Qt` is reached as `QtCore.Qt` where it is used, which is later; what the first page needs of it is set as a property, by number;
- a button or an action gets its words after it was made: made with them, it looks whether they are an icon;
- keys are set as a property, as text.
"""
