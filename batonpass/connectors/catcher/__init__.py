"""Where do mails go when nobody should get them yet? A mail server of our own that keeps instead of delivering."""
