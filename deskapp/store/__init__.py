"""What the desk remembers: tables and the operations that change them."""
