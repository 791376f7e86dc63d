import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';

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

/** Every accessibility fault that axe-core finds in what is shown now, as `rule: selector`. */
export async function axeFaults(page: Page): Promise<string[]> {
  // In a page of one frame the legacy mode sees what the other does, and needs no second page to put together what each frame says.
  if (page.frames().length > 1) throw new Error('axe-core would see one frame of several');
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

type ColorScheme = 'light' | 'dark';

/** Shows a page in a form. @returns what axe-core finds, and the width of what is shown: more than the page's has to be scrolled sideways */
export async function inForm(page: Page, width: number, colorScheme: ColorScheme): Promise<{ faults: string[]; width: unknown }> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme });
  return { faults: await axeFaults(page), width: await page.evaluate('document.documentElement.scrollWidth') };
}

/** Whether the ground of what is shown is light or dark, in the scheme that the user prefers. @param element Of the document, which has the ground. */
export async function groundOf(page: Page, element: 'body' | 'documentElement', colorScheme: ColorScheme): Promise<ColorScheme> {
  await page.emulateMedia({ colorScheme });
  const ground = (await page.evaluate(`getComputedStyle(document.${element}).backgroundColor`)) as string;
  const [red = 0] = (ground.match(/\d+/g) ?? []).map(Number);
  return red > 128 ? 'light' : 'dark';
}
