import type { Effect, JsonObject } from '../../bindings/host/protocol.ts';

export interface Membership { ever: number; end: number }

/** Counts what the core reports of visitors that come one after another. */
export class Tally {
  visitors = 0;
  sessions = 0;
  readonly segments = new Map<string, Membership>();
  private seen = new Set<string>();

  constructor(segments: string[], private readonly problem: (detail: JsonObject) => void) {
    for (const id of segments) this.segments.set(id, { ever: 0, end: 0 });
  }

  /** Reads the effects, not the bodies of events behind them, which are most of the text. */
  take(answer: Buffer): void {
    const end = answer.indexOf('\n');
    for (const effect of JSON.parse(answer.toString('utf8', 0, end < 0 ? answer.length : end)) as Effect[]) {
      // Each `visitor` command is answered by one `storage`: whose notices follow changes here.
      if (effect.kind == 'storage') this.begin();
      else if (effect.kind == 'notify') this.notice(effect);
    }
  }

  private begin(): void {
    this.visitors++;
    this.seen.clear();
  }

  private notice({ event, detail }: Effect & { kind: 'notify' }): void {
    if (event == 'session:start') this.sessions++;
    else if (event == 'segment:enter') this.enter(detail.id as string);
    else if (event == 'segment:leave') this.of(detail.id as string).end--;
    else if (event == 'error') this.problem(detail);
  }

  private enter(id: string): void {
    const membership = this.of(id);
    membership.end++;
    if (!this.seen.has(id)) membership.ever++;
    this.seen.add(id);
  }

  private of(id: string): Membership {
    const membership = this.segments.get(id);
    if (!membership) throw new Error(`the core named a segment that the document has not: ${id}`);
    return membership;
  }
}
