import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Patient } from '../patient';
import { type Statement, statementsOf } from './policy';
import { type PolicyCommands, policyOfBucket, policyOfKey } from './policy-commands';

/** A principal that IAM no longer knows, and the statement that names it. */
export interface LostPrincipal {
  /** Such as `AROAEXAMPLEEXAMPLE00`. */
  readonly id: string;
  readonly sid: string;
}

/** The unique id of a role or user; in a condition one may stand on purpose, with `:*` behind it ("Unique identifiers" in the IAM user guide). */
const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;

/**
 * A policy keeps a principal by its unique id and shows it as an ARN while there is such a role; once that was deleted, and made again too, the id
 * shows, and the statement reaches no one ("AWS JSON policy elements: Principal").
 */
export function lostPrincipalsOf(policyText: string): LostPrincipal[] {
  return statementsOf(policyText).flatMap((statement) =>
    namesIn(statement)
      .filter((name) => UNIQUE_ID.test(name))
      .map((id) => ({ id, sid: statement.Sid ?? 'without a name' })),
  );
}

function namesIn({ Principal = {}, NotPrincipal = {} }: Statement): string[] {
  return [...Object.values(Principal), ...Object.values(NotPrincipal)].flat();
}

/** Whether the bucket's policy still knows each role that it names. */
export async function checkBucketPrincipals(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The local stack has no IAM.');
  return judge(policyOfBucket(stage), (await patient.bucketPolicy()) ?? NO_POLICY);
}

/** Whether the key's policy still knows each role that it names. */
export async function checkKeyPrincipals(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The local stack has no keys.');
  const keyArn = await patient.photoKey();
  if (keyArn === undefined) return skipped('New photos are not encrypted with a key of yours.');
  return judge(policyOfKey(stage, keyArn), (await patient.keyPolicy()) ?? NO_POLICY);
}

const NO_POLICY = '{"Statement":[]}';

function judge({ which, read, write }: PolicyCommands, policyText: string): Finding {
  const lost = lostPrincipalsOf(policyText);
  if (lost.length === 0) return pass(`Each role that ${which} names is there.`);
  const named = lost.map(({ id, sid }) => `${id} (statement ${sid})`).join(', ');
  return fail(
    `A role was deleted that ${which} names, and its statement reaches no one, even if the role was made again under its name: ${named}.`,
    [
      'A deployment without changes does not write the policy again. Read it as it is:',
      `  ${read}`,
      'In the file, put the ARN of the role that is meant in place of each such id, or remove the id. Write it again:',
      `  ${write}`,
      'If the stage has a trail, its alarm on changed policies fires.',
    ].join('\n'),
  );
}
