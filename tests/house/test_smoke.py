def test_the_cast_can_be_made(db, cast):
    assert cast.east.parent == cast.company.id
