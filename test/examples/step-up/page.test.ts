import type { Browser } from 'playwright-core';
import { localSettings } from '../../../examples/step-up/local';
import { describeInBrowser, groundOf, inForm, launchBrowser } from '../../support/browser';
import { until } from '../../support/until';
import { type StepUp, startStepUp, type Visit, visit } from './bank';

/** A busy machine takes its time. */

/** Each state that a person can bring the page into, one after the other. */
const STATES: readonly (readonly [name: string, reach: (shown: Visit) => Promise<unknown>])[] = [
  ['sign-in', async () => undefined],
  ['a wrong password', (shown) => shown.signIn('alice', 'wrong').then(() => shown.told('Incorrect username or password.'))],
  ['signed in', (shown) => shown.signIn('alice')],
  ['no phone number', (shown) => shown.ask('0').then(() => shown.told(/^That is no phone number/))],
  ['the face match', (shown) => shown.ask('+442079460999').then(() => shown.page.getByRole('dialog').waitFor())],
  ['a refusal', (shown) => shown.show('Somebody else').then(() => shown.told(/did not succeed/))],
];

/** The last one is what the page is used in. */
const FORMS = [
  [1280, 'light'],
  [320, 'dark'],
] as const;

describeInBrowser('the page of examples/step-up is usable by everybody', () => {
  let bank: StepUp;
  let browser: Browser;
  let shown: Visit;
  beforeAll(async () => {
    bank = await startStepUp();
    browser = await launchBrowser();
    shown = await visit(bank, browser);
  });
  afterAll(async () => {
    await browser?.close();
    await bank?.stop();
  });

  describe('in each state that a person can bring it into', () => {
    afterAll(() => shown.leave());

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
      expect(await groundOf(shown.page, 'documentElement', colorScheme)).toBe(colorScheme);
    });
  });

  describe('from the sign-in on', () => {
    beforeEach(async () => {
      bank.restart();
      await shown.reload();
    });
    // Asks no more, neither this backend nor the next.
    afterEach(() => shown.leave());

    test('can be used from the sign-in to the changed number with the keyboard alone, its focus always to be seen', async () => {
      const { page, told, phone } = shown;
      const focused = () => page.evaluate('document.activeElement.name || document.activeElement.textContent.trim()') as Promise<string>;
      const tabTo = async (wanted: string) => {
        for (let presses = 0; presses < 12 && (await focused()) !== wanted; presses += 1) await page.keyboard.press('Tab');
        expect(await focused()).toBe(wanted);
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
      };
      await tabTo('username');
      await page.keyboard.type(bank.stack.user('alice').email);
      await tabTo('password');
      await page.keyboard.type(bank.stack.user('alice').password);
      await page.keyboard.press('Enter');
      await page.locator('h1:focus').getByText('Your phone number').waitFor();
      await tabTo('phone');
      await page.keyboard.type('+44 20 7946 0999');
      await tabTo('consent');
      await page.keyboard.press('Space');
      await tabTo('Change my phone number');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await tabTo('The person on the photo');
      await page.keyboard.press('Enter');
      await told('Your phone number was changed.');
      expect([await focused(), await phone()]).toEqual(['Change my phone number', '+442079460999']);
    });

    test('takes the Escape key for the end of the match, and changes nothing', async () => {
      const { page, told, signIn, ask } = shown;
      await signIn('alice');
      await ask('+442079460999');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await told('You have ended the face match. Nothing was changed.');
      expect(bank.changes).toEqual([]);
    });

    test('asks for consent before a face is compared', async () => {
      const { page, signIn } = shown;
      await signIn('alice');
      const before = (await bank.stack.accepted()).length;
      await page.getByLabel('New phone number').fill('+442079460999');
      await page.getByRole('button', { name: 'Change my phone number' }).click();
      expect(await page.evaluate('document.activeElement.name')).toBe('consent');
      expect((await bank.stack.accepted()).length).toBe(before);
    });

    test('keeps the session with the tab, and no longer: after a reload it is there, in another tab and after signing out it is not', async () => {
      const { page, signIn, told } = shown;
      await signIn('alice');
      await page.reload();
      await page.locator('#phone:not(:empty)').waitFor();
      const other = await page.context().newPage();
      await other.goto(bank.site.url);
      await other.getByRole('heading', { name: 'Sign in' }).waitFor();
      await other.close();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await told('You have signed out.');
      expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
      await page.reload();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    test('shows the next user of a tab nothing of the one before, whose change is still being checked', async () => {
      const { page, signIn, ask, show, phone, later, settle } = shown;
      let answered = 0;
      await page.route('**/api/phone-changes/*', async (route) => {
        answered += 1;
        await route.fulfill(answered < 3 ? { status: 202, headers: { 'Retry-After': '1' }, json: {} } : { json: { outcome: 'changed' } });
      });
      await signIn('alice');
      // Until the next user is there, none of the time passes after which the page asks again.
      await page.clock.pauseAt(Number(await page.evaluate('Date.now()')) + 1000);
      await ask('+442079460999');
      await show('The person on the photo');
      await page.getByText('Checking the face match …').waitFor();
      await page.clock.runFor(1);
      await until(() => answered === 1);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('You have signed out.').waitFor();
      await signIn('bob');
      expect(await page.getByLabel('New phone number').inputValue()).toBe('');
      expect(await page.getByRole('checkbox').isChecked()).toBe(false);
      await later(() => answered > 1);
      await settle();
      await page.clock.resume();
      expect(answered).toBe(2);
      expect([await phone(), await page.getByRole('status').textContent()]).toEqual(['+442079460000', '']);
    });

    test('shows the next user of a tab neither the number nor the outcome of the one before, however late they are read', async () => {
      const { page, signIn, ask, show, told, phone, settle } = shown;
      await signIn('alice');
      let [held, letGo]: [boolean, () => void] = [false, () => undefined];
      const late = new Promise<void>((done) => {
        letGo = done;
      });
      const bob = bank.stack.user('bob').subject;
      await page.route('**/api/phone', async (route) => {
        const reply = await route.fetch();
        const { sub } = JSON.parse(Buffer.from(route.request().headers().authorization?.split('.')[1] ?? '', 'base64url').toString());
        held = true;
        if (sub !== bob) await late;
        await route.fulfill({ response: reply });
      });
      await ask('+442079460999');
      await show('The person on the photo');
      await until(() => held);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await told('You have signed out.');
      await signIn('bob');
      letGo();
      await settle();
      expect([bank.changes, await phone(), await page.getByRole('status').textContent()]).toEqual([['+442079460999'], '+442079460000', '']);
    });

    test('begins no match for a user who has signed out meanwhile', async () => {
      const { page, signIn, ask, told, settle } = shown;
      await signIn('alice');
      await page.route('**/api/phone-changes', async (route) => {
        await page.getByRole('button', { name: 'Sign out' }).click();
        await told('You have signed out.');
        await route.continue();
      });
      await ask('+442079460999');
      await until(() => bank.events.length > 0);
      await settle();
      expect([await page.getByRole('dialog').count(), await page.getByRole('status').textContent()]).toEqual([0, 'You have signed out.']);
    });

    test('names the user by the claim that the proxy goes by, where that is another one than sub', async () => {
      const { cognito } = bank.stack.details;
      const { page: files } = await localSettings(
        { ...bank.stack.details, cognito: { ...cognito, subjectClaim: 'email' } },
        '',
        () => undefined,
      );
      bank.restart({ page: files, subjectClaim: 'email' });
      const { page, reload, signIn, ask } = shown;
      await reload();
      await signIn('alice');
      const started = page.waitForRequest((request) => request.url().endsWith('/transaction') && request.method() === 'POST');
      await ask('+442079460999');
      expect((await started).postDataJSON().consent.userId).toBe(bank.stack.user('alice').email);
    });

    test('runs nothing that is not its own, and sends nothing to anyone else', async () => {
      const { page, signIn, ask, show, told, errors } = shown;
      const origins = new Set<string>();
      page.on('request', (request) => origins.add(new URL(request.url()).origin));
      await signIn('alice');
      await ask('+442079460999');
      await show('The person on the photo');
      await told('Your phone number was changed.');
      const { cognito, baseUrl } = bank.stack.details;
      expect([...origins].sort()).toEqual([bank.site.url, cognito.endpoint, baseUrl].sort());
      expect(errors).toEqual([]);
      const injected = 'try { document.body.innerHTML = "<b>x</b>"; "ran" } catch (error) { error.name }';
      expect(await page.evaluate(injected)).toBe('TypeError');
    });
  });
});
