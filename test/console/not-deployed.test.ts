import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleCode, bundleInputs } from '../support/built';
import { synthesizeStage } from '../support/template';

/** Words that the console alone uses. */
const OF_THE_CONSOLE = /consoleUrl|local console|trusted-types|face-match-proxy: local|ConsoleUrl/;

describe('the console is no part of what is deployed', () => {
  test.each(['proxy', 'verdict'] as const)('no file of it is in the bundle of the %s', (bundle) => {
    expect(bundleInputs(bundle).some((input) => input.startsWith('lambda/'))).toBe(true);
    expect(bundleInputs(bundle).filter((input) => input.startsWith('local/'))).toEqual([]);
    expect(bundleCode(bundle)).not.toMatch(OF_THE_CONSOLE);
  });

  test.each(['local', 'dev', 'prod'])('no word of it is in the template of the stage %s', (stage) => {
    expect(JSON.stringify(synthesizeStage(stage).template)).not.toMatch(OF_THE_CONSOLE);
  });

  test('its own files hold those words, so that the search would find it', () => {
    const own = ['index.html', 'page.js'].map((name) =>
      readFileSync(path.join(__dirname, '..', '..', 'local', 'console', 'page', name), 'utf8'),
    );
    for (const text of own) expect(text).toMatch(OF_THE_CONSOLE);
  });
});
