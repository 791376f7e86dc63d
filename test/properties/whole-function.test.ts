import fc from 'fast-check';
import { foundRequests } from './found-requests';
import { hostileRequests } from './hostile-requests';
import { judge } from './verdict';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world?.stop());

// A failure prints the seed, and the smallest request that still fails.
test('for any request: only the photo of the verified subject is read, one canonical body leaves, the reply is documented or the agent’s', async () => {
  const holds = fc.asyncProperty(hostileRequests, async (request) => {
    expect((await judge(world, request)).faults).toEqual([]);
  });
  await fc.assert(holds, { numRuns: 1000 });
});

test('what is sent reaches every check that a caller can fail, and gets through often enough to prove something', async () => {
  const ends = new Map<string, number>();
  for (const request of fc.sample(hostileRequests, { numRuns: 1000, seed: 7 })) {
    const { end } = await judge(world, request);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  const wanted = [
    ...[
      'relayed',
      'not-json',
      'invalid-request',
      'wrong-token',
      'subject-unusable',
      'identity-mismatch',
      'client-supplied-face',
      'workflow-not-allowed',
    ],
    ...['value-not-allowed', 'consent-required', 'no-face-on-record', 'body-too-large', 'agent-bad-response', 'agent-refused-credentials'],
  ];
  expect([...ends.keys()]).toEqual(expect.arrayContaining(wanted));
  expect(ends.get('relayed with a photo')).toBeGreaterThan(50);
});

test('each request that broke a promise once keeps it now', async () => {
  for (const [file, request] of foundRequests()) {
    expect([file, (await judge(world, request)).faults]).toEqual([file, []]);
  }
});
