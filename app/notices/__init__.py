"""Notices (通报): drafted by one person from a closed month, published by another, frozen, signed for by the units."""
