"""Declarations of all buttons, one file per noun; their handlers are in the other folders.

A button's name and arguments are a wire format and must not change: buttons outlive the code that drew them.
"""
