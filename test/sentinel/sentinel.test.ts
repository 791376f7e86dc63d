import { PROBLEMS } from '../../contract/problems';
import { reply } from '../../stand-ins/agent/scripted';
import { apiEvent } from '../support/events';
import { until } from '../support/until';
import { type BundledFunction, startBundledFunction } from './bundled-function';
import { JOURNEYS, type Journey } from './journeys';
import { findMarks } from './marks';
import { CREATED, MARKS } from './secrets-of-the-world';
import { type Surroundings, startSurroundings } from './surroundings';

/**
 * Each secret of a request is unique in the world of this test, and is searched for in every place where it does not belong, in every form. What
 * is searched is the output of the deployed bundle in its own process: log lines, metrics, and what Node itself writes.
 */
let surroundings: Surroundings;
let fn: BundledFunction;
beforeAll(async () => {
  surroundings = await startSurroundings();
  fn = await startBundledFunction(surroundings.environment);
});
afterAll(async () => {
  await fn?.stop();
  await surroundings?.stop();
});

/** The journey's answer, and what was written meanwhile. */
async function go(journey: Journey) {
  surroundings.reset();
  journey.arrange?.(surroundings);
  if (surroundings.agent.script.length === 0) surroundings.agent.script.push(reply(200, CREATED));
  const before = fn.lines.length;
  const result = await fn.invoke({ ...apiEvent(journey.parts), ...journey.event });
  // The lines come through a separate pipe, which may be behind the answer: the last of them is the line of the metrics.
  const written = () => fn.lines.slice(before).join('\n');
  await until(() => /"type":"request"/.test(written()) && written().includes('"CloudWatchMetrics"'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { result, written: written() };
}

test.each(JOURNEYS.map((journey) => [`${journey.end}: ${journey.name}`, journey] as const))('%s', async (_name, journey) => {
  const { result, written } = await go(journey);
  const isRelayed = journey.end === 'ok';
  const [, outcome] = /"outcome":"([\w-]+)"/.exec(written) ?? [];
  expect(outcome).toBe(journey.end);
  if (!isRelayed) expect(JSON.parse(result.body).code).toBe(journey.end);
  expect(written).toContain('"CloudWatchMetrics"');

  expect(findMarks(written, MARKS)).toEqual([]);
  const answer = JSON.stringify(result);
  // A reply of the agent holds what the agent wrote; nothing of ours may be added to it.
  expect(findMarks(isRelayed ? answer.replace(JSON.stringify(result.body), '') : answer, MARKS)).toEqual([]);
  if (isRelayed) expect(findMarks(result.body, MARKS).filter((name) => ['photo', 'token', 'client secret'].includes(name))).toEqual([]);
});

test('every way in which the function can end was gone', () => {
  expect([...new Set(JOURNEYS.map(({ end }) => end))].toSorted()).toEqual([...Object.keys(PROBLEMS), 'ok'].toSorted());
});

describe('each secret is where it belongs, so that the search above had something to find', () => {
  test('the caller gets the two values for the caller', async () => {
    const { result } = await go(JOURNEYS.find(({ name }) => name === 'a start with a photo') as Journey);
    expect(findMarks(result.body, MARKS)).toEqual(['authorization', 'ephemeralKey']);
  });

  test('the agent gets the photo, what the caller wrote and the subject, and the credentials in their header alone', async () => {
    await go(JOURNEYS.find(({ name }) => name === 'a start with a photo') as Journey);
    const [request] = surroundings.agent.requests;
    const { authorization, ...headers } = request?.headers ?? {};
    expect(findMarks(request?.body.toString('latin1') ?? '', MARKS)).toEqual(['photo', 'note', 'form value', 'prop', 'subject']);
    expect(findMarks(String(authorization), MARKS)).toEqual(['client secret']);
    expect(findMarks(JSON.stringify(headers) + request?.path, MARKS)).toEqual([]);
  });

  test('the store is asked for the subject, and gets nothing else', async () => {
    await go(JOURNEYS.find(({ name }) => name === 'a start with a photo') as Journey);
    expect(findMarks(surroundings.s3.requests.map(({ key }) => key).join(), MARKS)).toEqual(['subject']);
  });
});
