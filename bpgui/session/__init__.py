"""What a person is doing: the document, the position in time, the steps and the edits. No Qt.

document = x, y, the starting w and b, η, the loss convention      immutable; an edit makes a new one
position = (iteration, equation, terms added)
screen   = f(document, position, selection, view)
"""
