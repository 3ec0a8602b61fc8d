import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { until } from './until.ts';

export const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The reason to skip a test that needs a browser; false when there is one. */
export const skip = existsSync(EXECUTABLE) ? false : `no Chromium: set CHROMIUM (looked at ${EXECUTABLE})`;

export function launch(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, ...options, args: [...FLAGS, ...(options.args ?? [])] });
}

/** Opens the page in a browser that no driver holds: attached ones do not prerender. Returns the function that ends it. */
export function openAlone(url: string): () => Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'waymark-profile-'));
  const browser = spawn(EXECUTABLE, ['--headless', `--user-data-dir=${profile}`, ...FLAGS, url], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => { browser.once('exit', () => resolve()); });
  return async () => {
    browser.kill('SIGTERM');
    await gone;
    // Processes of the browser outlive its first one for a moment and still write.
    await until('the profile is removed', () => isRemoved(profile));
  };
}

function isRemoved(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
