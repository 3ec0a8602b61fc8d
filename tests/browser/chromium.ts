import { existsSync } from 'node:fs';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The reason to skip a test that needs a browser; false when there is one. */
export const skip = existsSync(EXECUTABLE) ? false : `no Chromium: set CHROMIUM (looked at ${EXECUTABLE})`;

export function launch(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, ...options, args: [...FLAGS, ...(options.args ?? [])] });
}
