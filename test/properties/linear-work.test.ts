import fc from 'fast-check';
import { startMembers } from '../../lambda/request/members';
import { outline, parseRequest } from '../../lambda/request/request';
import { readTransaction, writeAround } from '../../lambda/request/transaction-body';
import { createWorkflows } from '../../lambda/request/workflows';
import { apiEvent, SUBJECT } from '../support/events';
import { costOf, growth } from '../support/growth';
import { testEnvironment } from '../support/proxy';

/**
 * The work for one request grows with its bytes and no faster, for any content. The bound is a ratio within one run, so it holds on
 * any machine: processor time at 16 KiB at most eight times that at 4 KiB, the least of five; linear is four, quadratic sixteen.
 */
const environment = testEnvironment('http://127.0.0.1:9/');
const workflows = createWorkflows(
  { inject: { 'wf-123': { field: 'faceImage', image: 'face', callerFields: ['upload'] } }, passThrough: {} },
  environment.images,
);
const RULES = { workflows, callerRules: environment.callerRules, startMembers: startMembers(environment.forwardMembers) };
const STAMP = { faceMatchSubject: SUBJECT, faceMatchRequestId: 'r', faceMatchWorkflowId: 'wf-123', faceMatchImage: 'face@v1' };
const [SMALL, LARGE, MOST] = [4 * 1024, 16 * 1024, 8];

/** Everything that the function does with a body, photo and network apart. @returns how it ended. */
function work(body: string): string {
  const event = apiEvent({ body });
  try {
    const request = parseRequest(event, outline(event, 'r'), LARGE);
    const read = readTransaction(request.body, { subject: SUBJECT }, RULES);
    return Buffer.from(writeAround(read, 'faceImage', STAMP).prefix).length > 0 ? 'written' : '';
  } catch (error) {
    return (error as { code?: string }).code ?? 'thrown';
  }
}

/** Processor time in microseconds of one run: the least of five rounds, each long enough that a pause within it counts for little. */
async function costOfBody(body: string): Promise<number> {
  const first = await costOf(() => work(body), 3);
  const times = Math.min(200, Math.ceil(1000 / Math.max(first, 1)));
  const cost = await costOf(() => {
    for (let time = 0; time < times; time++) work(body);
  }, 5);
  return cost / times;
}

const fill = (unit: string, bytes: number) => unit.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(unit))));
const start = (more: string) =>
  `{"workflowId":"wf-123","platform":"ios","sdkVersion":"1","consent":{"userId":"${SUBJECT}","isProcessingStoringAllowed":true},${more}}`;

/** Units that are repeated: marks that are put in order, characters that expand, half pairs, escapes, digits, brackets, base64. */
const UNITS = [
  ...['\u0300\u0316', '\ufdfa', '\u0130', 'i\u0307', '\u{1f600}', '\u200b', '\u1100\u1161', 'A', '=+', '<', ' ', '9'],
  ...['\\u0300\\u0316', '\\udc00\\ud800', '\\"', '\\\\', '\\u0000', '{', '[', ':'],
];

/** A body of about so many bytes around a repeated unit, at each place where a text, a name, a number or a structure can stand. */
const PLACES: Record<string, (unit: string, bytes: number) => string> = {
  'a name of props': (unit, bytes) => start(`"props":{"${fill(unit, bytes)}":1}`),
  'a name of formValues': (unit, bytes) => start(`"formValues":{"${fill(unit, bytes)}":"x"}`),
  'a name deep in props': (unit, bytes) => start(`"props":{"a":[{"b":{"${fill(unit, bytes)}":1}}]}`),
  'a name at the root': (unit, bytes) => start(`"${fill(unit, bytes)}":1`),
  'a name in the consent': (unit, bytes) => `{"consent":{"${fill(unit, bytes)}":1}}`,
  'a name that does not travel': (unit, bytes) => start(`"newer":{"${fill(unit, bytes)}":1}`),
  '64 names of props': (unit, bytes) => start(`"props":{${names(64, unit, bytes)}}`),
  '64 names of formValues': (unit, bytes) => start(`"formValues":{${names(64, unit, bytes)}}`),
  'names without number': (unit, bytes) => start(`"props":{${names(bytes / 16, unit, bytes)}}`),
  'names in many objects': (unit, bytes) => start(`"formValues":{"upload":[${many(`{${names(8, unit, 256)}}`, bytes)}]}`),
  'a name again and again': (unit, bytes) => start(`"props":{${many(`"${fill(unit, 20)}":1`, bytes)}}`),
  'a form value': (unit, bytes) => start(`"formValues":{"x":"${fill(unit, bytes)}"}`),
  'many form values': (unit, bytes) =>
    start(`"formValues":{${Array.from({ length: 60 }, (_, at) => `"f${at}":"${fill(unit, bytes / 70)}"`).join()}}`),
  'a value of a listed field': (unit, bytes) => start(`"formValues":{"upload":"${fill(unit, bytes)}"}`),
  'a forwarded member': (unit, bytes) => start(`"correlationId":"${fill(unit, bytes)}"`),
  'a value of props': (unit, bytes) => start(`"props":{"x":"${fill(unit, bytes / 2.2)}"}`),
  'a note': (unit, bytes) =>
    `{"workflowId":"wf-123","platform":"ios","sdkVersion":"1","consent":{"isProcessingStoringAllowed":true,"note":"${fill(unit, bytes)}"}}`,
  'a platform': (unit, bytes) => `{"workflowId":"wf-123","sdkVersion":"1","platform":"${fill(unit, bytes)}"}`,
  'a workflow id': (unit, bytes) => `{"workflowId":"${fill(unit, bytes)}"}`,
  'a user id': (unit, bytes) => start(`"userId":"${fill(unit, bytes)}"`),
  'nothing but the unit': (unit, bytes) => fill(unit, bytes),
};

/** Bodies that are hostile by their structure. */
const STRUCTURES: Record<string, (bytes: number) => string> = {
  'names that are numbers': (bytes) => start(`"props":{${Array.from({ length: bytes / 12 }, (_, at) => `"${at * 2 ** 20}":1`).join()}}`),
  'a number': (bytes) => start(`"props":{"n":1${fill('0', bytes)}1}`),
  'the shortest numbers': (bytes) => start(`"newer":[${many('1', bytes)}]`),
  'empty objects next to a number': (bytes) => start(`"newer":[1,${many('{}', bytes)}]`),
  'many numbers': (bytes) => start(`"formValues":{"upload":[${many('1.2345678901234567890123456789', bytes)}]}`),
  'many long numbers': (bytes) => start(`"formValues":{"upload":[${many(`0.${'1234567890'.repeat(30)}`, bytes)}]}`),
  'objects side by side': (bytes) => start(`"formValues":{"upload":[${many('{"a":1,"b":1.5}', bytes)}]}`),
  'lists in lists': (bytes) => start(`"formValues":{"upload":[${many(`${'['.repeat(28)}${']'.repeat(28)}`, bytes)}]}`),
};

/** Every body, in any size. */
const BODIES: readonly (readonly [name: string, of: (bytes: number) => string])[] = [
  ...Object.entries(STRUCTURES),
  ...Object.entries(PLACES).flatMap(([place, of]) =>
    UNITS.map((unit) => [`${place}, of ${JSON.stringify(unit)}`, (bytes: number) => of(unit, bytes)] as const),
  ),
];

function many(item: string, bytes: number): string {
  return Array.from({ length: Math.max(1, Math.floor(bytes / (item.length + 1))) }, () => item).join();
}

/** Different names, each ending in a number, of about so many bytes together. */
function names(count: number, unit: string, bytes: number): string {
  return Array.from({ length: count }, (_, at) => `"n${at}${fill(unit, bytes / count - 8)}":1`).join();
}

/** To the byte, so that sizes are as said; blanks after a body mean nothing. */
function sized(of: (bytes: number) => string, bytes: number): string {
  const text = of(bytes - 400);
  return text.padEnd(text.length + Math.max(0, bytes - Buffer.byteLength(text)));
}

/** How many times as much a body of 16 KiB costs as one of 4 KiB. */
async function growthOf(of: (bytes: number) => string): Promise<number> {
  const [small, large] = [sized(of, SMALL), sized(of, LARGE)];
  return await growth(MOST, async () => (await costOfBody(large)) / (await costOfBody(small)));
}

beforeAll(() => {
  for (const [, of] of BODIES) work(sized(of, SMALL));
});

test.each([...Object.keys(STRUCTURES), ...Object.keys(PLACES)])(
  'the work grows no faster than the bytes, with anything %s',
  async (place) => {
    const bodies = BODIES.filter(([name]) => name === place || name.startsWith(`${place}, of `));
    const grown: [name: string, times: number][] = [];
    for (const [name, of] of bodies) grown.push([name, await growthOf(of)]);
    expect(grown.filter(([, times]) => times > MOST)).toEqual([]);
  },
);

test('nor for any mixture of these', async () => {
  const mixture = fc.array(fc.constantFrom(...BODIES), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(mixture, async (parts) => {
      const mixed = (bytes: number) => {
        const texts = parts.map(([, of]) => sized(of, bytes / parts.length / 3));
        return start(texts.map((text, at) => `"m${at}":${JSON.stringify(text)}`).join());
      };
      expect(await growthOf(mixed)).toBeLessThanOrEqual(MOST);
    }),
    { numRuns: 50 },
  );
});

test('the bodies reach the end of the function, and each kind of refusal', () => {
  const ends = new Set(BODIES.map(([, of]) => work(sized(of, LARGE))));
  const wanted = ['written', 'not-json', 'invalid-request', 'identity-mismatch', 'value-not-allowed'];
  expect([...ends]).toEqual(expect.arrayContaining(wanted));
  expect(ends).not.toContain('thrown');
});
