import type { Effect } from './protocol.ts';

type Kind = Effect['kind'];
/** One function for each kind of effect; what a place cannot do (drawing without a document) has none. */
export type Performers = { [K in Kind]?: (effect: Extract<Effect, { kind: K }>) => void };

/** In their order; one that fails is reported and never stops the others. Kinds of a newer core are passed over. */
export function perform(effects: Effect[], performers: Performers, report: (code: string, path: string, cause: unknown) => void): void {
  for (const effect of effects) {
    try {
      (performers[effect.kind] as ((effect: Effect) => void) | undefined)?.(effect);
    } catch (error) {
      const about = effect as { campaign?: string };
      report('effect', about.campaign ? `${effect.kind}/${about.campaign}` : effect.kind, error);
    }
  }
}
