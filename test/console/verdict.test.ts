import { describeInBrowser } from '../support/browser';
import { type ConsoleFixture, type ConsolePage, startConsoleFixture } from './browser';

/** A busy machine takes its time. */

describeInBrowser('the verdict in the console', () => {
  let fixture: ConsoleFixture;
  let shown: ConsolePage;

  beforeAll(async () => {
    fixture = await startConsoleFixture();
    shown = await fixture.open();
  });
  afterAll(() => fixture?.stop());
  beforeEach(async () => {
    await shown.renew();
    await shown.signIn('alice');
    expect(await shown.match()).toBe('Transaction started');
  });
  afterEach(() => expect(shown.errors).toEqual([]));

  const press = (name: string) => shown.page.getByRole('button', { name, exact: true }).click();
  const end = async (way: string) => {
    await press(way);
    await shown.page.getByRole('button', { name: way, exact: true, pressed: true }).waitFor();
  };
  /** Presses a question, waits for its answer, and reads it. */
  const asking = async (name: string) => {
    const before = await shown.page.locator('.answers li').count();
    await press(name);
    await shown.page.locator(`.answers li:nth-child(${before + 1})`).waitFor();
    return await shown.text('.answers li:first-child');
  };

  test('goes on after a match: unfinished, then accepted, then yes, and the same answer again', async () => {
    await end('Unfinished');
    expect(await asking('Ask for the verdict')).toMatch(
      /^Not yet 409 not-finished The transaction is not finished\..* for the step payment-1\.$/,
    );
    await end('Accepted');
    const yes = await asking('Ask again');
    expect(yes).toMatch(/^Yes 200 The step may be allowed, once\. The photo was face@\S+\. Asked for alice, for the step payment-1\.$/);
    expect(await asking('Ask again')).toContain('The same answer as before, byte for byte.');
  });

  test('is no for another step and for somebody else, and says why', async () => {
    await end('Accepted');
    expect(await asking('Ask for somebody else')).toMatch(
      /^No 200 of-somebody-else Do not allow the step: another user started it\. Asked for bob/,
    );
    expect(await asking('Ask again')).toMatch(/^Yes 200/);
    expect(await asking('Ask for another step')).toMatch(
      /^No 200 used Do not allow the step: it has been decided .* for the step payment-2\.$/,
    );
    expect(await asking('Ask for another step')).toContain('for the step payment-3.');
  });

  test('is no for a rejected match, even if it is accepted later', async () => {
    await end('Rejected');
    expect(await asking('Ask for the verdict')).toMatch(/^No 200 rejected Do not allow the step: Microblink rejected the match\./);
    await end('Accepted');
    expect(await asking('Ask again')).toMatch(/^No 200 rejected .* byte for byte\./);
  });

  test('waits for a review, and leads to what its code means', async () => {
    await end('In review');
    expect(await asking('Ask for the verdict')).toMatch(/^Not yet 409 in-review/);
    await shown.page.getByRole('link', { name: 'in-review' }).click();
    await shown.page.locator('#title-in-review:focus').waitFor();
  });

  test('asks about the request that is shown, and keeps what was told about each', async () => {
    await end('Accepted');
    await asking('Ask for the verdict');
    await shown.match();
    await shown.page.getByRole('button', { name: 'Ask for the verdict' }).waitFor();
    await end('Rejected');
    expect(await asking('Ask for the verdict')).toMatch(/^No/);
    await shown.page.locator('.recent a').nth(2).click();
    await shown.page.locator('.answers li', { hasText: 'Yes' }).waitFor();
    expect(await shown.page.locator('.answers li').count()).toBe(1);
  });

  test('offers nothing where no transaction was started', async () => {
    await shown.attempt('no-token');
    await shown.page.locator('.verdict').waitFor({ state: 'detached' });
  });

  test('says the answer to a screen reader, and leaves the focus where it was', async () => {
    await end('Accepted');
    await asking('Ask for the verdict');
    await shown.page.getByRole('status').filter({ hasText: 'Yes. The step may be allowed, once.' }).waitFor({ state: 'attached' });
    expect(await shown.page.evaluate('document.activeElement.id')).toBe('ask');
  });

  test('keeps the key that asks out of the page and of everything that the page is sent', async () => {
    const bodies: string[] = [];
    shown.page.on('response', (response) => {
      if (!response.url().endsWith('/api/events'))
        void response.text().then(
          (text) => bodies.push(text),
          () => undefined,
        );
    });
    await shown.page.reload();
    await shown.signIn('alice');
    await shown.match();
    await asking('Ask for the verdict');
    const { accessKeyId = '', secretAccessKey = '' } = fixture.stack.details.verdicts ?? {};
    const seen = [...bodies, await shown.page.content()].join('\n');
    expect(seen).toContain('alice@example.com');
    for (const secret of [accessKeyId, secretAccessKey]) expect([secret.length > 8, seen.includes(secret)]).toEqual([true, false]);
  });
});
