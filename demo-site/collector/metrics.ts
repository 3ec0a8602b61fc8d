// What an operator watches, in Prometheus' text form. No key, no name of an event, nothing of a visitor.
import { Counter, Gauge, Registry } from 'prom-client';
import type { Forwarding } from './forwarding.ts';
import type { Appended } from './storage/eventStore.ts';

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(forwarding: Forwarding) {
  const registers = [new Registry()];
  const events = new Counter({ name: 'waymark_events_total', help: 'Events of answered batches', labelNames: ['outcome'], registers });
  const refused = new Counter({ name: 'waymark_requests_refused_total', help: 'Requests that were turned away as a whole', labelNames: ['status', 'code'], registers });
  const unprovenUsers = new Counter({ name: 'waymark_users_unproven_total', help: 'Events that named a user without a proof, stored as anonymous', registers });
  for (const outcome of ['accepted', 'duplicate', 'rejected']) events.inc({ outcome }, 0);

  const ofDestination = (name: string, help: string) => new Gauge({ name, help, labelNames: ['destination'], registers });
  const behind = ofDestination('waymark_forwarding_behind', 'Events that a destination has not taken yet');
  const passedOver = ofDestination('waymark_forwarding_refused', 'Events that a destination has refused for good');
  const failures = ofDestination('waymark_forwarding_failures', 'Failed requests to a destination in a row');

  return {
    stored({ events: { length: accepted }, duplicates }: Appended, rejected: number, unproven: number): void {
      unprovenUsers.inc(unproven);
      events.inc({ outcome: 'accepted' }, accepted);
      events.inc({ outcome: 'duplicate' }, duplicates);
      events.inc({ outcome: 'rejected' }, rejected);
    },
    refused: (status: number, code: string): void => refused.inc({ status: String(status), code }),
    contentType: registers[0]!.contentType,
    async text(): Promise<string> {
      for (const state of await forwarding.state()) {
        const labels = { destination: state.name };
        behind.set(labels, state.behind);
        passedOver.set(labels, state.refused);
        failures.set(labels, state.failures);
      }
      return registers[0]!.metrics();
    },
  };
}
