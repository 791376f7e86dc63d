import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium, or another one that is named. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Tests in a real browser. Without one they are skipped and say so; where CI is set, they fail. */
export function describeInBrowser(name: string, tests: () => void): void {
  const sentence = `There is no Chromium at ${EXECUTABLE}: install it (apt-get install chromium), or name one in CHROMIUM.`;
  if (existsSync(EXECUTABLE)) {
    describe(name, tests);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(sentence);
    });
  } else {
    process.stderr.write(`\nSKIPPED, NOT TESTED: ${name}. ${sentence}\n\n`);
    describe.skip(name, tests);
  }
}

/** Chromium, without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}
