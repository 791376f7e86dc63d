import { isRegionOfPartition, namesAnotherPartition, ONLY_THIS_PARTITION } from '../../../contract/aws-partition';
import { isCdkToken } from '../cdk-token';
import type { Fault } from '../faults';
import { valueAt } from '../input';
import type { SoundSections } from '../rule';

type Path = readonly (string | number)[];

/** What must be in the region of the stack, since no service that uses it looks into another. */
export const REGIONAL: readonly Path[] = [
  // AWS used to say that a pool of any region may be named, and no longer does ("Configure cross-account Amazon Cognito authorizer").
  ['callers', 'pool', 'existing', 'userPoolArn'],
  ['bucket', 'existing', 'keyArn'],
  ['api', 'domain', 'certificateArn'],
  ['alarms', 'topicArn'],
  ['alarms', 'tomorrow', 'topicArn'],
  ['alarms', 'watchers', 'topicArn'],
  ['alarms', 'watchers', 'eventBusArn'],
  ['auditTrail', 'linesTo', 'stream'],
  ['auditTrail', 'linesTo', 'firehose'],
  ['auditTrail', 'linesTo', 'function'],
  ['auditTrail', 'linesTo', 'destination'],
];

/** An ARN of another partition, in any place: a tag or a text would hide it. */
export function partitionRule(_: SoundSections, input: unknown): Fault[] {
  return textsOf(input).flatMap(({ path, text }) => (namesAnotherPartition(text) ? [{ path, accepts: ONLY_THIS_PARTITION }] : []));
}

/**
 * Every ARN names the region of the stack. Where that is not known before deployment, all must at least name one.
 * @param region of the stack, if it is known
 */
export function regionRule(config: SoundSections, _: unknown, region?: string): Fault[] {
  const named = REGIONAL.flatMap((path) => {
    const arn = valueAt(config, path);
    return typeof arn === 'string' && !isCdkToken(arn) ? [{ path, of: arn.split(':')[3] ?? '' }] : [];
  });
  const [first] = named;
  return named.flatMap((each) => {
    if (!isRegionOfPartition(each.of)) return [{ path: each.path, accepts: ONLY_THIS_PARTITION }];
    if (region !== undefined && each.of !== region) {
      return [{ path: each.path, accepts: `an ARN of ${region}, the region of the stack (its env, AWS_REGION or the profile chooses it)` }];
    }
    if (first === undefined || region !== undefined || each.of === first.of) return [];
    return [
      { path: each.path, accepts: `an ARN of ${first.of}, the region in ${first.path.join('.')}, since both must be in that of the stack` },
    ];
  });
}

/** The id of a pool begins with its region ("UserPoolType" in the API reference); where the two differ, no token would ever be accepted. */
export function poolIdRule({ callers }: SoundSections): Fault[] {
  const arn = callers?.pool.existing?.userPoolArn;
  if (arn === undefined || isCdkToken(arn)) return [];
  const region = arn.split(':')[3] ?? '';
  if (arn.split('/')[1]?.startsWith(`${region}_`)) return [];
  return [
    {
      path: ['callers', 'pool', 'existing', 'userPoolArn'],
      accepts: `one region in both places: the id of a pool in ${region} begins with ${region}_`,
    },
  ];
}

/** Every text below a value, names of members among them, with its path. What is not plain data holds no settings. */
function textsOf(value: unknown, path: Path = []): { path: Path; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((each, index) => textsOf(each, [...path, index]));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([name, each]) => [{ path: [...path, name], text: name }, ...textsOf(each, [...path, name])]);
}
