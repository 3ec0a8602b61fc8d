import type { Effect } from './protocol.ts';
import type { Tasks } from './tasks.ts';

type Kind = Effect['kind'];
/** One function for each kind of effect; what a place cannot do (drawing without a document) has none. `reveal` is the second half of a patch. */
export type Performers = { [K in Kind]?: (effect: Extract<Effect, { kind: K }>) => void } & { reveal?: Performers['patch'] };

/**
 * In their order; one that fails is reported and never stops the others. Kinds of a newer core are passed over.
 * Drawing takes tasks of its own, and what the page is told comes after what was drawn before it.
 */
export function perform(effects: Effect[], performers: Performers, tasks: Tasks, report: (code: string, path: string, cause: unknown) => void): void {
  for (const effect of effects) {
    const act = (kind: keyof Performers) => (): void => {
      try {
        (performers[kind] as ((effect: Effect) => void) | undefined)?.(effect);
      } catch (error) {
        const about = effect as { campaign?: string };
        report('effect', about.campaign ? `${kind}/${about.campaign}` : kind, error);
      }
    };
    const { kind } = effect;
    if (/^(style|patch|unmount)$/.test(kind)) tasks.add(act(kind));
    else if (/^(mount|notify|answer)$/.test(kind)) tasks.follow(act(kind));
    else act(kind)();
    if (kind == 'patch') tasks.add(act('reveal'));
  }
}
