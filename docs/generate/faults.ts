import { COLLABORATORS, DYNAMODB_OPEN } from '../../test/faults/collaborators';
import { expectedOf, usualAnswerOf } from '../../test/faults/expected';
import { FAULTS, type FaultRow } from '../../test/faults/faults';
import { strikeOf, VERDICT_COLUMNS, verdictAnswerOf } from '../../test/faults/verdict-columns';
import { code, isMade, table } from './markdown';

/** With its own setting the table can fail in any way: every start goes on. */
const SHOWN = COLLABORATORS.filter((collaborator) => collaborator !== DYNAMODB_OPEN);

const HEAD = `# What breaks, and what happens then

${isMade('from what the test of the faults expects')}

[A test](../test/faults/matrix.test.ts) sends a start with a photo through the whole flow, over real sockets, while one service fails in one way: as the first request of a process, and again
after a successful one. Both end the same way. The services are stand-ins; neither AWS nor Microblink was called. Each answer came while the invocation had time left.

A cell is the answer: its status, and its [code](problems.md) if it is not that of the column. **+** means that the Agent API got the whole request and may have started a transaction. "–" means that
the fault cannot happen there.
`;

const AFTER = `With \`limits.attempts.whenTableIsDown\` set to \`"start-uncounted-when-the-table-is-down"\`, each fault of DynamoDB ends in 200 +.

The same test shows that after each answer

- no timer runs and no connection is in use. One pause of the AWS SDK, before a retry that it then does not make, may last a second longer;
- nothing of the request is in memory: event, claims, context, photo, payload, requests, replies and their bytes are looked for through weak references. [Thirty requests in a row](../test/faults/memory.test.ts), which
  also see texts, leave less than 100 KB. A process keeps its connections, clients, settings and the credentials of the Agent API;
- the next request is served as usual, once the fault is over.

DynamoDB: the start is counted before the photo is read. The SDK may repeat a write whose reply was lost; the start then counts twice, never less than once.
`;

const VERDICT = `## When a verdict is recorded or asked for

[Another test](../test/faults/verdict.test.ts) runs both bundles in the same way. A fault at a record never costs a start its reply, and at most one second; a start whose record failed is noted as \`unrecorded\`. No fault makes a yes: 200 yes stands where the reply came within the limit. A question that a fault meets is answered within ten seconds, and can be asked again.
`;

/** The whole document, from what the test of the faults expects of each. */
export function faultsPage(): string {
  const rows = FAULTS.map((fault) => [fault.name, ...SHOWN.map((collaborator) => cell(collaborator, fault))]);
  const verdicts = FAULTS.filter((fault) => VERDICT_COLUMNS.some((column) => strikeOf(column, fault, 'warm') !== undefined)).map(
    (fault) => [
      fault.name,
      ...VERDICT_COLUMNS.map((column) => (strikeOf(column, fault, 'warm') === undefined ? '–' : answerIn(verdictAnswerOf(column, fault)))),
    ],
  );
  const verdictTable = table(['It …', ...VERDICT_COLUMNS.map(({ name }) => name)], verdicts);
  return [HEAD, table(['It …', ...SHOWN.map(titleOf)], rows), AFTER, VERDICT, verdictTable].join('\n');
}

function answerIn(answer: string): string {
  const [status = '', word = ''] = answer.split(' ');
  return word === 'ok' ? status : `${status} ${word === 'yes' ? word : code(word)}`;
}

function titleOf(collaborator: (typeof SHOWN)[number]): string {
  const [, usual = ''] = usualAnswerOf(collaborator).split(' ');
  return `${collaborator.name}: ${code(usual)}`;
}

function cell(collaborator: (typeof SHOWN)[number], fault: FaultRow): string {
  const applies = (['first', 'warm'] as const).some((invocation) => {
    const place = fault.at(collaborator, invocation);
    return place === 'frozen' || !('doesNotApply' in place);
  });
  if (!applies) return '–';
  const { answer, acceptable } = expectedOf(collaborator, fault.name);
  const said = answer.split(' ').map((word, at) => (at === 0 ? word : code(word)));
  const shown = answer === usualAnswerOf(collaborator) ? said.slice(0, 1) : said;
  return `${shown.join(' ')}${acceptable === 1 ? ' +' : ''}`;
}
