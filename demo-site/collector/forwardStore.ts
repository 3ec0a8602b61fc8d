// How far each destination has been told of the events. The table `events` is the queue: what is committed there is passed on, and a
// destination's place in it moves only after its answer. Nothing is written twice, and nothing is lost with the process.
import type Database from 'libsql';
import { inTransaction } from './transaction.ts';

export const forwardSchema = `
CREATE TABLE IF NOT EXISTS forwarding (
  destination TEXT PRIMARY KEY,
  event INTEGER NOT NULL,
  refused INTEGER NOT NULL DEFAULT 0,
  owner TEXT,
  leased_until INTEGER NOT NULL DEFAULT 0
);`;

/** Told of all events up to `event`; so many of them it has refused for good. */
export interface Progress { event: number; refused: number }

export function forwarding(db: Database.Database) {
  const begin = db.prepare('INSERT INTO forwarding (destination, event) VALUES (?, (SELECT coalesce(max(id), 0) FROM events)) ON CONFLICT DO NOTHING');
  const lease = db.prepare('UPDATE forwarding SET owner = :owner, leased_until = :until WHERE destination = :destination AND (owner = :owner OR leased_until <= :now)');
  const find = db.prepare('SELECT event, refused FROM forwarding WHERE destination = ?');
  const advance = db.prepare('UPDATE forwarding SET event = :event, refused = refused + :refused WHERE destination = :destination AND owner = :owner');
  const release = db.prepare('UPDATE forwarding SET leased_until = 0 WHERE destination = ? AND owner = ?');

  return {
    /** A new destination is told of what comes from now on. Processes that share the database take turns: null while another one tells it. */
    claimForwarding(destination: string, owner: string, now: number, leaseMs: number): Progress | null {
      return inTransaction(db, () => {
        begin.run(destination);
        return lease.run({ destination, owner, now, until: now + leaseMs }).changes === 1 ? (find.get(destination) as Progress) : null;
      });
    },
    /** False when another process has taken over since: it goes on from where it found us. */
    advanceForwarding(destination: string, owner: string, event: number, refused: number): boolean {
      return inTransaction(db, () => advance.run({ destination, owner, event, refused }).changes === 1);
    },
    releaseForwarding(destination: string, owner: string): void {
      inTransaction(db, () => release.run(destination, owner));
    },
    forwardingProgress: (destination: string) => find.get(destination) as Progress | undefined,
  };
}
