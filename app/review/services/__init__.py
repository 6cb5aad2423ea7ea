"""What halls, hotline and website offer (D2-4.2, 4.3) as the accepted checks last saw it, and what is yet unseen."""
