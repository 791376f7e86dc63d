import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import local from '../config/local.json';
import { type LocalStack, startLocalStack } from '../local/stack';
import { signIn } from '../local/users/sign-in';
import { median } from './statistics';

/** Stacks that are started for a cold question, and requests of each kind, after a tenth as many that are not counted. */
const [COLD, WARM] = [5, 200];

/**
 * What a verdict takes, on the local stack: a question at a process that starts with it, a question at a warm one, and what the record adds to a start.
 * The stand-ins are on this machine, so the times are those of the code, without a network's.
 */
export async function measureVerdicts(say: (line: string) => void): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'face-match-proxy-bench-'));
  const { verdicts: _off, ...settings } = local;
  const configFile = join(directory, 'without.json');
  await writeFile(configFile, JSON.stringify({ ...settings, $schema: undefined }));
  try {
    say(`A cold question: ${(await coldQuestions(directory)).toFixed(0)} ms, the start of its process included`);
    await inStacks([{}, { configFile }], directory, async ([recording, plain]) => {
      const [ask, start, startPlain] = [await asking(recording), await starting(recording), await starting(plain)];
      const times = { record: [] as number[], plain: [] as number[], question: [] as number[], again: [] as number[] };
      for (let round = -WARM / 10; round < WARM; round++) {
        const [recorded, id] = await timed(start);
        const [unrecorded] = await timed(startPlain);
        await end(recording, id);
        const question = await ask(id);
        const [first] = await timed(question);
        const [again] = await timed(question);
        if (round < 0) continue;
        times.record.push(recorded);
        times.plain.push(unrecorded);
        times.question.push(first);
        times.again.push(again);
      }
      say(`A warm question: ${median(times.question).toFixed(1)} ms; asked again: ${median(times.again).toFixed(1)} ms`);
      say(`A start with the record: ${median(times.record).toFixed(1)} ms; without: ${median(times.plain).toFixed(1)} ms`);
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function coldQuestions(directory: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < COLD; round++) {
    await inStacks([{}], directory, async ([stack]) => {
      const ask = await asking(stack);
      times.push((await timed(await ask('not-on-record')))[0]);
    });
  }
  return median(times);
}

async function inStacks(
  options: readonly { readonly configFile?: string }[],
  directory: string,
  work: (stacks: [LocalStack, LocalStack]) => Promise<void>,
): Promise<void> {
  const stacks: LocalStack[] = [];
  try {
    for (const each of options) stacks.push(await startLocalStack({ port: 0, writeStackFile: false, directory, ...each }));
    await work(stacks as [LocalStack, LocalStack]);
  } finally {
    for (const stack of stacks) await stack.stop();
  }
}

/** @returns what starts a transaction, and gives its id */
async function starting({ details, tokens }: LocalStack): Promise<() => Promise<string>> {
  const [user] = details.users;
  if (user === undefined) throw new Error('The stack has no users.');
  const token = await signIn(details.cognito, user, tokens);
  const consent = { userId: user.subject, isProcessingStoringAllowed: true, isTrainingAllowed: false };
  const body = JSON.stringify({ workflowId: details.workflows.injecting[0], platform: 'browser', sdkVersion: '1.7.0', consent });
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return async () => {
    const started = await fetch(details.transactionUrl, { method: 'POST', headers, body });
    return ((await started.json()) as { transactionId: string }).transactionId;
  };
}

async function end({ details }: LocalStack, id: string): Promise<void> {
  const body = JSON.stringify({ processingStatus: 'Complete', verificationStatus: 'Accept' });
  await fetch(`${details.agentApiUrl}_stand-in/transactions/${id}`, { method: 'PUT', body });
}

/** @returns what signs a question, outside of what is timed, and gives what asks it */
async function asking({ details }: LocalStack): Promise<(id: string) => Promise<() => Promise<string>>> {
  const { url = '', region = '', accessKeyId = '', secretAccessKey = '' } = details.verdicts ?? {};
  const credentials = { accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Hash.bind(null, 'sha256') });
  const { protocol, hostname, host, pathname: path } = new URL(url);
  const subject = details.users[0]?.subject;
  return async (transactionId) => {
    const workflowId = details.workflows.injecting[0];
    const body = JSON.stringify({ transactionId, subject, workflowId, step: transactionId, askedAt: new Date().toISOString() });
    const headers = { host, 'content-type': 'application/json' };
    const signed = await signer.sign({ method: 'POST', protocol, hostname, path, headers, body });
    return async () => await (await fetch(url, { method: 'POST', headers: signed.headers, body })).text();
  };
}

async function timed(work: () => Promise<string>): Promise<[milliseconds: number, result: string]> {
  const since = performance.now();
  const result = await work();
  return [performance.now() - since, result];
}
