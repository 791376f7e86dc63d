import { startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/** A body as deep as it is long exhausts the stack of a parser that reads it by recursion: here, or behind us. */
let given: GivenProxy;
afterEach(async () => await given.stop());

test.each([
  ['lists', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
  ['objects', (depth: number) => '{"a":'.repeat(depth) + 1 + '}'.repeat(depth)],
  ['lists that never end', (depth: number) => '['.repeat(depth)],
])('%s without end are refused before they are parsed', async (_what, nest) => {
  given = await givenProxy();
  const body = `${JSON.stringify(startBody()).slice(0, -1)},"x":${nest(2500)}}`;
  expect(JSON.parse((await given.call({ body })).body)).toMatchObject({ code: 'invalid-request' });
  expect(given.agent.requests).toEqual([]);
});
