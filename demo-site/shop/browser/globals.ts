/** What the page shares with other scripts: an array until the SDK is up, then the SDK, which has `push` too. */
export interface CallQueue {
  push(call: readonly unknown[]): unknown;
}

export const shared = window as unknown as { waymark: CallQueue; dataLayer: unknown[] };
