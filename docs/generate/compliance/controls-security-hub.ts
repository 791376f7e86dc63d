import { ACKNOWLEDGEMENTS } from '../../../lib/foundation/acknowledgements';
import type { Control } from './control';

const refused = (id: string, title: string, reason: string): Control => ({ id: `Security Hub ${id}`, title, state: 'refused', reason });
const on = (id: string, title: string, tests?: Control['tests']): Control => ({ id: `Security Hub ${id}`, title, state: 'on', tests });
const none = (id: string, title: string, reason: string): Control => ({ id: `Security Hub ${id}`, title, state: 'not applicable', reason });

/** AWS Foundational Security Best Practices, as far as they speak of services that are used here ("Security Hub CSPM controls reference"). */
export const SECURITY_HUB: readonly Control[] = [
  on('APIGateway.1', 'REST API stages write an execution log'),
  refused('APIGateway.2', 'REST API stages use client certificates to the backend', ACKNOWLEDGEMENTS['no-client-certificate'].reason),
  on('APIGateway.3', 'REST API stages trace requests'),
  on('APIGateway.4', 'REST API stages have a web ACL'),
  on('APIGateway.5', 'The cache of a REST API is encrypted: there is none, for a reply is a credential'),
  none('APIGateway.8', 'HTTP API routes state an authorization type', 'The API is a REST API, in which every route is checked for it.'),
  none('APIGateway.9', 'HTTP API stages log access', 'The API is a REST API, whose access log is on.'),
  on('CloudFormation.3', 'Stacks are protected from deletion', [
    ['test/lib/stage-life.test.ts', 'cannot be deleted by one wrong command, unless it is made to be thrown away'],
  ]),
  refused(
    'CloudTrail.1',
    'A trail of several regions records management events',
    'It is a trail of the account or of the organisation; the one of the stack records what happens to its own bucket, keys and function, in their region.',
  ),
  on('CloudTrail.2', 'Trails are encrypted with a key of one’s own'),
  on('CloudTrail.4', 'Files of trails are validated'),
  on('CloudTrail.5', 'Trails go to CloudWatch Logs, where alarms see them'),
  on('CloudTrail.7', 'The bucket of a trail logs access', [
    ['test/lib/audit/trail.test.ts', 'takes lines about the photos and the trail’s files, each under its prefix'],
  ]),
  on('CloudWatch.15', 'Alarms have an action'),
  on('CloudWatch.16', 'Log groups keep entries for a stated time, a year at least', [
    ['test/docs/retention.test.ts', 'every log group there is'],
  ]),
  on('CloudWatch.17', 'Actions of alarms are switched on'),
  on('Cognito.1', 'User pools have threat protection in full-function mode'),
  none('Cognito.2', 'Identity pools give nothing to strangers', 'There is no identity pool.'),
  on('Cognito.3', 'User pools have a strong password policy'),
  none('Cognito.4', 'Threat protection covers custom sign-in', 'The one app client has no custom sign-in flow.'),
  on('Cognito.5', 'User pools offer a second factor'),
  on('Cognito.6', 'User pools are protected from deletion'),
  on('DynamoDB.1', 'Tables scale with demand', [
    ['test/lib/attempts/attempt-limits.test.ts', 'is on demand, encrypted with the service key, lets items end, and keeps no older state'],
  ]),
  refused('DynamoDB.2', 'Tables can be restored to a point in time', ACKNOWLEDGEMENTS['counts-are-not-restored'].reason),
  refused('DynamoDB.4', 'Tables are in a backup plan', ACKNOWLEDGEMENTS['counts-are-not-restored'].reason),
  on('DynamoDB.6', 'Tables are protected from deletion'),
  on('IAM.1', 'Policies give no one every right', [['test/lib/stages.test.ts', 'allows no action by wildcard']]),
  on('IAM.21', 'Policies of one’s own allow no wildcard action of a service', [
    ['test/lib/stages.test.ts', 'allows no action by wildcard'],
  ]),
  on('KMS.1', 'Policies do not allow decryption with every key'),
  on('KMS.2', 'Principals have no inline policy that allows decryption with every key'),
  on('KMS.3', 'Keys are not deleted unintentionally'),
  on('KMS.4', 'Keys rotate'),
  on('KMS.5', 'Keys are not open to the public'),
  on('Lambda.1', 'Functions are not open to the public'),
  on('Lambda.2', 'Functions use supported runtimes'),
  refused('Lambda.3', 'Functions are in a VPC', ACKNOWLEDGEMENTS['no-virtual-private-cloud'].reason),
  on('Lambda.6', 'Functions carry tags', [['test/lib/stage-life.test.ts', 'tags what takes tags with what it is']]),
  on('Lambda.7', 'Functions trace requests'),
  none('Lambda.5', 'Functions in a VPC span several zones', 'The function is in no VPC; Lambda itself spans the zones of the region.'),
  on('S3.1', 'Buckets block public access'),
  on('S3.2', 'Buckets allow no public reading'),
  on('S3.3', 'Buckets allow no public writing'),
  on('S3.5', 'Buckets demand TLS'),
  refused('S3.7', 'Buckets replicate to another region', ACKNOWLEDGEMENTS['no-replica'].reason),
  on('S3.8', 'Each bucket blocks public access itself'),
  refused('S3.11', 'Buckets notify of events', ACKNOWLEDGEMENTS['no-event-notifications'].reason),
  on('S3.9', 'Buckets log access'),
  on('S3.12', 'Access lists give no access'),
  on('S3.13', 'Buckets have lifecycle rules'),
  on('S3.14', 'Buckets keep versions'),
  refused('S3.15', 'Buckets lock objects', ACKNOWLEDGEMENTS['no-object-lock'].reason),
  on('S3.17', 'Buckets are encrypted with KMS'),
  refused(
    'S3.20',
    'Deleting a version needs a second factor',
    'CloudFormation cannot switch it on, and only the root user could erase then: no one should use that key every day.',
  ),
  on('S3.22', 'Writing of objects is recorded'),
  on('S3.23', 'Reading of objects is recorded'),
  on('WAF.10', 'Web ACLs have a rule'),
  on('WAF.11', 'Web ACLs log'),
  on('WAF.12', 'Rules of web ACLs are counted'),
  refused('SecretsManager.1', 'Secrets rotate', ACKNOWLEDGEMENTS['no-rotation-by-lambda'].reason),
  none('SecretsManager.2', 'Rotation that is set up succeeds', 'There is no rotation by a function that could fail.'),
  none('SecretsManager.3', 'Unused secrets are removed', 'The one secret is read every few minutes while there is traffic.'),
  on('SecretsManager.5', 'Secrets carry tags', [['test/lib/stage-life.test.ts', 'tags what takes tags with what it is']]),
  refused('SecretsManager.4', 'Secrets rotate within 90 days', ACKNOWLEDGEMENTS['no-rotation-by-lambda'].reason),
  on('SNS.4', 'Topics are not open to the public'),
];

/** CIS AWS Foundations Benchmark 5.0, as far as it speaks of resources and not of accounts. */
export const CIS: readonly Control[] = [
  { id: 'CIS 2.1.1', title: 'Bucket policies refuse requests without TLS', state: 'on' },
  {
    id: 'CIS 2.1.2',
    title: 'Buckets demand a second factor to delete',
    state: 'refused',
    reason: 'CloudFormation cannot switch it on, and erasure on demand would need the root user of the account.',
  },
  { id: 'CIS 2.1.4', title: 'Buckets block public access', state: 'on' },
  { id: 'CIS 3.8', title: 'Writing of objects is recorded', state: 'on' },
  { id: 'CIS 3.9', title: 'Reading of objects is recorded', state: 'on' },
  { id: 'CIS 3.6', title: 'Customer-managed symmetric keys rotate', state: 'on' },
];
