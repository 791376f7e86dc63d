import path from 'node:path';
import { synthesize } from '../../local/template/synth';
import { startStepUp, visit } from '../../test/examples/step-up/bank';
import { launchBrowser } from '../../test/support/browser';

const FOLDER = path.join(__dirname, '..', '..', 'examples', 'step-up');

/** Takes the pictures of examples/step-up: the face match, and the number that it changed. Needs Chromium and the font Inter. */
export async function takeStepUpPictures(): Promise<void> {
  const [bank, browser] = [await startStepUp({ synthesize }), await launchBrowser()];
  try {
    const { page, signIn, ask, show, told } = await visit(bank, browser, { viewport: { width: 560, height: 570 }, deviceScaleFactor: 1.5 });
    await signIn('alice');
    await ask('+44 20 7946 0999');
    await page.getByRole('dialog').waitFor();
    await page.screenshot({ path: path.join(FOLDER, 'match.png') });
    await show('The person on the photo');
    await told('Your phone number was changed.');
    await page.screenshot({ path: path.join(FOLDER, 'changed.png') });
  } finally {
    await browser.close();
    await bank.stop();
  }
}
