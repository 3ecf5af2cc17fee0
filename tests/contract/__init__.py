"""What every channel must do."""
