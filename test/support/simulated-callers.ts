import type { Access, Own } from './compliance-access';
import { STRANGER } from './compliance-access';
import { DEPLOY_ROLE, EXECUTION_ROLE, executionPolicy, toolkit, toolkitPolicy } from './deployment-roles';
import { CALLERS, OPERATORS } from './simulated-stage';
import { ADMINISTRATOR, type Call, ROOT } from './stack-policies';
import type { Synthesized } from './template';
import { sessionOf, type TrailEvent } from './trail-events';

/** Somebody who makes calls. */
export interface Caller {
  /** ARN, or the name of a service. */
  readonly who: string;
  /** What their own policies say. @default - a role of the stage has its own; of all others everything is allowed */
  readonly own?: Own;
  /** What AWS adds to each of their calls. */
  readonly context?: Call['context'];
  /** How CloudTrail names them. */
  readonly identity: TrailEvent['userIdentity'];
}

/** A line of the tables. */
export interface CallerRow {
  readonly id: string;
  readonly name: string;
  readonly callers: readonly Caller[];
}

/** All that is done to objects and with keys, and no change of a policy: more than any operator needs. */
const USES: Own = [
  {
    Effect: 'Allow',
    Action: ['s3:*Object*', 's3:List*', 'kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant'],
    Resource: '*',
  },
];

/** Everybody whose calls are simulated. */
export function callerRows(stage: Synthesized, access: Access): CallerRow[] {
  const row = (id: string, name: string, ...callers: Caller[]): CallerRow => ({ id, name, callers });
  const operator = (job: keyof typeof OPERATORS): CallerRow => {
    const [who = ''] = OPERATORS[job];
    return row(job, `\`operators.${job}\``, { who, own: USES, identity: sessionOf(who) });
  };
  const { verdict } = access;
  if (verdict === undefined) throw new Error('no one asks for verdicts in this stage');
  const [caller, callerElsewhere] = CALLERS;
  const asks: Own = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: verdict.question }];
  const foreign = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:999900001111:function:another' };
  return [
    row('function', 'the function', { who: access.function, identity: sessionOf(access.function) }),
    row('verdict', 'the verdict function', { who: verdict.function, identity: sessionOf(verdict.function) }),
    row('caller', '`verdicts.callers`', { who: caller, own: [], identity: sessionOf(caller) }),
    row('caller-elsewhere', '`verdicts.callers` of another account', {
      who: callerElsewhere,
      own: asks,
      identity: sessionOf(callerElsewhere),
    }),
    row('administrator', 'administrator', { who: ADMINISTRATOR, identity: sessionOf(ADMINISTRATOR) }),
    row('root', 'root user', { who: ROOT, identity: { type: 'Root', principalId: '999900001111', arn: ROOT } }),
    ...(['enrol', 'replace', 'read', 'erase'] as const).map(operator),
    row('deploy', 'CDK’s deploy role', {
      who: DEPLOY_ROLE,
      own: toolkitPolicy(toolkit(), 'DeploymentActionRole'),
      identity: sessionOf(DEPLOY_ROLE),
    }),
    row('execution', 'CloudFormation’s role', {
      who: EXECUTION_ROLE,
      own: executionPolicy(true),
      identity: { ...sessionOf(EXECUTION_ROLE), invokedBy: 'cloudformation.amazonaws.com' },
    }),
    row('stranger', 'a role of another account', { who: STRANGER, identity: sessionOf(STRANGER) }),
    row('services', 'services of AWS', ...servicesOf(stage).map((who) => ({ who, identity: { type: 'AWSService', invokedBy: who } }))),
    row('foreign', 'the function’s role in another function', {
      who: access.function,
      context: foreign,
      identity: sessionOf(access.function),
    }),
    row('foreign-verdict', 'the verdict function’s role in another function', {
      who: verdict.function,
      context: foreign,
      identity: sessionOf(verdict.function),
    }),
    row('namesake', 'a role made again under the name of the function’s', {
      who: access.function,
      own: USES,
      context: { ...foreign, 'aws:userId': 'AROANAMESAKE:another' },
      identity: sessionOf(access.function, 'AROANAMESAKE'),
    }),
    row('namesake-verdict', 'a role made again under the name of the verdict function’s', {
      who: verdict.function,
      own: [{ Effect: 'Allow', Action: ['dynamodb:*', 'secretsmanager:GetSecretValue'], Resource: '*' }],
      context: { ...foreign, 'aws:userId': 'AROANAMESAKE:another' },
      identity: sessionOf(verdict.function, 'AROANAMESAKE'),
    }),
  ];
}

/** Every service that a policy, a trust or a permission of the stage names, and S3, which no policy names. */
function servicesOf(stage: Synthesized): string[] {
  const named = JSON.stringify(stage.template).matchAll(/"(?:Service|Principal)":"([a-z0-9.-]+\.amazonaws\.com)"/g);
  return [...new Set([...[...named].map(([, name = '']) => name), 's3.amazonaws.com'])].sort();
}
