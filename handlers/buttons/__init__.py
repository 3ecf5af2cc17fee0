"""Every button there has ever been, a file per noun, apart from the handlers of what they do.

A button's name and arguments are a wire format: buttons outlive the code that drew them.
"""
