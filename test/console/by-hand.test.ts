import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeInBrowser } from '../support/browser';
import { localConfigWith } from '../support/config-file';
import { type ConsoleFixture, type ConsolePage, startConsoleFixture } from './browser';

/** A page of the developer's; the console's own origin, with another port at each start, is not among them. */
const PAGE = 'https://app.example.com';

/** A busy machine takes its time. */

describeInBrowser('the console, by hand', () => {
  let fixture: ConsoleFixture;
  let shown: ConsolePage;

  beforeAll(async () => {
    fixture = await startConsoleFixture({ configFile: await localConfigWith({ cors: { origins: [PAGE, 'https://two.example.com'] } }) });
    shown = await fixture.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  });
  afterAll(() => fixture?.stop());
  beforeEach(() => shown.renew());
  afterEach(() => {
    // A browser lists each refusal of the console itself as an error.
    expect(shown.errors.filter((error) => !/a status of 4(00|09)/.test(error))).toEqual([]);
  });

  const copied = () => shown.page.evaluate('navigator.clipboard.readText()') as Promise<string>;
  const press = (name: string) => shown.page.getByRole('button', { name, exact: true }).click();
  const finished = () => shown.page.locator('#start:not([aria-disabled])').waitFor();

  test('works where cors.origins names a page of the developer’s, and says which page it simulates', async () => {
    await shown.signIn('alice');
    expect(await shown.text('#sdk-hint')).toContain(`It is sent as the page ${PAGE} sends it.`);
    expect(await shown.match()).toBe('Transaction started');
    await shown.page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true');
    expect(await shown.text('#stop-sdk')).toContain(`Origin ${PAGE}`);
    expect(await shown.text('#stop-back')).toContain(`Access-Control-Allow-Origin ${PAGE}`);
    expect(await shown.attempt('other-user')).toBe('Held 403 identity-mismatch');
  });

  test('sends as an app does what an app sends: with the SDK’s own name, from no page', async () => {
    await shown.signIn('alice');
    await shown.page.getByLabel('As which SDK').selectOption({ label: 'Android 1.2.0' });
    expect(await shown.text('#sdk-hint')).toContain('the one that the SDK’s own code sent. An app names no origin.');
    expect(await shown.match()).toBe('Transaction started');
    await shown.page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true');
    expect(await shown.text('#stop-sdk')).toContain('User-Agent okhttp/4.12.0');
    expect(await shown.text('#stop-sdk')).not.toContain('Origin');
  });

  test('edits a request and sends it again, with the token of the user who is signed in', async () => {
    await shown.signIn('bob');
    await shown.match();
    await press('Edit and send again');
    expect(await shown.page.getByLabel('Headers, one on a line').inputValue()).toContain('Authorization: Bearer {token}');
    const body = shown.page.getByLabel('Body', { exact: true });
    await body.fill((await body.inputValue()).replace('"wf-123"', '"wf-plain"'));
    await press('Send');
    await finished();
    await shown.page.locator('#outcome').getByText('The workflow takes no photo, and none was sent.').waitFor();
    expect(await shown.text('#stop-sdk')).toContain('"workflowId": "wf-plain"');
  });

  test('edits a request of somebody else, too, with another method, path and header', async () => {
    await fixture.stack.request('POST', '/nowhere-yet', { body: { 'a quote': "it's" }, headers: { 'X-Own': '1' }, token: 'x'.repeat(40) });
    await shown.signIn('alice');
    await shown.page
      .getByRole('link', { name: /POST \/nowhere-yet/ })
      .first()
      .click();
    await press('Edit and send again');
    const headers = await shown.page.getByLabel('Headers, one on a line').inputValue();
    expect(headers).toMatch(/^Authorization: Bearer \{token\}$/im);
    expect(headers).not.toMatch(/^(Host|Content-Length|Connection):/im);
    await shown.page.getByLabel('Method').selectOption('GET');
    await shown.page.getByLabel('Path').fill('/initialize/wf-123/info?query=dropped');
    await shown.page.getByLabel('Body', { exact: true }).fill('');
    await press('Send');
    await shown.page.getByRole('heading', { name: 'Workflow information relayed' }).waitFor();
  });

  test('says what is wrong with an edited request, where it is written, and keeps what was written', async () => {
    await shown.signIn('alice');
    await shown.match();
    await press('Edit and send again');
    await shown.page.getByLabel('Headers, one on a line').fill('no header');
    await press('Send');
    expect(await shown.text('#edit-fault')).toBe('This line is no header: no header. A header is a name, a colon and a value.');
    await shown.page.getByLabel('Headers, one on a line').fill('Host: elsewhere.example');
    await press('Send');
    await shown.page.locator('#editor').getByText('The console writes the header Host itself. Leave it out.').waitFor();
    expect(await shown.page.getByLabel('Headers, one on a line').inputValue()).toBe('Host: elsewhere.example');
  });

  test('copies a request as curl, which a shell runs unchanged', async () => {
    await shown.signIn('alice');
    await shown.match();
    await press('Edit and send again');
    const body = shown.page.getByLabel('Body', { exact: true });
    await body.fill((await body.inputValue()).replace('"note":""', '"note":"it\'s $HOME `x` \\"y\\" é"'));
    await press('Send');
    await finished();
    await press('Copy as curl');
    const line = await copied();
    expect(line).toContain('"$TOKEN"');
    await press('Copy the token');
    const token = await copied();
    const before = (await fixture.stack.accepted()).length;
    const { stdout } = await promisify(execFile)('bash', ['-c', line], { env: { PATH: process.env.PATH, TOKEN: token } });
    expect(stdout).toMatch(/^HTTP\/1.1 200 /);
    const accepted = (await fixture.stack.accepted()).slice(before);
    expect(accepted).toMatchObject([{ consent: { note: 'it\'s $HOME `x` "y" é', userId: fixture.stack.user('alice').subject } }]);
  });

  test('enrols carol, who then gets a transaction with her photo', async () => {
    await shown.signIn('carol');
    expect(await shown.match()).toBe('There is no photo of this user');
    await press('Enrol a photo of carol');
    await shown.page.getByText('Photo on record.').waitFor();
    expect(await shown.match()).toBe('Transaction started');
    expect(await shown.text('#outcome')).toContain('the photo that the proxy found for carol');
    expect(await shown.page.getByRole('button', { name: 'Enrol a photo of carol' }).count()).toBe(0);
    const again = await shown.page.evaluate(`fetch('/portraits/carol', { method: 'PUT' }).then((it) => it.text())`);
    expect(again).toBe('A photo of carol is on record already.');
  });

  test('shows every request that is kept', async () => {
    for (let sent = 0; sent < 20; sent += 1) await fixture.stack.request('GET', `/kept-${sent}`);
    await shown.page.getByRole('link', { name: /GET \/kept-19 / }).waitFor();
    const listed = await shown.page.locator('.recent li').count();
    expect(await shown.page.getByRole('link', { name: /GET \/kept-\d+ / }).count()).toBe(20);
    expect(await shown.text('.recent .hint')).toBe(`${listed} of at most 50 that are kept.`);
  });

  test('draws the requests that are kept once, when it has all of them', async () => {
    for (let sent = 0; sent < 20; sent += 1) await fixture.stack.request('GET', `/kept-${sent}`);
    await shown.page.addInitScript(`window.draws = 0; new MutationObserver((changes) => {
      draws += changes.filter(({ target }) => target.id === 'recent').length; }).observe(document, { childList: true, subtree: true })`);
    await shown.renew();
    await shown.page
      .getByRole('link', { name: /GET \/kept-19 / })
      .first()
      .waitFor();
    expect(await shown.page.evaluate('draws')).toBe(1);
  });

  test('finds a problem by its code or by a word of its text', async () => {
    await shown.page.getByRole('link', { name: 'Problem codes' }).click();
    await shown.page.getByRole('heading', { name: 'no-face-on-record' }).waitFor();
    const all = await shown.page.locator('.problems section').count();
    await shown.page.getByLabel('Only those with').fill('PHOTO record');
    const visible = await shown.page.locator('.problems section:visible').count();
    expect([visible > 0, visible < all / 2]).toEqual([true, true]);
    expect(await shown.text('#problem-count')).toBe(`${visible} of ${all} codes.`);
    await shown.page.getByLabel('Only those with').fill('no such word anywhere');
    expect(await shown.text('#problem-count')).toBe(`0 of ${all} codes.`);
  });

  test('prints emphasis as emphasis, and no sign of Markdown anywhere in the problem codes', async () => {
    await shown.page.getByRole('link', { name: 'Problem codes' }).click();
    await shown.page.locator('.problems em', { hasText: 'Transaction start' }).first().waitFor();
    const texts = `[...document.querySelectorAll('.problems p, .problems dd')].map((it) => { const copy = it.cloneNode(true);
      for (const code of copy.querySelectorAll('code')) code.remove(); return copy.textContent; })`;
    const left = (await shown.page.evaluate(texts)) as string[];
    expect(left.length).toBeGreaterThan(100);
    expect(left.filter((text) => /[*`]|\]\(/.test(text))).toEqual([]);
  });

  test('prints Markdown as a reader of Markdown does', async () => {
    const printed = [
      ['a *b c* d', 'a <em>b c</em> d'],
      ['_b_ and a_b_c', '<em>b</em> and a_b_c'],
      ['**b *c* `*d*`**', '<strong>b <em>c</em> <code>*d*</code></strong>'],
      ['*b* and *c*', '<em>b</em> and <em>c</em>'],
      ['2 * 3 * 4, cors.origins is *', '2 * 3 * 4, cors.origins is *'],
      ['[*b* `c`](#d), [e](f.md)', '<a href="#problems/d"><em>b</em> <code>c</code></a>, e'],
      ['`a` [`b`](#c) <i>', '<code>a</code> <a href="#problems/c"><code>b</code></a> &lt;i&gt;'],
    ];
    const made = await shown.page.evaluate(`import('/elements/markdown.js').then(({ inline }) =>
      ${JSON.stringify(printed)}.map(([markdown]) => { const it = document.createElement('p');
        it.append(...inline(markdown)); return [markdown, it.innerHTML]; }))`);
    expect(made).toEqual(printed);
  });
});
