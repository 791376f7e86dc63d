import { describeInBrowser, groundOf, inForm } from '../support/browser';
import { type ConsoleFixture, type ConsolePage, startConsoleFixture } from './browser';

/** Each state that a person can bring the page into, one after the other. */
const STATES: readonly (readonly [name: string, reach: (shown: ConsolePage) => Promise<unknown>])[] = [
  ['sign-in', async ({ page }) => page.getByText('Their passwords').click()],
  ['signed in', (shown) => shown.signIn('alice')],
  ['a match', (shown) => shown.match()],
  [
    'a match that was accepted, with a yes',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Accepted', exact: true }).click();
      await page.getByRole('button', { name: 'Accepted', pressed: true }).waitFor();
      await page.getByRole('button', { name: 'Ask for the verdict' }).click();
      await page.locator('.answers li[data-tone=ok]').waitFor();
    },
  ],
  [
    'a no for another step',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Ask for another step' }).click();
      await page.locator('.answers li[data-tone=refused]').waitFor();
    },
  ],
  ['every disclosure open', ({ page }) => page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true')],
  ['a refused attack', (shown) => shown.attempt('own-photo')],
  ['an answer of the gateway', (shown) => shown.attempt('no-token')],
  ['a fault of the Agent API', (shown) => shown.attempt('garbage')],
  ['a request to edit', async ({ page }) => page.getByRole('button', { name: 'Edit and send again' }).click()],
  ['the request closed', async ({ page }) => page.getByRole('button', { name: 'Cancel', exact: true }).click()],
  ['transaction history', async ({ page }) => page.getByRole('link', { name: 'Transaction history' }).click()],
  ['problem codes', async ({ page }) => page.getByRole('link', { name: 'Problem codes' }).click()],
];

/** The last one is what the page is used in. */
const FORMS = [
  [1440, 'light'],
  [320, 'dark'],
] as const;

/** A busy machine takes its time. */

describeInBrowser('the console is usable by everybody', () => {
  let fixture: ConsoleFixture;
  let shown: ConsolePage;
  beforeAll(async () => {
    fixture = await startConsoleFixture();
    shown = await fixture.open();
  });
  afterAll(() => fixture?.stop());

  describe('in each state that a person can bring it into', () => {
    describe.each(STATES)('%s', (_name, reach) => {
      // On the narrow page, where the most is in the way.
      beforeAll(() => reach(shown));

      test.each(FORMS)(
        'has no fault that axe-core finds, and nothing to scroll sideways: %i pixels wide, %s',
        async (width, colorScheme) => {
          expect(await inForm(shown.page, width, colorScheme)).toEqual({ faults: [], width });
        },
      );
    });

    test.each(FORMS)('draws in the colours of the scheme: %i pixels wide, %s', async (_width, colorScheme) => {
      expect(await groundOf(shown.page, 'body', colorScheme)).toBe(colorScheme);
    });
  });

  describe('from its load on', () => {
    beforeEach(async () => {
      await shown.page.setViewportSize({ width: 1280, height: 800 });
      await shown.renew();
    });

    test('can be used from load to a finished match, and on to the photo, with the keyboard alone', async () => {
      const { page } = shown;
      const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent') as Promise<string>;
      const tabTo = async (wanted: string) => {
        for (let presses = 0; presses < 60 && (await focused()) !== wanted; presses += 1) await page.keyboard.press('Tab');
        expect(await focused()).toBe(wanted);
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
      };
      const shiftTabTo = async (wanted: string) => {
        for (let presses = 0; presses < 60 && (await focused()) !== wanted; presses += 1) await page.keyboard.press('Shift+Tab');
        expect(await focused()).toBe(wanted);
      };
      await tabTo('Skip to the content');
      await page.getByRole('radio', { name: 'alice' }).waitFor();
      while ((await page.evaluate('document.activeElement.type')) !== 'radio') await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await tabTo('Sign in as bob');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Start a face match as bob' }).waitFor();
      expect(await focused()).toBe('start');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Transaction started' }).waitFor();
      await page.locator('#start:not([aria-disabled])').waitFor();
      expect(await focused()).toBe('start');
      await tabTo('end-accepted');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Accepted', pressed: true }).waitFor();
      expect(await focused()).toBe('end-accepted');
      await tabTo('ask');
      await page.keyboard.press('Enter');
      await page.locator('.answers li[data-tone=ok]').waitFor();
      expect(await focused()).toBe('ask');
      await shiftTabTo('See it as the administrator does');
      await page.keyboard.press('Enter');
      await page.getByRole('img', { name: 'The photo that was injected: bob' }).waitFor();
      await page
        .locator(':focus')
        .filter({ hasText: /^Transaction history$/ })
        .waitFor();
    });

    test('tells a screen reader how a request ended, without moving the focus', async () => {
      const { page } = shown;
      await shown.signIn('alice');
      await shown.attempt('other-user');
      expect(await page.getByRole('status').textContent()).toMatch(
        /^403 identity-mismatch\. The request names somebody else\. Nothing reached/,
      );
      expect(await page.evaluate('document.activeElement.id')).toBe('try-other-user');
    });

    test('moves something while a request is on its way, and nothing where motion is to be reduced', async () => {
      const { page } = shown;
      const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
        await page.emulateMedia({ reducedMotion });
        return Number(await page.evaluate('document.getAnimations().length'));
      };
      await shown.signIn('alice');
      await page.locator('#try-slow').click();
      await page.locator('#stop-agent[data-state=waiting]').waitFor();
      expect(await moving('reduce')).toBe(0);
      expect(await moving('no-preference')).toBeGreaterThan(0);
      await page.locator('#start:not([aria-disabled])').waitFor();
    });

    test('says so when the local stack has ended', async () => {
      await shown.page.route('**/api/events', (route) => route.abort());
      await shown.page.reload();
      await shown.page.getByRole('alert').getByText('The local stack does not answer.').waitFor();
      expect(await shown.axe()).toEqual([]);
    });

    test('shows markup in a request as text, and runs nothing that is not its own', async () => {
      const { page } = shown;
      const markup = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
      const token = await fixture.stack.signIn('alice');
      const body = { workflowId: markup, platform: markup, consent: { userId: markup, [markup]: markup } };
      await fixture.stack.request('POST', '/transaction', { token, body, headers: { 'X-Markup': markup } });
      await page
        .getByRole('link', { name: /POST \/transaction 4/ })
        .first()
        .click();
      await page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true');
      expect(await shown.text('#stop-sdk')).toContain(JSON.stringify(markup));
      expect(await page.evaluate('[window.hit === undefined, document.querySelectorAll("img[src=x]").length]')).toEqual([true, 0]);
      expect(shown.errors).toEqual([]);
      const injected = 'try { document.body.innerHTML = "<b>x</b>"; "ran" } catch (error) { error.name }';
      expect(await page.evaluate(injected)).toBe('TypeError');
    });
  });
});
