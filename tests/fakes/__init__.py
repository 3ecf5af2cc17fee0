"""Stand-ins for the platforms, at the wire: as strict as the real ones, and as unreliable as they can be."""
