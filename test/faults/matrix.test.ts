import { PROBLEMS } from '../../contract/problems';
import type { CellResult } from './cell';
import { AGENT, type Collaborator, DYNAMODB, DYNAMODB_OPEN, SERVICES } from './collaborators';
import { answerOf, expectedOf } from './expected';
import { FAULTS } from './faults';
import { type Cell, runMatrix } from './matrix';

/** Most cells wait for a limit to pass; on a busy machine they take longer, and none of them may hang. */
const LONGEST_MS = 600_000;

let cells: (Cell & { readonly result: CellResult })[];
beforeAll(async () => {
  const all = await runMatrix();
  cells = all.filter((cell): cell is Cell & { readonly result: CellResult } => 'ending' in cell.result);
}, LONGEST_MS);

/** The cells that break a rule, in words. */
function breaking(rule: (result: CellResult, cell: Cell) => boolean): string[] {
  return cells.filter((cell) => !rule(cell.result, cell)).map(nameOf);
}

function nameOf({ collaborator, fault, invocation, result }: Cell): string {
  return `${collaborator.name} ${fault.name} (${invocation}): ${JSON.stringify(result)}`;
}

test('the matrix has been run: every fault at one collaborator or more', () => {
  expect(new Set(cells.map(({ fault }) => fault.name)).size).toBe(FAULTS.length);
  expect(cells.length).toBeGreaterThan(180);
});

test('every fault has a clear answer, while there is time', () => {
  const isDocumented = (code: string) => Object.hasOwn(PROBLEMS, code) && code !== 'internal';
  expect(breaking(({ ending }) => ending.isInTime)).toEqual([]);
  expect(breaking(({ ending }) => ending.outcome === 'ok' || isDocumented(ending.outcome))).toEqual([]);
});

test('no fault makes more than one request that the Agent API could have accepted', () => {
  expect(breaking(({ acceptable }) => acceptable <= 1)).toEqual([]);
});

test('a fault of the photo or of the credentials lets no request reach the Agent API whole, unless it was got over', () => {
  const applies = ({ collaborator, result }: Cell & { readonly result: CellResult }) =>
    collaborator !== AGENT && result.ending.status !== 200;
  expect(
    cells
      .filter(applies)
      .filter(({ result }) => result.acceptable > 0)
      .map(nameOf),
  ).toEqual([]);
  expect(cells.filter(applies).length).toBeGreaterThan(40);
});

test('a start that could not be counted goes no further, unless the settings let it, and then with its photo', () => {
  const of = (collaborator: Collaborator) => cells.filter((cell) => cell.collaborator === collaborator);
  const refused = of(DYNAMODB).filter(({ result }) => result.ending.status !== 200);
  expect(refused.length).toBeGreaterThan(20);
  expect(refused.filter(({ result }) => result.ending.outcome !== 'attempts-unavailable' || result.acceptable > 0).map(nameOf)).toEqual([]);
  expect(
    of(DYNAMODB_OPEN)
      .filter(({ result }) => result.ending.outcome !== 'ok' || result.acceptable !== 1)
      .map(nameOf),
  ).toEqual([]);
});

test('a success is reported only where the Agent API has accepted one request', () => {
  expect(breaking(({ ending, acceptable }) => ending.status !== 200 || acceptable === 1)).toEqual([]);
});

test('no timer and no connection stays after a request, but for the SDK’s pause before a retry that it does not make', () => {
  expect(breaking(({ leftOver }) => leftOver.every((what) => what.startsWith('the pause of the SDK')))).toEqual([]);
  expect(breaking(({ late }) => late === 0)).toEqual([]);
});

test('nothing of a request is held in memory after its answer', () => {
  expect(breaking(({ memory }) => memory.held.length === 0)).toEqual([]);
});

test('while the SDK pauses before a retry that it does not make, it holds its own request and the reply to it, and nothing else', () => {
  const own = ({ service }: Collaborator) => [`a request to ${service}`, `a reply of ${service}`, `bytes of ${service}`];
  expect(breaking(({ memory }, { collaborator }) => memory.whilePausing.every((name) => own(collaborator).includes(name)))).toEqual([]);
  expect(cells.filter(({ collaborator, result }) => collaborator.service === 's3' && result.memory.whilePausing.length > 0)).toEqual([]);
});

test('everything that a request brings into being is looked for in memory', () => {
  const ofServices = SERVICES.flatMap((service) => [`a request to ${service}`, `a reply of ${service}`, `bytes of ${service}`]);
  const ofFlow = [
    'the event',
    'the claims',
    'the context',
    'the answer',
    'the deadline',
    'the photo',
    'the request for a photo',
    'the payload',
  ];
  const inFrozen = ['a request to a service', 'a reply of a service', 'bytes of a service'];
  const lookedFor = new Set(cells.flatMap(({ result }) => result.memory.lookedFor));
  expect([...lookedFor].sort()).toEqual([...ofServices, ...ofFlow, ...inFrozen].sort());
});

test('the next request is served as if nothing had been', () => {
  expect(breaking(({ next }) => next === undefined || (next.status === 200 && next.isInTime))).toEqual([]);
});

test('each fault is answered as expected.ts says, and so as docs/faults.md says, at the first request and at a later one', () => {
  const found = cells.map(({ collaborator, fault, result: { ending, acceptable } }) => ({
    ...{ where: collaborator.name, fault: fault.name },
    ...{ answer: answerOf(ending), acceptable },
  }));
  const wanted = cells.map(({ collaborator, fault }) => ({
    ...{ where: collaborator.name, fault: fault.name },
    ...expectedOf(collaborator, fault.name),
  }));
  expect(found).toEqual(wanted);
});
