import { Access } from '../support/compliance-access';
import { ADMINISTRATOR } from '../support/stack-policies';
import { type Synthesized, synthesizeStage } from '../support/template';
import { table, writePage, writtenPage } from '../support/written-page';
import { type AccessRow, accessRows } from './access-row';
import { controlPolicyText } from './control-policy';
import { sectionOf } from './simulation-section';

export const ACCESS_FILE = 'docs/access.md';

/** What is worth asking about, and how its rows are told from the others. The first that fits takes a row. */
const ASSETS: readonly (readonly [heading: string, about: RegExp])[] = [
  ['Photos', /FacesPhotosBucket/],
  ['The key of the photos', /FacesPhotosKey/],
  ['The secret', /CredentialsSecret/],
  ['The key of everything else', /ServiceKey/],
  ['Counts of attempts', /AttemptsTable/],
  ['The record of who touched a photo', /AuditTrailFiles|AuditAccessLog/],
  ['Logs', /Log\b|Log>|log-group/],
  ['The function', /^<Function(?!Role|Log)/],
  ['Alarms', /MonitoringAlarms/],
  ['Who may become a role', /Role$/],
];

const VIA_S3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:CallerAccount': '999900001111' };

/**
 * The whole document, from the template of a stage.
 * @param simulated a section that another program makes (.ci/judges/simulate.ts), with an engine that is not installed with this project
 */
export function accessPage(stage: Synthesized, simulated = sectionOf(writtenPage(ACCESS_FILE))): string {
  const rows = accessRows(stage);
  const taken = new Map(rows.map((row) => [row, assetOf(row)]));
  const headings = [...ASSETS.map(([heading]) => heading), OTHER];
  const sections = headings
    .map((heading) => [heading, rows.filter((row) => taken.get(row) === heading)] as const)
    .filter(([, found]) => found.length > 0)
    .map(([heading, found]) => `## ${heading}\n\n${rightsTable(found)}`);
  return `${INTRODUCTION}\n## What the account’s own administrators can do\n\n${administrators(stage)}\n${simulated}\n${sections.join('\n')}`;
}

const OTHER = 'Everything else';

const INTRODUCTION = `# Who can do what

<!-- Made by: npx tsx test/compliance/access-page.ts (a test fails when it is not what the template says) -->

Every statement of every policy in the template of the production stage, \`config/prod.json\`, by the thing that it is about: policies of identities, of the bucket, of
the keys and of the function together. A change of any of them changes this file, and so shows in review. Names in angle brackets are resources of the
stage. A denial outweighs every right. On a key, a right of an identity counts only where the key's own policy lets the account's IAM decide.
`;

function assetOf({ resources, from }: AccessRow): string {
  if (from.startsWith('trust policy')) return 'Who may become a role';
  return ASSETS.find(([, about]) => resources.some((resource) => about.test(resource)))?.[0] ?? OTHER;
}

function rightsTable(rows: readonly AccessRow[]): string {
  const cells = rows.map(({ principal, effect, actions, resources, conditions, from }) => [
    code(principal),
    effect,
    actions.map(code).join(', '),
    resources.map(code).join(', '),
    conditions.join('; ') || '–',
    code(from),
  ]);
  return table(['Who', 'Right', 'Does', 'To', 'If', 'Says the'], cells);
}

type Target = 'photo' | 'bucket' | 'key' | 'secret' | 'log' | 'table' | 'record' | 'trail' | 'function';

/** Calls that an administrator could wish for, in words. */
const WISHES: readonly (readonly [wish: string, action: string, on: Target])[] = [
  ['read a photo', 's3:GetObject', 'photo'],
  ['read an old version of a photo', 's3:GetObjectVersion', 'photo'],
  ['put or replace a photo', 's3:PutObject', 'photo'],
  ['delete a photo', 's3:DeleteObject', 'photo'],
  ['erase a version of a photo', 's3:DeleteObjectVersion', 'photo'],
  ['list the keys of photos, and with them the subjects', 's3:ListBucket', 'bucket'],
  ['change the policy of the bucket', 's3:PutBucketPolicy', 'bucket'],
  ['change how long photos are kept', 's3:PutLifecycleConfiguration', 'bucket'],
  ['decrypt with the key of the photos', 'kms:Decrypt', 'key'],
  ['encrypt with it', 'kms:GenerateDataKey', 'key'],
  ['hand its use on by a grant', 'kms:CreateGrant', 'key'],
  ['change the policy of the key', 'kms:PutKeyPolicy', 'key'],
  ['switch the key off', 'kms:DisableKey', 'key'],
  ['schedule the key for deletion, and with it every photo', 'kms:ScheduleKeyDeletion', 'key'],
  ['read the credentials at the Agent API', 'secretsmanager:GetSecretValue', 'secret'],
  ['delete a file of the trail', 's3:DeleteObject', 'record'],
  ['delete a version of one before its time', 's3:DeleteObjectVersion', 'record'],
  ['shorten the lock of one', 's3:PutObjectRetention', 'record'],
  ['put a file of their own making among them', 's3:PutObject', 'record'],
  ['read the files of the trail', 's3:GetObject', 'record'],
  ['read, change or delete counts of attempts', 'dynamodb:DeleteItem', 'table'],
  ['stop the trail, of which its last event tells', 'cloudtrail:StopLogging', 'trail'],
  ['invoke the function with claims of their own making', 'lambda:InvokeFunction', 'function'],
  ['read the logs, in which no photo, token or name is', 'logs:GetLogEvents', 'log'],
];

function administrators(stage: Synthesized): string {
  const access = new Access(stage);
  const target: Readonly<Record<Target, string>> = {
    photo: `${access.bucket}/faces/alice`,
    bucket: access.bucket,
    key: access.photoKey,
    secret: access.secret,
    record: `${access.record}/AWSLogs/999900001111/CloudTrail/file.json.gz`,
    // No policy of these resources denies anything, so only the identity's own counts.
    table: '*',
    trail: '*',
    function: '*',
    log: '*',
  };
  const decided = WISHES.map(([wish, action, on]) => ({
    wish: `${wish} (\`${action}\`)`,
    may: access.may(ADMINISTRATOR, action, target[on], on === 'key' ? VIA_S3 : {}),
  }));
  const list = (may: boolean) =>
    decided
      .filter((each) => each.may === may)
      .map(({ wish }) => `- ${wish}`)
      .join('\n');
  return `For someone whose own policy allows everything, who is none of the operators, the policies below decide thus.

They **cannot**:

${list(false)}

They **can**:

${list(true)}

${WAYS_AROUND}`;
}

/** What no policy on a resource can prevent: it is said here, since the tables below would not show it. */
const WAYS_AROUND = `No single call of an administrator shows a photo; two can. Anyone who may change the policies of the key and of the bucket can give themselves what these deny. Anyone who
may change the function's code can act as the function. Another function with the function's role, or someone who changes the role's trust and takes it on, gets nothing, as long as the policy stands that binds
the role; a role made again under its name has another unique id, and reads nothing until the policies of bucket and key name that one. So each of these ways goes through a change of a policy.

### What holds an administrator for good

AWS offers no policy within an account that withstands its administrators. A service control policy of the organisation does: this one leaves to the deployment what only the deployment has to do. Fill in what stands in angle
brackets, and the names of your bootstrap if it is not [this project's](bootstrap.md). Services of AWS, such as API Gateway when it invokes the function, are not bound by it.

\`\`\`json
${controlPolicyText()}
\`\`\`

It does not bind the organisation's management account, and a deployment through these roles can still change everything.

### What is seen, and what is not

Each of these calls but \`iam:PassRole\` and \`sts:AssumeRole\` is a change that the trail records, in whatever region. Those on key, bucket, function, roles (of the function, the trail, the deployment, the operators), policies, API, pool, table, secret, trail and log groups set off [an alarm](runbook-audit.md); \`PassRole\` shows
as the function that gets the role, or as the stack that gets the deployment's. Rules of EventBridge tell of those on key, bucket, function, API, trail, log groups, alarms and topic once more, by a way that needs no log group. A deployment by the role of CloudFormation is no news for function, API, pool, table and secret, and neither is CodeDeploy's move of the alias; a change of a role, a policy, a key or a bucket is told even then.

Not seen, by no alarm and no rule of the stack:

- who takes the deploy role of CDK on, by default anyone in the account with \`sts:AssumeRole\`, and deploys: only who deploys past that role sets off an alarm (\`deployed-by-others\`). The policy above names who may;
- who takes from the trail's role the right to write into its log group (a call of IAM, which reaches EventBridge in us-east-1 alone): the alarms on events are blind then, and the one on their absence fires a day later. The rules go on and tell of changes of keys, buckets, function and API in this region; the trail's files have everything;
- who silences rules and alarms within the same few minutes, unless \`alarms.watchers\` brings the rules' messages elsewhere; delivery of rules is best effort;
- a link at the end of an alarm's mail that unsubscribes without credentials: confirm the subscription with \`AuthenticateOnUnsubscribe\`;
- who reads the secret, the logs or the trail's files, takes a role on, or reads counts of attempts: these are reading calls, or items of a table, which the trail does not record;
- an access point for the bucket, or a listing of its keys: the bucket's policy denies each photo through either; both are in the trail's files;
- where the host name of the API leads (DNS), the code of functions that a pool of yours calls, its identity providers, the key of a topic of yours;
- the log groups of the API and of the firewall: deleting one, or its retention, takes records of requests along and no record of a photo;
- what is done to one user of the pool (\`AdminSetUserPassword\` and the like): it is everyday work of the company's backend;
- what a deployment brings along, the function's code included; what other accounts do with a bucket or a pool of theirs;
- whether a call that IAM is given with a role's name in other letters is recorded as it was written: the alarms compare letter by letter.

### Why some roles trust a service without a condition

The roles of the function, of the trail and of API Gateway's logs are taken on by a service of AWS. AWS documents no condition for these three trusts, and one that a service does not meet would stop it. A role is passed
within its account alone, so no other account can name it. The topic of the alarms lets \`events.amazonaws.com\` publish without a condition, for EventBridge sends nothing that one could ask for: it is the one
permission that names no source. A stranger who knows the topic's ARN could have a rule write a false message into it; they read nothing.
`;

const code = (text: string): string => `\`${text}\``;

if (require.main === module) writePage(ACCESS_FILE, accessPage(synthesizeStage('prod')));
