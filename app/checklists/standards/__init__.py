"""The library of clauses as pages, for everybody who is signed in: what is checked rests on rules that people know."""
