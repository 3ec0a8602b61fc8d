/** Row ids only grow (AUTOINCREMENT): they are the cursor of the live feed. */
export const schema = `
CREATE TABLE IF NOT EXISTS events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  write_key TEXT NOT NULL,
  message_id TEXT NOT NULL,
  type TEXT NOT NULL,
  event TEXT,
  anonymous_id TEXT,
  user_id TEXT,
  session_id TEXT,
  campaign_id TEXT,
  path TEXT,
  timestamp TEXT NOT NULL,
  sent_at TEXT,
  received_at TEXT NOT NULL,
  corrected TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (write_key, message_id)
);
CREATE INDEX IF NOT EXISTS events_by_time ON events (corrected);
CREATE INDEX IF NOT EXISTS events_by_name ON events (event, corrected);
CREATE INDEX IF NOT EXISTS events_by_visitor ON events (anonymous_id, corrected);
CREATE INDEX IF NOT EXISTS events_by_campaign ON events (campaign_id, event) WHERE campaign_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS dead_letter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  write_key TEXT NOT NULL,
  message_id TEXT,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  body TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  received_at TEXT NOT NULL,
  UNIQUE (write_key, sha256)
);

CREATE TABLE IF NOT EXISTS documents (
  write_key TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  etag TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(4)))) ON CONFLICT DO NOTHING;
`;
