/** One event of the file, as the core will be told of it. */
export interface ReplayEvent {
  visitor: string;
  /** Milliseconds since the epoch. */
  time: number;
  /** What it is counted as; calls that are no events of the history have none. */
  name?: string;
  /** What an order brought. */
  revenue?: number;
  /** The command of protocol.ts without `now`. */
  command: object;
}

export const ORDER_COMPLETED = 'Order Completed';
export const PAGE_VIEWED = 'Page Viewed';

/** The whole dispatch may take 1 MiB and is refused as one, so one event may not take it all. */
const MAX_COMMAND_BYTES = 512 << 10;
const LONE_SURROGATE = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/** As JSON. UTF-8 cannot carry half a surrogate pair; JSON.stringify escapes what is left of one. */
export function commandText(command: object): string {
  const text = JSON.stringify(command);
  return text.includes('\\ud') ? text.replace(LONE_SURROGATE, (found) => (found == '\\\\' ? found : '\ufffd')) : text;
}

/** Throws when the command that so many characters of the file have become is too large. */
export function checkSize(command: object, characters: number): void {
  // One character becomes six bytes at most (\u0000), and an order says its item twice.
  if (characters * 16 > MAX_COMMAND_BYTES && Buffer.byteLength(commandText(command)) > MAX_COMMAND_BYTES) throw new Malformed('larger than 512 KiB');
}

/** Why a line is no event. */
export class Malformed extends Error {}
