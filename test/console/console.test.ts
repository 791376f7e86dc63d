import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describeInBrowser } from '../support/browser';
import { type ConsoleFixture, type ConsolePage, startConsoleFixture } from './browser';

/** For people to look at; ignored by git. */
const SCREENSHOTS = path.join(__dirname, '..', '..', '.local', 'screenshots');
const ATTACKS = [
  ['other-user', 'Held 403 identity-mismatch'],
  ['other-user-at-the-top', 'Held 403 identity-mismatch'],
  ['own-photo', 'Held 403 client-supplied-face'],
  ['own-photo-respelled', 'Held 403 client-supplied-face'],
  ['two-spellings', 'Held 400 invalid-request'],
  ['own-photo-other-type', 'Held 403 client-supplied-face'],
  ['second-field', 'Held 403 value-not-allowed'],
  ['other-workflow', 'Held 403 workflow-not-allowed'],
  ['workflow-respelled', 'Held 403 workflow-not-allowed'],
  ['no-token', 'Held 401 unauthorized'],
  ['forged-token', 'Held 401 unauthorized'],
  ['forged-props', 'Held 200'],
  ['no-consent', 'Held 403 consent-required'],
  ['other-method', 'Held 404 no-such-route'],
] as const;

const FAULTS = [
  ['unauthorized', '502 agent-refused-credentials'],
  ['error500', '500'],
  ['throttled', '429'],
  ['garbage', '502 agent-bad-response'],
  ['redirect', '502 agent-bad-response'],
  ['cut', '502 agent-bad-response'],
  ['huge', '502 agent-bad-response'],
] as const;

/** The last one is what the page is used in while it is looked at. */
const FORMS = [
  ['wide-light', 1440, 'light'],
  ['wide-dark', 1440, 'dark'],
  ['narrow-light', 360, 'light'],
  ['narrow-dark', 360, 'dark'],
] as const;

/** A busy machine takes its time. */

describeInBrowser('the console', () => {
  let fixture: ConsoleFixture;
  let shown: ConsolePage;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    fixture = await startConsoleFixture();
    shown = await fixture.open();
  });
  afterAll(() => fixture?.stop());
  beforeEach(() => shown.renew());
  afterEach(async () => {
    const { consoleUrl, cognito } = fixture.stack.details;
    expect(shown.errors).toEqual([]);
    expect([...shown.origins].filter((origin) => ![consoleUrl, cognito.endpoint].includes(origin))).toEqual([]);
  });

  test('says before anything else that it shows stand-ins', async () => {
    expect(await shown.text('header')).toContain('Local stand-ins. Microblink and AWS are not called; no face is compared.');
  });

  test('starts a match as an SDK does, and shows what each party saw, the photo at the Agent API included', async () => {
    await shown.signIn('alice');
    expect(await shown.match()).toBe('Transaction started');
    const stop = (id: string) => shown.text(`#stop-${id}`);
    const hash = await fixture.stack.photoHash('alice');
    const { subject } = fixture.stack.user('alice');
    const [accepted] = (await fixture.stack.accepted()).slice(-1);
    expect(await stop('sdk')).toMatch(/POST \/transaction, \d+ bytes, no photo/);
    expect(await stop('authorizer')).toContain(subject);
    expect(await stop('proxy')).toContain('Added the photo of the verified subject');
    expect(await stop('agent')).toContain(hash);
    expect(await stop('agent')).toContain(String(accepted?.transactionId));
    expect(await stop('agent')).toContain(`"faceMatchSubject": "${subject}"`);
    expect(await stop('back')).toContain('The same bytes that the Agent API stand-in sent, compared in this page by SHA-256');
  });

  test('sends the very request that the chosen SDK sends', async () => {
    await shown.signIn('bob');
    await shown.page.getByLabel('As which SDK').selectOption({ label: 'Android 1.2.0' });
    expect(await shown.match()).toBe('Transaction started');
    const sent = await shown.text('#stop-sdk');
    expect(sent).toContain('POST /proxy/api/v1/transaction');
    expect(sent).toContain(`"userid": "${fixture.stack.user('bob').subject}"`);
    expect(await shown.text('#stop-agent')).toContain(`"userId": "${fixture.stack.user('bob').subject}"`);
  });

  test('shows the administrator the photo that was injected, and that it is the one on record', async () => {
    await shown.signIn('bob');
    await shown.match();
    await shown.page.getByRole('link', { name: 'See it as the administrator does' }).click();
    const image = shown.page.getByRole('img', { name: 'The photo that was injected: bob' });
    await image.waitFor();
    expect(await image.evaluate((element: unknown) => (element as { naturalWidth: number }).naturalWidth)).toBe(200);
    await shown.page.getByText('The same file as the photo on record of bob.').waitFor();
    expect(await shown.text('.detail')).toContain(await fixture.stack.photoHash('bob'));
  });

  test('refuses a user without a photo, and shows that nothing reached the Agent API', async () => {
    await shown.signIn('carol');
    expect(await shown.match()).toBe('There is no photo of this user');
    expect(await shown.text('#outcome')).toContain('409');
    expect(await shown.text('#outcome')).toContain('No object is at the key of this subject.');
    expect(await shown.text('#stop-agent')).toContain('Nothing: no request, no photo, no credentials.');
  });

  test('tries all attacks at one press, and shows what each comes to, and that none came to a transaction of somebody else', async () => {
    const before = (await fixture.stack.accepted()).length;
    await shown.signIn('alice');
    await shown.page.getByRole('button', { name: `Try all ${ATTACKS.length}` }).click();
    await shown.page.getByText(`${ATTACKS.length} of ${ATTACKS.length} held, by what the stand-ins saw.`).waitFor();
    const results = ATTACKS.map(async ([id]) => [id, await shown.text(`li:has(#try-${id}) .result`)]);
    expect(await Promise.all(results)).toEqual(ATTACKS);
    const accepted = (await fixture.stack.accepted()).slice(before);
    // The one that forges its props may start, as the attacker's own.
    expect(accepted.map(({ props }) => props?.faceMatchSubject)).toEqual([fixture.stack.user('alice').subject]);
  });

  test('calls an attack by its name when it does get through', async () => {
    // An attack is judged by what the stand-in recorded of the transaction, so another record must change the judgement.
    await shown.signIn('alice');
    const verdict = await shown.page.evaluate(`(async () => {
      const { held } = await import('/trials/attacks.js');
      const visit = { transactionId: 'x', members: { props: { faceMatchSubject: 'bob' } }, photos: [{ sha256: 'his' }] };
      const trace = (change) => ({ answer: { status: 200 }, visits: [{ ...visit, ...change }] });
      return [trace({}), trace({ members: { props: { faceMatchSubject: 'alice' } } })].map((it) => held(it, { subject: 'alice' }, 'hers'));
    })()`);
    expect(verdict).toEqual([false, false]);
  });

  test('explains a refusal in the words of docs/problems.md, and leads to its section', async () => {
    await shown.signIn('alice');
    await shown.attempt('other-user');
    const outcome = shown.page.locator('#outcome');
    expect(await shown.text('#outcome')).toContain('is not the subject of the token');
    await outcome.getByRole('link', { name: 'docs/problems.md: identity-mismatch' }).click();
    // The page of problems is fetched first, and takes the focus when it is there.
    await shown.page
      .locator(':focus')
      .filter({ hasText: /^identity-mismatch$/ })
      .waitFor();
  });

  test('shows what the SDK gets when the Agent API misbehaves, and leaves it behaving well', async () => {
    await shown.signIn('alice');
    for (const [id, result] of FAULTS) {
      expect([id, await shown.attempt(id)]).toEqual([id, result]);
      expect(await shown.text('#stop-agent')).toContain(`set to misbehave: ${id}`);
    }
    expect(await shown.match()).toBe('Transaction started');
  });

  test('follows a request while it is on its way', async () => {
    await shown.signIn('alice');
    await shown.page.locator('#try-slow').click();
    await shown.page.locator('#stop-agent[data-state=waiting]').waitFor();
    expect(await shown.text('#stop-back')).toContain('No answer yet.');
    await shown.page.locator('#stop-back[data-state=done]').waitFor();
  });

  test('shows requests that somebody else sends to the API', async () => {
    await fixture.stack.request('GET', '/nowhere-at-all');
    await shown.page.getByRole('link', { name: 'GET /nowhere-at-all 404 no-such-route' }).first().click();
    expect(await shown.text('#stop-proxy')).toContain('The function was not called.');
  });

  test('says of an answer that was told that nothing was asked for it', async () => {
    for (const code of ['face-too-new', 'throttled']) {
      await fetch(`${fixture.stack.details.agentApiUrl}_stand-in/next`, { method: 'PUT', body: JSON.stringify({ code }) });
      const { status } = await fixture.stack.request('GET', `/initialize/${code}/info`);
      await shown.page
        .getByRole('link', { name: `GET /initialize/${code}/info ${status} ${code}` })
        .first()
        .click();
      expect(await shown.text('#stop-proxy')).toContain('The function was not called: the answer was told beforehand.');
      expect(await shown.text('#stop-authorizer')).toContain('It was not asked: the answer was told beforehand.');
    }
  });

  test('can be looked at, in every form and colour scheme', async () => {
    const { page } = shown;
    const pictures: number[] = [];
    const shoot = async (state: string) => {
      for (const [name, width, colorScheme] of FORMS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        pictures.push((await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${state}.png`), fullPage: true })).length);
      }
    };
    await shoot('sign-in');
    await shown.signIn('alice');
    await shown.match();
    await shoot('match');
    await shown.attempt('other-user');
    await shoot('refused-attack');
    await page.getByRole('link', { name: 'Transaction history' }).click();
    await page.getByText('The same file as the photo on record of alice.').waitFor();
    await shoot('administrator');
    await page.getByRole('link', { name: 'Request', exact: true }).click();
    await page.getByRole('button', { name: 'Edit and send again' }).click();
    await shoot('editor');
    expect(pictures.map((bytes) => bytes > 10_000)).toEqual(Array(5 * FORMS.length).fill(true));
  });
});
