import { type AgentKey, faultsOf, shown } from '../agent/agent-key';
import { EXIT_CODES, type ExitCode } from '../failures/failures';
import type { Finding } from '../failures/finding';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import { signOf } from '../terminal/look';
import { agentSecretOf } from './agent-secret';
import { tryKey } from './try-key';

export interface CheckOptions {
  readonly online?: boolean;
}

const SET_IT = 'npm run ops -- credentials set';

/** `credentials check`: whether the secret holds something that can be a key, and with `--online` what the Agent API says to it. */
export async function checkCredentials(job: Job, { online = false }: CheckOptions): Promise<ExitCode> {
  const stage = await job.connect();
  const { key, finding } = readKey(await agentSecretOf(stage, job.signal).text('AWSCURRENT'));
  const asked = online && key !== undefined ? [await ask(job, stage, key)] : [];
  const findings = [finding, ...asked];
  const unproved = [
    ...(asked.some(({ verdict }) => verdict === 'pass')
      ? []
      : ['that the Agent API accepts the key (pass --online to ask it, without starting anything)']),
    'that the key has the role "Transaction start": only a start shows it, which npm run ops -- smoke makes',
  ];
  const { look, columns } = job.terminal;
  job.terminal.result({ findings, unproved }, () => [
    ...columns(
      findings.flatMap(({ verdict, says, toDo }) => [
        [signOf(look, verdict), says],
        ...(toDo === undefined ? [] : [['', `to do: ${toDo}`]]),
      ]),
    ),
    ...columns(unproved.map((text) => [look.dim('not proved:'), look.dim(text)])),
  ]);
  return findings.some(({ verdict }) => verdict === 'fail') ? EXIT_CODES.checkFailed : EXIT_CODES.done;
}

/** What the text of the secret is. Nothing of it is repeated but a part of the client id. */
export function readKey(text: string | undefined): { key?: AgentKey; finding: Finding } {
  if (text === undefined) return { finding: { verdict: 'fail', says: 'The secret has no value yet.', toDo: SET_IT } };
  let value: Partial<Record<string, unknown>>;
  try {
    value = Object(JSON.parse(text));
  } catch {
    return { finding: { verdict: 'fail', says: 'The secret is not JSON.', toDo: `${SET_IT} --replace` } };
  }
  const { clientId, clientSecret } = value;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    return { finding: { verdict: 'fail', says: 'The secret lacks clientId or clientSecret.', toDo: `${SET_IT} --replace` } };
  }
  const faults = faultsOf({ clientId, clientSecret });
  if (faults.length > 0) return { finding: { verdict: 'fail', says: faults.join(' '), toDo: `${SET_IT} --replace` } };
  return {
    key: { clientId, clientSecret },
    finding: { verdict: 'pass', says: `The secret has a key of the right form,  ${shown(clientId)}.` },
  };
}

async function ask(job: Job, stage: Stage, key: AgentKey): Promise<Finding> {
  const { verdict, says, name, host } = await tryKey(job, stage, key);
  if (verdict === 'accepted') return { verdict: 'pass', says: `${name} accepts the key: ${says}.` };
  if (verdict === 'refused') {
    return {
      verdict: 'fail',
      says: `${name} refuses the key: ${says}.`,
      toDo: `Compare with the dashboard of the region ${host}, then ${SET_IT} --replace`,
    };
  }
  return {
    verdict: 'unknown',
    says: `${name} said nothing about the key: ${says}.`,
    toDo: 'Name the workflow of your organisation in workflows.inject, and deploy.',
  };
}
