import path from 'node:path';
import { startConsoleFixture } from './browser';

/** Takes docs/console.png: a match that succeeded, after two attacks that did not. */
const FILE = path.join(__dirname, '..', '..', 'docs', 'console.png');

async function main(): Promise<void> {
  const fixture = await startConsoleFixture();
  const { page, signIn, attempt, match } = await fixture.open({ viewport: { width: 1440, height: 1010 }, deviceScaleFactor: 1.25 });
  await signIn('alice');
  for (const attack of ['other-user', 'own-photo']) await attempt(attack);
  await match();
  await page.mouse.move(0, 0);
  await page.evaluate('scrollTo(0, 0); document.querySelector(".controls").scrollTo(0, 0)');
  await page.screenshot({ path: FILE });
  await fixture.stop();
}

void main();
