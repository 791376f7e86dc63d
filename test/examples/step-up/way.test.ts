import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../../support/browser';
import { until } from '../../support/until';
import { type StepUp, startStepUp, type Visit, visit } from './bank';

const OLD = '+442079460000';
const NEW = '+442079460999';
const CHANGED = 'Your phone number was changed.';
const REFUSED = 'The face match did not succeed. Nothing was changed.';
const FINISH = '**/api/phone-changes/*';

/** A busy machine takes its time. */

describeInBrowser('the example examples/step-up', () => {
  let bank: StepUp;
  let browser: Browser;
  let alice: Visit;

  beforeAll(async () => {
    bank = await startStepUp();
    browser = await launchBrowser();
    alice = await visit(bank, browser);
    await alice.signIn('alice');
  });
  afterAll(async () => {
    await browser?.close();
    await bank?.stop();
  });
  beforeEach(async () => {
    bank.restart();
    await alice.reload();
  });
  // Asks no more, neither this backend nor the next.
  afterEach(() => alice.page.goto('about:blank'));

  /** Has the page hand in another transaction than the one that the SDK ended. */
  const handIn = (transactionId: () => Promise<string>) =>
    alice.page.route(FINISH, async (route) => route.continue({ postData: JSON.stringify({ transactionId: await transactionId() }) }));
  const started = async (name: 'alice' | 'bob') => {
    const { transactionId } = (await (await bank.stack.startTransaction(name)).json()) as { transactionId: string };
    await bank.stack.end(transactionId, 'Complete', 'Accept');
    return transactionId;
  };
  const reasons = () => bank.events.flatMap((event) => event.reasons ?? []);

  test('changes the phone number of the person on the photo, once', async () => {
    await alice.ask('+44 20 7946 0999');
    await alice.show('The person on the photo');
    await alice.told(CHANGED);
    expect(await alice.phone()).toBe(NEW);
    expect(bank.changes).toEqual([NEW]);
    expect(alice.errors).toEqual([]);
  });

  test('takes a number with the zero that is not dialled from abroad, and leaves that out', async () => {
    await alice.ask('+44 (0)20 7946-0999');
    await alice.show('The person on the photo');
    await alice.told(CHANGED);
    expect(bank.changes).toEqual([NEW]);
  });

  test('asks as the user of its own session, for what it wrote down before the match', async () => {
    await alice.ask(NEW);
    await alice.page.getByRole('dialog').waitFor();
    const written = Date.now();
    await alice.show('The person on the photo');
    await alice.told(CHANGED);
    const question = JSON.parse(bank.way.questions[0] ?? '');
    const [step] = bank.events.map((event) => event.step);
    expect(question).toMatchObject({ subject: bank.stack.user('alice').subject, workflowId: 'wf-123', step });
    expect(Date.parse(question.askedAt)).toBeLessThanOrEqual(written);
    const [transaction] = (await bank.stack.accepted()).slice(-1);
    expect(question.transactionId).toBe(transaction?.transactionId);
  });

  test('changes nothing when somebody else is in front of the camera', async () => {
    await alice.ask(NEW);
    await alice.show('Somebody else');
    await alice.told(REFUSED);
    expect([await alice.phone(), bank.changes, reasons()]).toEqual([OLD, [], ['rejected']]);
  });

  test('changes nothing for the match of another user, whose transaction the page hands in', async () => {
    let bobs = '';
    await handIn(async () => {
      bobs = await started('bob');
      return bobs;
    });
    await alice.ask(NEW);
    await alice.show('The person on the photo');
    await alice.told(REFUSED);
    expect([await alice.phone(), bank.changes, reasons()]).toEqual([OLD, [], ['of-somebody-else']]);
    // Whom the match belongs to is for the bank's own people to find out, by this id.
    expect(bank.events.find(({ event }) => event === 'verdict')).toMatchObject({ transactionId: bobs });
  });

  test('changes nothing for a match that has already changed a number', async () => {
    const now = Date.now();
    bank.restart({ now: () => now });
    await alice.ask(NEW);
    await alice.show('The person on the photo');
    await alice.told(CHANGED);
    const { transactionId } = JSON.parse(bank.way.questions[0] ?? '');
    await handIn(async () => transactionId);
    await alice.ask('+442079460111');
    await alice.show('The person on the photo');
    await alice.told(REFUSED);
    expect([await alice.phone(), bank.changes, reasons()]).toEqual([NEW, [NEW], ['used']]);
  });

  test('changes the number once where the answer of the proxy and the reply to the browser are lost', async () => {
    bank.way.lose = 1;
    let lost = 0;
    await alice.page.route(FINISH, async (route) => {
      lost += 1;
      if (lost === 1) return await route.abort('connectionreset');
      if (lost > 3) return await route.continue();
      // The backend has answered; the browser does not hear of it.
      await route.fetch();
      return await route.abort('connectionreset');
    });
    await alice.ask(NEW);
    await alice.show('The person on the photo');
    await alice.told(CHANGED);
    expect([await alice.phone(), bank.changes]).toEqual([NEW, [NEW]]);
    expect(bank.way.questions.length).toBe(2);
    expect(new Set(bank.way.questions).size).toBe(1);
  });

  test('says that the number was changed even where it cannot be read again, and shows no old one', async () => {
    await alice.page.route('**/api/phone', (route) => route.abort('connectionreset'));
    await alice.ask(NEW);
    await alice.show('The person on the photo');
    await alice.told(CHANGED);
    expect([await alice.phone(), bank.changes]).toEqual(['cannot be read at the moment', [NEW]]);
  });

  test('waits as long as the proxy says while a match is not finished, and while there is no verdict', async () => {
    let id = '';
    await alice.page.route('**/stand-in/transactions/*', async (route) => {
      id = route.request().url().split('/').at(-1) ?? '';
      await bank.stack.end(id, 'InProgress', 'Unknown');
      await route.fulfill({ status: 200 });
    });
    const times: number[] = [];
    await alice.page.route(FINISH, async (route) => {
      times.push(Number(await alice.page.evaluate('Date.now()')));
      await route.continue();
    });
    await alice.ask(NEW);
    await alice.show('The person on the photo');
    await until(() => bank.events.some(({ status }) => status === 409));
    await bank.stack.behaveInReads('error500', 1);
    await bank.stack.end(id, 'Complete', 'Accept');
    await alice.told(CHANGED);
    expect(bank.events.flatMap(({ status }) => status ?? [])).toEqual([409, 503, 200]);
    const [first = 0, second = 0, third = 0] = times;
    expect([times.length, second - first >= 2000, third - second >= 5000]).toEqual([3, true, true]);
    expect(bank.changes).toEqual([NEW]);
  });

  test('lets the user ask again where there is no result within a minute, as while people decide', async () => {
    await alice.page.route(FINISH, (route) => route.fulfill({ status: 202, headers: { 'Retry-After': '30' }, json: {} }));
    await alice.ask(NEW);
    await alice.show('The person on the photo');
    await alice.told('There is no result yet. Ask again in a minute.');
    expect(await alice.phone()).toBe(OLD);
    await alice.page.unroute(FINISH);
    await alice.page.getByRole('button', { name: 'Ask again' }).click();
    await alice.told(CHANGED);
    expect(bank.changes).toEqual([NEW]);
  });

  test('begins no other change while the user asks again', async () => {
    await alice.page.route(FINISH, (route) => route.fulfill({ status: 202, headers: { 'Retry-After': '60' }, json: {} }));
    await alice.ask(NEW);
    await alice.show('The person on the photo');
    await alice.told('There is no result yet. Ask again in a minute.');
    await alice.page.unroute(FINISH);
    let asked = 0;
    await alice.page.route(FINISH, (route) => {
      asked += 1;
      return route.fulfill({ status: 202, headers: { 'Retry-After': '1' }, json: {} });
    });
    await alice.page.getByRole('button', { name: 'Ask again' }).click();
    await until(() => asked > 0);
    await alice.page.getByRole('button', { name: 'Change my phone number' }).click();
    await alice.later(() => asked > 2);
    expect([bank.events.length, await alice.page.getByRole('dialog').count()]).toEqual([1, 0]);
    await alice.told('Checking the face match …');
  });

  test('changes nothing when the user ends the match', async () => {
    await alice.ask(NEW);
    await alice.show('Cancel');
    await alice.told('You have ended the face match. Nothing was changed.');
    expect([bank.way.questions, bank.changes]).toEqual([[], []]);
  });

  test.each([
    ['no-face-on-record', /^We have no photo of you .* Nothing was changed\.$/],
    ['too-many-attempts', /^You have tried too often\. .* Nothing was changed\.$/],
    ['expired-token', /^Please sign out, sign in again, .* Nothing was changed\.$/],
    ['agent-timeout', /^The face match does not work at the moment\. .*\(Reference: \S+\) Nothing was changed\.$/],
  ])('says what the user can do where the start is refused with %s', async (code, sentence) => {
    await fetch(`${bank.stack.details.agentApiUrl}_stand-in/next`, { method: 'PUT', body: JSON.stringify({ code }) });
    await alice.ask(NEW);
    await alice.told(sentence);
    expect([await alice.phone(), bank.changes, bank.way.questions]).toEqual([OLD, [], []]);
  });
});
