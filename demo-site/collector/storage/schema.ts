import { erasureSchema } from './erasureStore.ts';
import { forwardSchema } from './forwardStore.ts';
import { prizeSchema } from './prizeSchema.ts';
import type { Words } from './database.ts';

export function schema(words: Words): string {
  return eventSchema(words) + prizeSchema(words) + forwardSchema(words) + erasureSchema(words);
}

/** Row ids only grow: they are the cursor of the live feed. */
const eventSchema = ({ id, text }: Words): string => `
CREATE TABLE IF NOT EXISTS events (
  id ${id},
  write_key ${text} NOT NULL,
  message_id ${text} NOT NULL,
  type ${text} NOT NULL,
  event ${text},
  anonymous_id ${text},
  user_id ${text},
  session_id ${text},
  campaign_id ${text},
  path ${text},
  timestamp ${text} NOT NULL,
  sent_at ${text},
  received_at ${text} NOT NULL,
  corrected ${text} NOT NULL,
  body ${text} NOT NULL,
  UNIQUE (write_key, message_id)
);
CREATE INDEX IF NOT EXISTS events_by_time ON events (corrected);
CREATE INDEX IF NOT EXISTS events_by_name ON events (event, corrected);
CREATE INDEX IF NOT EXISTS events_by_visitor ON events (anonymous_id, corrected);
CREATE INDEX IF NOT EXISTS events_by_campaign ON events (campaign_id, event) WHERE campaign_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS dead_letter (
  id ${id},
  write_key ${text} NOT NULL,
  message_id ${text},
  code ${text} NOT NULL,
  detail ${text} NOT NULL,
  body ${text} NOT NULL,
  sha256 ${text} NOT NULL,
  received_at ${text} NOT NULL,
  UNIQUE (write_key, sha256)
);

CREATE TABLE IF NOT EXISTS documents (
  write_key ${text} PRIMARY KEY,
  revision INTEGER NOT NULL,
  etag ${text} NOT NULL,
  body ${text} NOT NULL,
  updated_at ${text} NOT NULL
);

CREATE TABLE IF NOT EXISTS meta (name ${text} PRIMARY KEY, value ${text} NOT NULL);
`;
