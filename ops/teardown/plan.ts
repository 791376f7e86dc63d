import { RECORD_KEY } from '../../contract/transactions';
import { quoted } from '../stage/shell';
import type { StackResource } from '../stage/stack-resources';
import { type BucketGuard, type DeployedTemplate, guardOf } from './deployed-template';
import { emptying, removalOf, TRANSACTIONS } from './removal';

/** A resource that a person has to do something about. */
export interface Kept {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly why: string;
  readonly commands: readonly string[];
}

/** What happens to a stack. */
export interface Plan {
  /** Counts by type. */
  readonly goes: Readonly<Record<string, number>>;
  /** Buckets that go with the stack, which S3 refuses while anything is in them. */
  readonly emptyFirst: readonly Kept[];
  /** In the order in which they can be removed. */
  readonly stays: readonly Kept[];
}

/**
 * From the stack's own template, as it is deployed. CloudFormation keeps what says `Retain`, and `RetainExceptOnCreate` once it was created; what says
 * nothing goes ("DeletionPolicy attribute" in its user guide).
 * @param where options of the AWS CLI that name region and profile
 */
export function planOf(template: DeployedTemplate, resources: readonly StackResource[], where: string): Plan {
  const isKept = ({ logicalId }: StackResource) => /^Retain/.test(template.Resources[logicalId]?.DeletionPolicy ?? '');
  const going = resources.filter((resource) => !isKept(resource));
  const goes: Record<string, number> = {};
  for (const { type } of going) goes[type] = (goes[type] ?? 0) + 1;
  const guard = ({ type, logicalId }: StackResource) => (type === BUCKET ? guardOf(template, logicalId) : OPEN);
  return {
    goes,
    emptyFirst: going.filter(({ type }) => type === BUCKET).map((bucket) => emptied(bucket, guard(bucket), where)),
    stays: resources
      .filter(isKept)
      .toSorted((one, other) => removalOf(one.type).order - removalOf(other.type).order)
      .map((resource) => kept(resource, sortOf(template, resource), guard(resource), where)),
  };
}

const BUCKET = 'AWS::S3::Bucket';
const OPEN: BucketGuard = { isClosed: false, isLocked: false, reservedFor: [] };

function emptied(bucket: StackResource, guard: BucketGuard, where: string): Kept {
  const why = `It goes with the stack, and S3 deletes only an empty bucket: every version has to go first${reserved(guard)}`;
  return { ...identityOf(bucket), why, commands: [emptying(quoted(bucket.physicalId), where)] };
}

/** The type, but for the table of transactions, which its key attribute tells from the other. */
function sortOf({ Resources }: DeployedTemplate, { type, logicalId }: StackResource): string {
  const isOfTransactions = JSON.stringify(Resources[logicalId]?.Properties?.KeySchema)?.includes(`"${RECORD_KEY}"`);
  return isOfTransactions ? TRANSACTIONS : type;
}

function kept(resource: StackResource, sort: string, guard: BucketGuard, where: string): Kept {
  const { why, commands } = removalOf(sort);
  const all = commands(quoted(resource.physicalId), where);
  if (!guard.isClosed) return { ...identityOf(resource), why: `${why}${reserved(guard)}`, commands: all };
  const until = guard.isLocked ? 'when its lock does (auditTrail.retentionDays)' : 'after logs.retentionDays';
  const closed = `It holds evidence. Its own policy denies everybody, administrators included, to delete a file, or to shorten or go around a lock: each lock ends by itself ${until}. Remove the bucket then`;
  // Emptying it would be refused; what is not refused is to delete it once it is empty.
  return { ...identityOf(resource), why: closed, commands: all.slice(-1) };
}

function identityOf({ logicalId, type, physicalId }: StackResource): Pick<Kept, 'logicalId' | 'type' | 'physicalId'> {
  return { logicalId, type, physicalId };
}

function reserved({ reservedFor }: BucketGuard): string {
  return reservedFor.length === 0
    ? ''
    : `. The bucket's policy lets no one delete photos but operators.erase, ${reservedFor.join(', ')}: run the line that empties it as one of these`;
}
