import type { AgentKey } from '../agent/agent-key';
import { EXIT_CODES, type ExitCode } from '../failures/failures';
import type { Finding } from '../failures/finding';
import type { Job } from '../job';
import type { Stage } from '../stage/stage';
import { signOf } from '../terminal/look';
import { agentSecretOf } from './agent-secret';
import { type ForOption, type KeyUse, keyUseOf } from './key-use';
import { readKey } from './secret-text';
import { tryKey } from './try-key';
import { findStarterReading, findTwoKeys } from './two-keys';

export interface CheckOptions extends ForOption {
  readonly online?: boolean;
}

/** `credentials check`: whether the secret holds something that can be a key, and with `--online` what the Agent API says to it. */
export async function checkCredentials(job: Job, { online = false, for: purpose }: CheckOptions): Promise<ExitCode> {
  const stage = await job.connect();
  const use = keyUseOf(stage, purpose);
  const { key, finding } = readKey(await agentSecretOf(stage, job.signal, use.secretArn).text('AWSCURRENT'), use.option);
  const asked = online && key !== undefined ? [await ask(job, stage, use, key)] : [];
  const apart =
    key === undefined ? [] : [await findTwoKeys(job, stage, use, key), online ? await findStarterReading(job, stage) : undefined];
  const findings = [finding, ...asked, ...apart.filter((each) => each !== undefined)];
  const unproved = [
    ...(asked.some(({ verdict }) => verdict === 'pass')
      ? []
      : ['that the Agent API accepts the key (pass --online to ask it, without starting anything)']),
    UNPROVED[purpose],
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

const UNPROVED = {
  starting: 'that the key has the role "Transaction start": only a start shows it, which npm run ops -- smoke makes',
  reading:
    'that it reads a transaction in the form that is expected (npm run ops -- verdict probe <transactionId>), and has no other role (the dashboard shows it)',
} as const;

async function ask(job: Job, stage: Stage, { purpose, option }: KeyUse, key: AgentKey): Promise<Finding> {
  const { verdict, says, name, host } = await tryKey(job, stage, key, purpose);
  if (verdict === 'accepted') return { verdict: 'pass', says: `${name} accepts the key: ${says}.` };
  if (verdict === 'refused') {
    return {
      verdict: 'fail',
      says: `${name} refuses the key: ${says}.`,
      toDo: `Compare with the dashboard of the region ${host}, then npm run ops -- credentials set${option} --replace`,
    };
  }
  return {
    verdict: 'unknown',
    says: `${name} said nothing about the key: ${says}.`,
    toDo:
      purpose === 'starting'
        ? 'Name the workflow of your organisation in workflows.inject, and deploy.'
        : 'Try again; if it lasts, npm run ops -- verdict probe <transactionId> says whether agent.reading in the settings has to change.',
  };
}
