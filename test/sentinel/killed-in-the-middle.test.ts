import { hashSubject } from '../../lambda/telemetry/telemetry';
import { apiEvent } from '../support/events';
import { startBundledFunction } from './bundled-function';
import { JOURNEYS } from './journeys';
import { SUBJECT } from './secrets-of-the-world';
import { startSurroundings } from './surroundings';

test('a process that is killed in the middle of a request has said who called', async () => {
  const surroundings = await startSurroundings();
  const fn = await startBundledFunction(surroundings.environment);
  try {
    surroundings.reset();
    const arrived = new Promise<void>((resolve) => surroundings.agent.script.push(() => resolve()));
    const ended = fn.invoke(apiEvent(JOURNEYS.find(({ name }) => name === 'a start with a photo')?.parts)).catch(() => undefined);
    await arrived;
    await fn.stop();
    await ended;
    const types = fn.lines.flatMap((line) => /"type":"(\w+)"/.exec(line)?.[1] ?? []);
    expect(types).toEqual(['received']);
    expect(fn.lines.join('\n')).toContain(`"subject":"${hashSubject(SUBJECT)}"`);
  } finally {
    await surroundings.stop();
  }
});
