import path from 'node:path';
import { synthesize } from '../../local/template/synth';
import { startConsoleFixture } from '../../test/console/browser';

const FILE = path.join(__dirname, '..', 'console.png');

/** Takes docs/console.png: a match that succeeded, after two attacks that did not. Needs Chromium and the font Inter. */
export async function takeConsolePicture(): Promise<void> {
  const fixture = await startConsoleFixture({ synthesize });
  try {
    const { page, signIn, attempt, match } = await fixture.open({ viewport: { width: 1440, height: 1010 }, deviceScaleFactor: 1.25 });
    await signIn('alice');
    for (const attack of ['other-user', 'own-photo']) await attempt(attack);
    await match();
    await page.mouse.move(0, 0);
    await page.evaluate('scrollTo(0, 0); document.querySelector(".controls").scrollTo(0, 0)');
    await page.screenshot({ path: FILE });
  } finally {
    await fixture.stop();
  }
}
