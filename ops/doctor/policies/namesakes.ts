import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { Stage } from '../../stage/stage';
import type { Patient } from '../patient';
import { type Statement, statementsOf } from './policy';
import { type PolicyCommands, policyOfBucket, policyOfKey } from './policy-commands';
import { covers } from './policy-pattern';
import { denies, includesRole } from './policy-readers';
import { photosOf } from './readers';
import { nameInArn, readRole } from './role';

/** A role, by its name and by its unique id, which another role of that name never has ("Unique identifiers" in the IAM user guide). */
export interface IdentifiedRole {
  readonly arn: string;
  readonly id: string;
}

/** A denial that reaches a role because of its id. */
export interface DenialById {
  readonly sid: string;
  /** Patterns of user ids that it leaves out. */
  readonly ids: readonly string[];
}

const UNLESS_ID = /^StringNot(Equals|Like)(IfExists)?$/;
const IF_ROLE = /^(Arn|String)(Equals|Like)(IfExists)?$/;

/**
 * The denials of an action that leave out sessions by the id of their role (`aws:userId`, `<id>:<session>`), and not those of this role. One with other
 * further conditions is left out: whether they hold is not known here.
 * @param resources ARNs with `*` for what may stand there
 */
export function denialsById(policyText: string, action: string, resources: readonly string[], role: IdentifiedRole): DenialById[] {
  return statementsOf(policyText).flatMap((statement) => {
    if (statement.Effect !== 'Deny' || !resources.some((resource) => denies(statement, action, resource))) return [];
    const ids = idsLeftOut(statement, role.arn);
    if (ids === undefined || ids.some((pattern) => covers(pattern, `${role.id}:session`))) return [];
    return [{ sid: statement.Sid ?? 'without a name', ids }];
  });
}

function idsLeftOut({ Condition = {} }: Statement, roleArn: string): readonly string[] | undefined {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values })),
  );
  const byId = conditions.filter(({ operator, key }) => key === 'aws:userid' && UNLESS_ID.test(operator));
  const rest = conditions.filter((condition) => !byId.includes(condition));
  const isForRole = rest.every(
    ({ operator, key, values }) => key === 'aws:principalarn' && IF_ROLE.test(operator) && includesRole(values, roleArn),
  );
  return byId.length > 0 && isForRole ? byId.flatMap(({ values }) => values) : undefined;
}

/** Whether the policies of bucket and key know the function's role by the id that it has now. */
export async function checkNamesakes(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  if (stage.isLocal) return skipped('The local stack has no IAM.');
  const { roleArn: arn } = await patient.fn();
  const found = await readRole(stage.client('iam'), nameInArn(arn), patient.signal);
  const role = { arn, id: found?.RoleId ?? '' };
  const old = (await policiesOf(patient, stage)).flatMap(({ commands, text, action, resources }) => {
    const denials = denialsById(text, action, resources, role);
    return denials.length === 0 ? [] : [{ commands, denials }];
  });
  if (old.length === 0) return pass(`Where a policy knows the function's role by its id, it is the current one (${role.id}).`);
  const named = old.flatMap(({ commands, denials }) =>
    denials.map(({ sid, ids }) => `statement ${sid} of ${commands.which} lets in only ${ids.join(', ')}`),
  );
  return fail(
    `The role of the function (${arn}) has the id ${role.id}, and policies deny it photos because of that id: ${named.join('; ')}. It was deleted, and made again under its name.`,
    [
      'CloudTrail says who did that (DeleteRole, CreateRole). Make sure that the role is yours: who may assume it, and what it may do.',
      ...old.flatMap(({ commands: { which, read, write } }) => [
        `Read ${which} as it is:`,
        `  ${read}`,
        `In the file, put ${role.id}:* in place of the old id in that statement. Write it again:`,
        `  ${write}`,
      ]),
      'A deployment without changes does not write the policies again.',
    ].join('\n'),
  );
}

/** What decides over a photo, in addition to IAM: a policy, and the action that the function asks it for. */
interface Deciding {
  readonly commands: PolicyCommands;
  readonly text: string;
  readonly action: string;
  readonly resources: readonly string[];
}

async function policiesOf(patient: Patient, stage: Stage): Promise<Deciding[]> {
  const [keyArn, ofBucket, ofKey] = [await patient.photoKey(), await patient.bucketPolicy(), await patient.keyPolicy()];
  const bucket = { commands: policyOfBucket(stage), action: 's3:GetObject', resources: photosOf(stage) };
  return [
    ...(ofBucket === undefined ? [] : [{ ...bucket, text: ofBucket }]),
    ...(keyArn === undefined || ofKey === undefined
      ? []
      : [{ commands: policyOfKey(stage, keyArn), action: 'kms:Decrypt', resources: [keyArn], text: ofKey }]),
  ];
}
