import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreFailure } from './database.ts';

interface Waiting<Item, Answer> { item: Item; answer(value: Answer): void; fail(error: unknown): void }

/**
 * Does together what is asked for meanwhile: many batches wait once for the disk, so the more there is to do the less each costs. A group
 * has items up to `most` by `sizeOf`, one at least. What is wrong with one item is not held against the others.
 */
export function grouped<Item, Answer>(work: (items: Item[]) => Promise<Answer[]>, sizeOf: (item: Item) => number, most: number) {
  const waiting: Waiting<Item, Answer>[] = [];
  let isWorking = false;

  async function workOff(): Promise<void> {
    isWorking = true;
    while (waiting.length > 0) {
      // What has arrived but is not read yet comes along.
      await nextTurn();
      await settle(firstOf(waiting, sizeOf, most));
    }
    isWorking = false;
  }

  async function settle(group: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await work(group.map(({ item }) => item));
      group.forEach(({ answer }, i) => answer(answers[i]!));
    } catch (error) {
      if (group.length > 1 && error instanceof StoreFailure && error.isOfTheRows) for (const one of group) await settle([one]);
      else for (const { fail } of group) fail(error);
    }
  }

  return (item: Item): Promise<Answer> => new Promise((answer, fail) => {
    waiting.push({ item, answer, fail });
    if (!isWorking) void workOff();
  });
}

/** Takes them out. */
function firstOf<Item, Answer>(waiting: Waiting<Item, Answer>[], sizeOf: (item: Item) => number, most: number): Waiting<Item, Answer>[] {
  let size = 0;
  const end = waiting.findIndex(({ item }, i) => (size += sizeOf(item)) > most && i > 0);
  return waiting.splice(0, end < 0 ? waiting.length : end);
}
