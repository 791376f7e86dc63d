import { rmSync } from 'node:fs';
import { answersEarly } from '../../stand-ins/faults';
import { bundledFunction } from './bundled-function';
import { AGENT, type Collaborator, S3 } from './collaborators';
import { FAULTS } from './faults';
import { KEPT, MOST_BYTES, type Plight, REQUESTS, runMany, type Traces } from './many-requests';

const STALL = { agentStallMs: 50 };
/** Most of the time of a stall passes with waiting. */
const SIDE_BY_SIDE = 3;

/** What each request ends as, and what it meets: the worst of the matrix, with photos that are under way when it comes. */
const PLIGHTS: readonly (readonly [ends: string, plight: Plight])[] = [
  ['504 agent-timeout', { ...row('never answers', AGENT), photo: 'usual', ...STALL }],
  ['504 agent-timeout', { ...row('stops reading the request', AGENT), photo: 'large', ...STALL }],
  ['503 face-store-unavailable', { ...row('closes the connection in the middle of the reply', S3), photo: 'large' }],
  ['500 face-unusable', { ...row('sends bytes that do not match their checksum', S3), photo: 'usual' }],
  ['413 ok', { name: 'the Agent API answers early', service: 'agent', photo: 'large', strike: (agent) => (agent.fault = answersEarly) }],
  ['200 ok', { name: 'nothing is wrong', service: 'agent', photo: 'large', strike: () => undefined }],
];

/** A fault as it stands in the matrix. */
function row(name: string, collaborator: Collaborator): Pick<Plight, 'name' | 'service' | 'strike'> {
  const place = FAULTS.find((fault) => fault.name === name)?.at(collaborator, 'warm');
  if (typeof place !== 'object' || !('strike' in place)) throw new Error(`no such fault: ${name}`);
  return { name: `${collaborator.name} ${name}`, service: collaborator.service, strike: place.strike };
}

const found = new Map<string, Traces>();
beforeAll(async () => {
  const bundle = bundledFunction();
  const waiting = PLIGHTS.map(([, plight]) => plight);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) found.set(next.name, await runMany(bundle, next));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  rmSync(bundle, { recursive: true });
});

describe.each(PLIGHTS.map(([ends, { name }]) => ({ name, ends })))('thirty requests in one process, $name', ({ name, ends }) => {
  test('end the same way', () => {
    expect(found.get(name)?.outcomes).toEqual(Array.from({ length: REQUESTS }, () => ends));
  });

  test('leave less memory behind than one photo has bytes', () => {
    expect(found.get(name)?.growth).toBeLessThan(MOST_BYTES);
  });

  test('leave no text of the caller and none of the photo; the credentials are kept', () => {
    expect(found.get(name)?.texts).toEqual([KEPT]);
  });
});
