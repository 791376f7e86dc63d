import type { Attack, AttackSection } from '../../test/attacks/record/attack';
import { ATTACK_SECTIONS, expectedOf } from '../../test/attacks/record/attacks';
import { code, isMade } from './markdown';

const HEAD = `# Attacks, and what came of them

${isMade('from the requests of `test/attacks/record`, which a test sends')}

A test sends each of these to the local stack. Alice sends the requests, and Bob is the victim. Each attack is under its answer: status, and [code of the problem](problems.md). Unless the line says otherwise,
nothing reached the Agent API. API Gateway, Cognito, the firewall and S3 themselves were not run; they may refuse more, and earlier.
`;

/** The whole document, from what the test of the attacks expects of each. */
export function attacksPage(): string {
  return [HEAD, ...ATTACK_SECTIONS.map(section)].join('\n');
}

function section({ title, attacks, note }: AttackSection): string {
  const lines = [...Map.groupBy(attacks, heading)].map(
    ([answer, same]) => `- ${answer}: ${same.map(({ says }) => lowered(says)).join('; ')}.\n`,
  );
  const proofs = [...new Set(attacks.map(({ proof }) => proof))].map((file) => `[${nameOf(file)}](../${file})`).join(', ');
  const tests = proofs === '' ? [] : [`Tests: ${proofs}.\n`];
  return `## ${title}\n\n${[lines.join(''), ...tests, ...(note === undefined ? [] : [`${note}\n`])].filter((part) => part !== '').join('\n')}`;
}

function heading(attack: Attack): string {
  const { answer, reaches } = expectedOf(attack);
  const [, status = answer, problem] = /^(\d+)(?: (.+))?$/.exec(answer) ?? [];
  const said = problem === undefined ? `**${status}**` : `**${status}** ${code(problem)}`;
  return reaches === 'nothing' ? said : `${said}, ${reaches}`;
}

const nameOf = (file: string): string => file.replace(/^.*\/|\.test\.ts$/g, '');

/** In the middle of a sentence. Names and abbreviations stay as they are. */
const lowered = (says: string): string =>
  /^(?:[A-Z][a-z]*[ ,](?!API )|[A-Z][a-z]+$)/.test(says) ? says.charAt(0).toLowerCase() + says.slice(1) : says;
