import { namesOf, valueAt } from '../input';

/** A setting that an older version accepted and this one does not: renamed, removed, or accepted in fewer forms. */
export interface EarlierSetting {
  /** Where it is; `*` stands for the name of an entry or a place in a list. */
  readonly path: readonly string[];
  /** The last version that accepted it. */
  readonly until: string;
  /** Whether that version accepted this value: others were wrong then, too. */
  readonly accepted: (value: unknown, input: unknown) => boolean;
  /** What to write instead, to be read after "now:". */
  readonly now: string;
}

const matches =
  (form: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && form.test(value);

/** A form field's name in 0.1.0. */
const fieldOf010 = matches(/^(?! )[^\p{C}\p{Zl}\p{Zp}]{1,128}(?<! )$/u);
const FIELD_NOW =
  'a name with nothing invisible in it, with no $ or . at its start, in Unicode NFC; rename the field in the workflow if it has another';

const roleOf010 = matches(/^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[A-Za-z0-9+=,.@_/-]{1,576}$/);
const ROLE_NOW = 'a role of the partition aws, the only one where this can be deployed';

const regional = (what: string) =>
  `a ${what} in the region of the stack, which AWS_REGION or the profile chooses, and of the partition aws, the only one where this can be deployed`;

const workflowOf = (entry: unknown): string => String(valueAt(entry, ['workflow']) ?? entry);
const ONE_WORKFLOW = 'leave it out, since workflows that differ in case alone are one';

/** Every change since the first version, oldest first. What only means something else now is in CHANGELOG.md alone. */
export const EARLIER: readonly EarlierSetting[] = [
  {
    path: ['limits', 'agentReplyBytes'],
    until: '0.1.0',
    accepted: (value) => Number.isInteger(value) && Number(value) >= 1024 && Number(value) <= 5_242_880,
    now: 'at most 2097152, since Lambda could not hand on more; left out, it is 1048576',
  },
  {
    path: ['callers', 'pool', 'existing', 'subjectClaimIsNotWritableByUsers'],
    until: '0.1.0',
    accepted: (value, input) => value === undefined && /^(?:cognito:)?username$/.test(String(valueAt(input, ['callers', 'subjectClaim']))),
    now: '"subjectClaimIsNotWritableByUsers": true, once you have made sure of it',
  },
  {
    path: ['callers', 'pool', 'existing', 'userPoolArn'],
    until: '0.1.0',
    accepted: matches(/^arn:aws(?:-[a-z]+)*:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[A-Za-z0-9-]+_[A-Za-z0-9]+$/),
    now: regional('pool'),
  },
  {
    path: ['bucket', 'existing', 'keyArn'],
    until: '0.1.0',
    accepted: matches(/^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/),
    now: regional('key'),
  },
  { path: ['operators', 'enrol', '*'], until: '0.1.0', accepted: roleOf010, now: ROLE_NOW },
  { path: ['operators', 'read', '*'], until: '0.1.0', accepted: roleOf010, now: ROLE_NOW },
  { path: ['operators', 'erase', '*'], until: '0.1.0', accepted: roleOf010, now: ROLE_NOW },
  { path: ['workflows', 'inject', '*', 'field'], until: '0.1.0', accepted: fieldOf010, now: FIELD_NOW },
  { path: ['workflows', 'inject', '*', 'callerFields', '*'], until: '0.1.0', accepted: fieldOf010, now: FIELD_NOW },
  { path: ['workflows', 'passThrough', '*', 'callerFields', '*'], until: '0.1.0', accepted: fieldOf010, now: FIELD_NOW },
  {
    path: ['workflows', 'passThrough', '*'],
    until: '0.1.0',
    accepted: (value, input) => {
      const ids = Object.values(Object(valueAt(input, ['workflows', 'passThrough']))).map(workflowOf);
      const id = workflowOf(value);
      return !namesOf(input, 'workflows', 'inject').includes(id) && ids.indexOf(id) === ids.lastIndexOf(id);
    },
    now: ONE_WORKFLOW,
  },
  { path: ['workflows', 'inject', '*'], until: '0.1.0', accepted: (value) => valueAt(value, ['field']) !== undefined, now: ONE_WORKFLOW },
];

/** What an older version made of the value at a path. @returns undefined where none accepted it */
export function earlierAt(
  path: readonly PropertyKey[],
  input: unknown,
  rows: readonly EarlierSetting[] = EARLIER,
): EarlierSetting | undefined {
  const isAt = (row: EarlierSetting) =>
    row.path.length === path.length && row.path.every((step, at) => step === '*' || step === String(path[at]));
  return rows.find((row) => isAt(row) && row.accepted(valueAt(input, path), input));
}
