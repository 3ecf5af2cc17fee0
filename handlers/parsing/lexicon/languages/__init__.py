"""The words of each language, a file each; the shape they all have is in language.py."""
