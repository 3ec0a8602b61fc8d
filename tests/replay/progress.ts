const BAR = 30;
const STEPS_IN_A_LOG = 4;
const NOTES = 20;

/** What the replay says while it runs; all of it on stderr. A terminal gets a bar that moves, a log a few lines. */
export class Progress {
  private drawn = '';
  private isDrawn = false;

  constructor(private readonly out: NodeJS.WriteStream) {}

  show(what: string, done: number, all: number, unit: string): void {
    const share = all ? Math.min(1, done / all) : 1;
    const step = Math.floor(share * (this.out.isTTY ? 100 : STEPS_IN_A_LOG));
    const key = `${what} ${step}`;
    if (key == this.drawn || (!this.out.isTTY && step == 0)) return;
    this.drawn = key;
    const filled = Math.round(share * BAR);
    const percent = String(Math.floor(share * 100)).padStart(3);
    const line = `${what.padEnd(9)} [${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${percent} % of ${all.toLocaleString('en')} ${unit}`;
    this.out.write(this.out.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
    this.isDrawn = this.out.isTTY;
  }

  say(text: string): void {
    this.out.write(`${this.isDrawn ? '\r\x1b[K' : ''}${text}\n`);
    this.isDrawn = false;
    this.drawn = '';
  }

  /** Of many notes of one kind the first are said, the rest only counted. */
  note(count: number, text: string): void {
    if (count <= NOTES) this.say(text);
  }

  rest(count: number, what: string): void {
    if (count > NOTES) this.say(`… and ${count - NOTES} more ${what}`);
  }

  end(): void {
    if (this.isDrawn) this.out.write('\n');
    this.isDrawn = false;
  }
}
