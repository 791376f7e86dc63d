import { COLLABORATORS } from './collaborators';
import type { Cell } from './matrix';

/** A line of the document: one fault at one collaborator, with the invocations that ended alike. */
interface Line {
  readonly fault: string;
  readonly invocations: string[];
  readonly text: string;
}

const HEAD = `# What breaks, and what happens then

<!-- Made by the tests from what they measured: UPDATE_FAULTS=1 npx jest test/faults -->

Each line is a run of the whole flow over real sockets: a start request with a photo, while one service fails in one way. "First" is the first request of a process, "warm" one after a request that went well, with its connections kept.
The line of a process that was frozen is the bundled function, stopped by a signal and continued. Nothing here is Microblink or AWS: their stand-ins fail on purpose.

- **Answer**: status and code ([problems](problems.md)). A status without a code is the service's own, or the Agent API's, which the SDK gets as it came.
- **Acceptable**: requests that reached the Agent API whole, so that it could have acted on them. Never more than one; none when the photo or the credentials fail.
- **Left over**: timers still running, and connections still in use, when the answer was there. Not named is a pause of the AWS SDK before a retry that it then does not make: a second at most, drawn by lot, and nothing follows it.
- **In memory**: what of the request, or of the one before it, was held after the answer, when everything was freed that nobody holds. Looked for are the event with its claims, the context, the answer, the lifetime with its signal, the opened photo and its bytes, the payload, and every request to a service with its reply and the bytes of that; in the process that was frozen all but lifetime, opened photo and payload, which the bundle keeps to itself. While the SDK pauses as above, it holds its own request and the reply to that, never the photo.
- **DynamoDB**: the start is counted before the photo is read. A write whose reply was lost may be repeated; the start is then counted twice, never less than once.
- **Next**: the answer to the next request, once the fault is over.

Every answer came while the invocation had time left. Limits are shortened for the run: 8 s for a request, 2 s for a step without progress; where a longer time is the point, more.

Memory is looked for through weak references, which see objects and the bytes of buffers. They do not see texts, and not how much there is. For that, [thirty requests in a row](../test/faults/memory.test.ts) meet the worst of these faults in one process of the bundled function: they leave less than 100 KB, and no text of the caller or of the photo. What a process keeps on purpose are its connections, clients and settings and the credentials of the Agent API. A connection to AWS holds the headers of the request that it was opened for; they name nobody.
`;

/** The whole document. */
export function writeDocument(cells: readonly Cell[]): string {
  const sections = COLLABORATORS.map(({ name }) => {
    const own = cells.filter(({ collaborator }) => collaborator.name === name);
    return `## ${name}\n\n${table(own)}\n${notes(own)}`;
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

function table(cells: readonly Cell[]): string {
  const rows = merge(cells, ({ result }) => ('doesNotApply' in result ? undefined : outcomeOf(result)));
  const lines = rows.map(({ fault, invocations, text }) => `| ${fault} | ${invocations.join(', ')} | ${text} |`);
  return ['| It … | Invocation | Answer | Acceptable | Left over | In memory | Next |', '|---|---|---|---|---|---|---|', ...lines, ''].join(
    '\n',
  );
}

function outcomeOf({ ending, acceptable, leftOver: found, memory, next }: Exclude<Cell['result'], { doesNotApply: string }>): string {
  // The SDK draws its pause by lot, from nothing up: whether it was over by the answer says nothing of the fault.
  const leftOver = found.filter((what) => !what.startsWith('the pause of the SDK'));
  const answer = (end: typeof ending) => (end.outcome === 'ok' ? `${end.status}` : `${end.status} \`${end.outcome}\``);
  return [
    answer(ending),
    acceptable,
    leftOver.join(', ') || 'nothing',
    memory.held.join(', ') || 'nothing',
    next === undefined ? 'as long as it lasts, the same' : answer(next),
  ].join(' | ');
}

function notes(cells: readonly Cell[]): string {
  const rows = merge(cells, ({ result }) => ('doesNotApply' in result ? result.doesNotApply : undefined));
  const reasons = Map.groupBy(rows, ({ text }) => text);
  const lines = [...reasons].map(([reason, lines]) => `- ${lines.map(describe).join('; ')}: ${reason}.`);
  return lines.length === 0 ? '' : `Does not apply:\n\n${lines.join('\n')}\n`;
}

function describe({ fault, invocations }: Line): string {
  return invocations.length === 2 ? `"${fault}"` : `"${fault}" (${invocations.join()})`;
}

/** Joins the invocations of one fault that have the same text; those without text are left out. */
function merge(cells: readonly Cell[], textOf: (cell: Cell) => string | undefined): Line[] {
  const lines = new Map<string, Line>();
  for (const cell of cells) {
    const text = textOf(cell);
    if (text === undefined) continue;
    const key = `${cell.fault.name} ${text}`;
    const line = lines.get(key) ?? { fault: cell.fault.name, invocations: [], text };
    line.invocations.push(cell.invocation);
    lines.set(key, line);
  }
  return [...lines.values()];
}
