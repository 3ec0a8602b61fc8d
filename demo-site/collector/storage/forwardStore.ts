// How far each destination has been told of the events. The table `events` is the queue: what is committed there is passed on, and a
// destination's place in it moves only after its answer. Nothing is written twice, and nothing is lost with the process.
import type { Database, Reader, Words } from './database.ts';
import { eventLock } from './eventStore.ts';

export const forwardSchema = ({ text }: Words): string => `
CREATE TABLE IF NOT EXISTS forwarding (
  destination ${text} PRIMARY KEY,
  event BIGINT NOT NULL,
  refused BIGINT NOT NULL DEFAULT 0,
  owner ${text},
  leased_until BIGINT NOT NULL DEFAULT 0
);`;

/** Told of all events up to `event`; so many of them it has refused for good. */
export interface Progress { event: number; refused: number }

export function forwarding(database: Database) {
  const lockOf = (destination: string): string => `forwarding ${destination}`;
  async function find(destination: string, from: Reader = database): Promise<Progress | undefined> {
    return (await from.all<Progress>('SELECT event, refused FROM forwarding WHERE destination = :destination', { destination }))[0];
  }
  return {
    /** A new destination is told of what comes from now on. */
    async beginForwarding(destination: string): Promise<void> {
      await database.transaction(eventLock, (session) => session.run(
        'INSERT INTO forwarding (destination, event) VALUES (:destination, (SELECT coalesce(max(id), 0) FROM events)) ON CONFLICT DO NOTHING', { destination }));
    },
    /** Processes that share the database take turns: null while another one tells it. */
    claimForwarding(destination: string, owner: string, now: number, leaseMs: number): Promise<Progress | null> {
      return database.transaction(lockOf(destination), async (session) => {
        const leased = await session.run(`UPDATE forwarding SET owner = :owner, leased_until = :until
          WHERE destination = :destination AND (owner = :owner OR leased_until <= :now)`, { destination, owner, now, until: now + leaseMs });
        return leased === 1 ? (await find(destination, session))! : null;
      });
    },
    /** False when another process has taken over since: it goes on from where it found us. */
    advanceForwarding(destination: string, owner: string, event: number, refused: number): Promise<boolean> {
      return database.transaction(lockOf(destination), async (session) => await session.run(
        'UPDATE forwarding SET event = :event, refused = refused + :refused WHERE destination = :destination AND owner = :owner', { destination, owner, event, refused }) === 1);
    },
    async releaseForwarding(destination: string, owner: string): Promise<void> {
      await database.transaction(lockOf(destination), (session) => session.run(
        'UPDATE forwarding SET leased_until = 0 WHERE destination = :destination AND owner = :owner', { destination, owner }));
    },
    forwardingProgress: (destination: string): Promise<Progress | undefined> => find(destination),
  };
}
