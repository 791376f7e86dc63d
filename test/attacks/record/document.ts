import { table } from '../../support/written-page';
import type { Attack, AttackSection } from './attack';
import type { Outcome } from './scene';

export const ATTACKS_FILE = 'docs/attacks.md';

/** Longest part of a request that is shown, in characters. */
const LONGEST = 110;

const HEAD = `# Attacks, and what came of them

<!-- Made by the tests from what the stack answered: UPDATE_ATTACKS=1 npx jest test/attacks/record -->

Each line is a request to the local stack, which serves the synthesized template and the bundled function, while the stand-in of the Agent API keeps what it gets. Alice is the caller unless another is named; \`<alice>\` and \`<bob>\` stand for subjects. A start that is not shown whole is a valid one with the members that are shown.

- **Answer**: status, and the code of the problem ([problems](problems.md)). "No answer": the connection was closed.
- **Reached the Agent API**: what it got. Whatever was tried, that is nothing, or the caller's own request with the caller's own photo.

What was not run: API Gateway, Cognito, the firewall and S3 themselves. They may refuse more than their stand-ins, and earlier.
`;

/** The whole document. */
export function attacksPage(sections: readonly AttackSection[], outcomes: ReadonlyMap<Attack, Outcome>): string {
  const parts = sections.map(({ title, attacks, note }) => {
    const rows = attacks.map((attack) => row(attack, outcomes.get(attack)));
    const body = rows.length === 0 ? '' : table(['Attack', 'Request', 'Answer', 'Reached the Agent API', 'More'], rows);
    return `## ${title}\n\n${[body, note === undefined ? '' : `${note}\n`].filter((part) => part !== '').join('\n')}`;
  });
  return [HEAD, ...parts].join('\n');
}

function row(attack: Attack, outcome: Outcome | undefined): string[] {
  if (outcome === undefined) throw new Error(`the attack was not carried out: ${attack.says}`);
  const answer = outcome.status === 0 ? 'no answer' : `${outcome.status}${outcome.code === undefined ? '' : ` \`${outcome.code}\``}`;
  return [attack.says, shown(attack), answer, outcome.reached, `[test](../${attack.proof})`];
}

function shown({ method = 'POST', path = '/transaction', as, forge, before, headers = {}, lines = [], change, body }: Attack): string {
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const said = change === undefined ? body : JSON.stringify(change);
  const parts = [`${method} ${path}`, ...named, ...lines.slice(0, 2), ...(said === undefined ? [] : [said])];
  const who =
    forge !== undefined ? 'a token of one’s own' : { nobody: 'no token', bob: 'bob', carol: 'carol', alice: undefined }[as ?? 'alice'];
  return [...(before === undefined ? [] : [before]), ...(who === undefined ? [] : [who]), ...parts.map(code)].join('; ');
}

/** As code, with what cannot be seen written as escapes. */
function code(text: string): string {
  const visible = text
    .replaceAll('\r\n', '\\r\\n')
    .replaceAll('\n', '\\n')
    .replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('`', '');
  return `\`${visible.length > LONGEST ? `${visible.slice(0, LONGEST)}…` : visible || ' '}\``;
}
