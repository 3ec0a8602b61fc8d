import type { Effect, JsonObject } from '../../bindings/host/protocol.ts';

export interface Membership { ever: number; end: number }

/** How an effect begins. It is found in no string: a quote is escaped there. */
const EFFECT = Buffer.from('{"kind":"');
const STORAGE = Buffer.from('storage"');
const NOTIFY = Buffer.from('notify"');

/** Counts what the core reports of visitors that come one after another. */
export class Tally {
  visitors = 0;
  sessions = 0;
  readonly segments = new Map<string, Membership>();
  private seen = new Set<string>();

  constructor(segments: string[], private readonly problem: (detail: JsonObject) => void) {
    for (const id of segments) this.segments.set(id, { ever: 0, end: 0 });
  }

  /** Reads the notices out of an array of effects, and passes over the others and the bodies of events, which are most of the text. */
  take(answered: Buffer): void {
    const end = answered.indexOf('\n');
    const answer = end < 0 ? answered : answered.subarray(0, end);
    for (let at = answer.indexOf(EFFECT), next; at >= 0; at = next) {
      next = answer.indexOf(EFFECT, at + EFFECT.length);
      const kind = at + EFFECT.length;
      // Each `visitor` command is answered by one `storage`: whose notices follow changes here.
      if (stands(STORAGE, answer, kind)) this.begin();
      else if (stands(NOTIFY, answer, kind)) this.notice(JSON.parse(answer.toString('utf8', at, (next < 0 ? answer.length : next) - 1)));
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

function stands(word: Buffer, text: Buffer, at: number): boolean {
  for (let i = 0; i < word.length; i++) if (text[at + i] != word[i]) return false;
  return true;
}
