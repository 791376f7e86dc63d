import { createHash } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { withKnownChecksums } from '../../contract/checksum';
import { preflightFinding } from '../api/api-preflight';
import { asking } from '../failures/aws-failures';
import { type Finding, findingOf, pass, skipped } from '../failures/finding';
import type { Stage } from '../stage/stage';
import { type Caller, claimOf } from './caller';
import { ATTACKS, GATEWAY_REFUSALS, provoke } from './refusals';
import { type Login, signIn } from './sign-in';
import type { StepId } from './steps';
import type { SubjectMatter } from './subject-matter';
import { askWorkflow, compare, notReadBack, recorded, startTransaction } from './transaction';
import { askUnknown, askUnsigned } from './verdict';

/** What is tried, and the receiver of each result. */
export interface Walk {
  readonly stage: Stage;
  readonly matter: SubjectMatter;
  readonly login: Login;
  readonly withoutStart: boolean;
  readonly signal: AbortSignal;
  readonly note: (step: StepId, finding: Finding) => void;
}

/** Every step, in order. @throws Failure when the test user cannot be signed in, without which there is nothing to try */
export async function walk({ stage, matter, login, withoutStart, signal, note }: Walk): Promise<void> {
  const { workflow, origins } = matter;
  const tokens = await signIn(stage, login, signal);
  const token = (matter.tokens === 'id' ? tokens.IdToken : tokens.AccessToken) ?? '';
  const subject = claimOf(token, matter.subjectClaim);
  note('sign-in', pass(`${login.user} is subject ${subject}`));
  const origin = origins === '*' ? 'https://app.example.com' : (origins[0] ?? '');
  const caller: Caller = { stage, subject, token, origin, signal: signal };

  note('preflight', await attempt(() => preflightFinding(stage, origins, signal)));
  for (const refusal of GATEWAY_REFUSALS) note('gateway-errors', await attempt(() => provoke(refusal, caller, workflow)));
  for (const attack of ATTACKS) {
    const isCorrected = attack.code === 'identity-mismatch' && matter.correctsUserIds;
    note(
      'attacks',
      isCorrected
        ? skipped(`${attack.name}: the stage replaces it (callers.consentUserId), and would start a transaction`)
        : await attempt(() => provoke(attack, caller, workflow)),
    );
  }
  note('workflow', await attempt(() => askWorkflow(caller, workflow)));
  const { verdicts } = stage;
  if (verdicts !== undefined) for (const ask of [askUnsigned, askUnknown]) note('verdict', await attempt(() => ask(verdicts, signal)));
  if (withoutStart) note('start', skipped('not tried (--without-start)'));
  else await startAndReadBack(caller, matter, note);
}

async function startAndReadBack(caller: Caller, { workflow, standIn }: SubjectMatter, note: Walk['note']): Promise<void> {
  const { transactionId, finding } = await startTransaction(caller, workflow);
  note('start', finding);
  if (finding.verdict !== 'pass') return;
  const expected = { faceMatchSubject: caller.subject, faceMatchWorkflowId: workflow.id, kind: workflow.kind };
  if (standIn === undefined) note('read-back', notReadBack(transactionId, expected));
  else note('read-back', compare(await recorded(standIn, transactionId), workflow.field, expected, await photoHash(caller, workflow.kind)));
}

/** A step that could not be carried out is unknown, and the next ones go on. */
async function attempt(step: () => Promise<Finding>): Promise<Finding> {
  try {
    return await step();
  } catch (error) {
    return findingOf(error);
  }
}

async function photoHash({ stage, subject, signal }: Caller, kind: string): Promise<string> {
  const Key = (stage.images[kind]?.key ?? '').replace('{subject}', subject);
  const bytes = await asking(`S3 of the local stack, GetObject in ${stage.bucketName}`, async () => {
    const { Body } = await withKnownChecksums(new S3Client(stage.client('s3'))).send(
      new GetObjectCommand({ Bucket: stage.bucketName, Key }),
      {
        abortSignal: signal,
      },
    );
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  });
  return createHash('sha256').update(bytes).digest('hex');
}
