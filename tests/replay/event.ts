/** One event of the file, as the core will be told of it. */
export interface ReplayEvent {
  visitor: string;
  /** Milliseconds since the epoch. */
  time: number;
  /** What it is counted as; calls that are no events of the history have none. */
  name?: string;
  /** What an order brought. */
  revenue?: number;
  /** The command of protocol.ts without `now`, as JSON. */
  command: string;
}

export const ORDER_COMPLETED = 'Order Completed';
export const PAGE_VIEWED = 'Page Viewed';

/** The whole dispatch may take 1 MiB and is refused as one, so one event may not take it all. */
const MAX_COMMAND_BYTES = 512 << 10;
const LONE_SURROGATE = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/** UTF-8 cannot carry half a surrogate pair; JSON.stringify escapes what is left of one. Throws on a command that is too large. */
export function commandText(command: object): string {
  let text = JSON.stringify(command);
  if (text.includes('\\ud')) text = text.replace(LONE_SURROGATE, (found) => (found == '\\\\' ? found : '\ufffd'));
  if (text.length * 3 > MAX_COMMAND_BYTES && Buffer.byteLength(text) > MAX_COMMAND_BYTES) throw new Malformed('larger than 512 KiB');
  return text;
}

/** Why a line is no event. */
export class Malformed extends Error {}
