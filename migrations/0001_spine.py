"""The tables of the spine. Every table is STRICT and written by one package, named in the comment above it.

Moments are UTC texts of fixed width (`clock.stamp`), ids are UUIDs made at random, JSON is text.
"""

from sqlite_utils import Database

TABLES = """
-- base: journal
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT, what TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TABLE followers (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;

-- people
CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL) STRICT;
CREATE TABLE person_roles (
  person TEXT NOT NULL REFERENCES people, role TEXT NOT NULL, granted_by TEXT, at TEXT NOT NULL, PRIMARY KEY (person, role)
) STRICT;
CREATE TABLE passkeys (
  id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people, public_key BLOB NOT NULL, sign_count INTEGER NOT NULL,
  created_at TEXT NOT NULL, used_at TEXT
) STRICT;
CREATE TABLE links (
  token_hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people, kind TEXT NOT NULL, created_at TEXT NOT NULL,
  expires_at TEXT, used_at TEXT
) STRICT;
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people, created_at TEXT NOT NULL, seen_at TEXT NOT NULL,
  agent TEXT NOT NULL, device TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person);
CREATE TABLE challenges (
  challenge TEXT PRIMARY KEY, session TEXT, purpose TEXT NOT NULL, person TEXT, created_at TEXT NOT NULL
) STRICT;

-- org
CREATE TABLE units (
  id TEXT PRIMARY KEY, parent TEXT REFERENCES units, name TEXT NOT NULL, short TEXT NOT NULL, kind TEXT NOT NULL,
  county INTEGER NOT NULL, scored INTEGER NOT NULL, position INTEGER NOT NULL
) STRICT;
CREATE TABLE sites (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL REFERENCES units, name TEXT NOT NULL, kind TEXT NOT NULL,
  lat REAL, lon REAL
) STRICT;
CREATE INDEX sites_unit ON sites (unit);
CREATE TABLE posts (
  id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites, name TEXT NOT NULL, position INTEGER NOT NULL,
  UNIQUE (site, name)
) STRICT;
CREATE TABLE employees (id TEXT PRIMARY KEY, unit TEXT NOT NULL REFERENCES units, name TEXT NOT NULL) STRICT;
CREATE TABLE holders (
  post TEXT NOT NULL REFERENCES posts, employee TEXT NOT NULL REFERENCES employees, since TEXT NOT NULL, until TEXT,
  PRIMARY KEY (post, employee, since)
) STRICT;
CREATE TABLE accounts (person TEXT NOT NULL, unit TEXT NOT NULL REFERENCES units, PRIMARY KEY (person, unit)) STRICT;

-- checklists
CREATE TABLE checklist_versions (
  id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, content TEXT NOT NULL, added_at TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE checklist_current (id TEXT PRIMARY KEY, version TEXT NOT NULL) STRICT;

-- photos
CREATE TABLE photos (
  sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, received_at TEXT NOT NULL
) STRICT;
CREATE INDEX photos_state ON photos (state);
CREATE TABLE derivatives (
  sha256 TEXT NOT NULL REFERENCES photos, kind TEXT NOT NULL, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, PRIMARY KEY (sha256, kind)
) STRICT;

-- visits
CREATE TABLE visits (
  id TEXT PRIMARY KEY, site TEXT NOT NULL, approach TEXT NOT NULL, selection TEXT NOT NULL, opens TEXT NOT NULL,
  closes TEXT NOT NULL, note TEXT NOT NULL, assigned_by TEXT, created_at TEXT NOT NULL, cancelled_at TEXT,
  delivered_at TEXT, returned_submission TEXT, returned_reason TEXT
) STRICT;
CREATE TABLE visit_checklists (
  visit TEXT NOT NULL REFERENCES visits, checklist TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (visit, checklist)
) STRICT;
CREATE TABLE assignments (
  visit TEXT NOT NULL REFERENCES visits, person TEXT NOT NULL, since TEXT NOT NULL, until TEXT,
  PRIMARY KEY (visit, person, since)
) STRICT;
CREATE INDEX assignments_person ON assignments (person);

-- intake
CREATE TABLE photo_senders (
  sha256 TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (sha256, person)
) STRICT;
CREATE TABLE submissions (
  id TEXT PRIMARY KEY, visit TEXT, person TEXT NOT NULL, site TEXT NOT NULL, approach TEXT NOT NULL, replaces TEXT,
  sha256 TEXT NOT NULL, body BLOB NOT NULL, started_at TEXT NOT NULL, finished_at TEXT NOT NULL, received_at TEXT NOT NULL,
  device TEXT, counter INTEGER, note TEXT NOT NULL, lat REAL, lon REAL, accuracy REAL
) STRICT;
CREATE INDEX submissions_person ON submissions (person, received_at);
CREATE INDEX submissions_visit ON submissions (visit);
CREATE TABLE submission_checklists (
  submission TEXT NOT NULL REFERENCES submissions, checklist TEXT NOT NULL, version TEXT NOT NULL,
  PRIMARY KEY (submission, checklist)
) STRICT;
CREATE TABLE observations (
  submission TEXT NOT NULL REFERENCES submissions, id TEXT NOT NULL, checklist TEXT NOT NULL, item TEXT NOT NULL, post TEXT,
  verdict TEXT, value TEXT, note TEXT NOT NULL, at TEXT, bulk INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (submission, id)
) STRICT;
CREATE TABLE observation_photos (
  submission TEXT NOT NULL, observation TEXT NOT NULL, position INTEGER NOT NULL, sha256 TEXT NOT NULL, at TEXT,
  caption TEXT NOT NULL, PRIMARY KEY (submission, observation, position),
  FOREIGN KEY (submission, observation) REFERENCES observations
) STRICT;
CREATE INDEX observation_photos_sha256 ON observation_photos (sha256);

-- review
CREATE TABLE reviews (
  submission TEXT PRIMARY KEY, state TEXT NOT NULL, by TEXT, at TEXT, reason TEXT NOT NULL, due TEXT
) STRICT;
CREATE INDEX reviews_state ON reviews (state);
CREATE TABLE decisions (
  submission TEXT NOT NULL, observation TEXT NOT NULL, decision TEXT NOT NULL, severity TEXT NOT NULL, reason TEXT NOT NULL,
  by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (submission, observation)
) STRICT;
CREATE TABLE findings (
  id TEXT PRIMARY KEY, submission TEXT NOT NULL, observation TEXT NOT NULL, unit TEXT NOT NULL, site TEXT NOT NULL,
  approach TEXT NOT NULL, post TEXT, checklist TEXT NOT NULL, version TEXT NOT NULL, item TEXT NOT NULL, clause TEXT NOT NULL,
  severity TEXT NOT NULL, month TEXT NOT NULL, day TEXT NOT NULL, note TEXT NOT NULL, withdrawn_at TEXT,
  UNIQUE (submission, observation)
) STRICT;
CREATE INDEX findings_unit ON findings (unit, month);

-- scoring
CREATE TABLE rule_versions (version TEXT PRIMARY KEY, content TEXT NOT NULL, added_at TEXT NOT NULL) STRICT;
CREATE TABLE visit_scores (
  submission TEXT PRIMARY KEY, visit TEXT, unit TEXT NOT NULL, month TEXT NOT NULL, score TEXT NOT NULL,
  attainable INTEGER NOT NULL, lost INTEGER NOT NULL, veto INTEGER NOT NULL, rule_version TEXT NOT NULL
) STRICT;
CREATE INDEX visit_scores_unit ON visit_scores (month, unit);
CREATE TABLE unit_months (
  month TEXT NOT NULL, unit TEXT NOT NULL, score TEXT NOT NULL, grade TEXT NOT NULL, veto INTEGER NOT NULL,
  visits INTEGER NOT NULL, thin INTEGER NOT NULL, rule_version TEXT NOT NULL, PRIMARY KEY (month, unit)
) STRICT;
CREATE TABLE ledger (
  id TEXT PRIMARY KEY, month TEXT NOT NULL, unit TEXT NOT NULL, position INTEGER NOT NULL, submission TEXT, finding TEXT,
  post TEXT, item TEXT, clause TEXT, severity TEXT, rule TEXT NOT NULL, rule_version TEXT NOT NULL, points TEXT NOT NULL,
  yuan TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_unit ON ledger (month, unit, position);
CREATE TABLE adjustments (
  id TEXT PRIMARY KEY, month TEXT NOT NULL, unit TEXT NOT NULL, closed_month TEXT NOT NULL, points TEXT NOT NULL,
  reason TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE closures (month TEXT PRIMARY KEY, by TEXT NOT NULL, at TEXT NOT NULL) STRICT;

-- notices
CREATE TABLE notices (
  id TEXT PRIMARY KEY, month TEXT NOT NULL, number TEXT NOT NULL UNIQUE, model TEXT NOT NULL, drafted_by TEXT NOT NULL,
  drafted_at TEXT NOT NULL, replaces TEXT
) STRICT;
CREATE TABLE publications (
  notice TEXT PRIMARY KEY REFERENCES notices, slug TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL,
  by TEXT NOT NULL, at TEXT NOT NULL, sign_by TEXT NOT NULL
) STRICT;
CREATE TABLE signatures (
  notice TEXT NOT NULL REFERENCES notices, unit TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (notice, unit)
) STRICT;

-- entry: jobs
CREATE TABLE job_runs (
  job TEXT NOT NULL, due TEXT NOT NULL, claimed_at TEXT NOT NULL, ended_at TEXT, error TEXT, PRIMARY KEY (job, due)
) STRICT;
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
