// What a browser has between its tabs: channels and locks. Words arrive a turn later; a lock passes on when its tab is gone.
import type { FakeWindow } from './fakeDom.ts';

interface Wanted { window: FakeWindow; grant: (lock: object | null) => Promise<void> | undefined; fail: (error: Error) => void }
type Hear = (event: { data: any }) => void;
const letGo = (): Error => Object.assign(new Error('let go'), { name: 'AbortError' });

export class FakeTabs {
  private channels = new Map<object, { window: FakeWindow; hear: Hear }>();
  private mute = new Set<FakeWindow>();
  private holder: Wanted | undefined;
  private line: Wanted[] = [];

  /** Gives the window a channel, and locks unless there are none. */
  attach(window: FakeWindow, hasLocks = true): void {
    const { channels, mute } = this;
    class Channel {
      set onmessage(hear: Hear) { channels.set(this, { window, hear }); }
      postMessage(data: object): void {
        for (const [channel, { window: to, hear }] of channels)
          if (to != window && !mute.has(to)) queueMicrotask(() => { if (channels.has(channel) && !mute.has(to)) hear({ data }); });
      }
      close(): void { channels.delete(this); }
    }
    Object.assign(window, { BroadcastChannel: Channel });
    if (hasLocks) Object.assign(window.navigator, { locks: { request: (_: string, how: LockOptions, grant: Wanted['grant']) => this.request(window, how, grant) } });
  }
  /** It neither hears nor answers any more. */
  hang(window: FakeWindow): void { this.mute.add(window); }
  /** The tab is gone without a word. */
  kill(window: FakeWindow): void {
    this.hang(window);
    for (const [channel, { window: of }] of this.channels) if (of == window) this.channels.delete(channel);
    this.line = this.line.filter((wanted) => wanted.window != window);
    if (this.holder?.window == window) this.next();
  }

  private next(): void {
    const wanted = (this.holder = this.line.shift());
    const held = wanted?.grant({});
    if (held) held.then(() => { if (this.holder == wanted) this.next(); });
    else if (wanted) this.next();
  }
  private request(window: FakeWindow, { ifAvailable, steal, signal }: LockOptions, grant: Wanted['grant']): Promise<void> {
    return new Promise((_, fail) => {
      const wanted: Wanted = { window, grant, fail };
      signal?.addEventListener('abort', () => {
        if (!this.line.includes(wanted)) return;
        this.line = this.line.filter((other) => other != wanted);
        fail(letGo());
      });
      if (ifAvailable && this.holder) return void grant(null);
      if (steal) {
        this.holder?.fail(letGo());
        this.holder = undefined;
        this.line.unshift(wanted);
      } else this.line.push(wanted);
      if (!this.holder) this.next();
    });
  }
}
