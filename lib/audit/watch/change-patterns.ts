import { any, from, is, isNot, pattern } from '../../foundation/filter-pattern';
import { type Deployer, notBy } from './deployers';

/** What an event of CloudTrail looks like that changes what decides who may call and with whose photo. */

/** Names, ids and ARNs of this stack. */
export interface WatchedParts {
  readonly functionName: string;
  readonly functionRoleArn: string;
  /** The application of CodeDeploy that moves the function's alias. */
  readonly applicationName: string;
  /** The stack's own name. */
  readonly stackName: string;
  /** Names of the roles that alarms and photos rest on: the function's, the trail's, the deployment's, the operators'. */
  readonly roleNames: readonly string[];
  /** ARNs of the policies of these roles. */
  readonly policyArns: readonly string[];
  readonly region: string;
  readonly restApiId: string;
  /** The API's own host name. */
  readonly domainName?: string;
  /** The web ACL before the API. */
  readonly firewall?: { readonly id: string; readonly arn: string };
  readonly userPoolId: string;
  /** The table of attempts. */
  readonly tableName?: string;
  /** How its name begins: a call names it by name, by a part of the ARN, or by all of it. */
  readonly secretName: string;
  /** What deploys the stack, and what moves the alias: their changes of function and API are expected. */
  readonly deployment?: Deployer;
  readonly rollout: Deployer;
  /** @default - no one asks for verdicts */
  readonly verdict?: WatchedVerdict | undefined;
  /** ARN of the role that tells CloudFormation to deploy. */
  readonly startsDeployments?: string;
}

/** What a yes or a no is made of. */
export interface WatchedVerdict {
  readonly functionName: string;
  readonly functionRoleArn: string;
  readonly restApiId: string;
  /** The table of transactions. */
  readonly tableName: string;
  /** How the name of the secret begins that holds the key for reading. */
  readonly secretName: string;
}

const CHANGE = '($.managementEvent IS TRUE)';

/** Code, settings, alias, who may call. A call names its function by name or ARN. CodeDeploy moves the alias for whoever tells it to. */
export function functionChanged({ functionName, applicationName, deployment, rollout, verdict }: WatchedParts): readonly string[] {
  const named = (name: string) => any(...['functionName', 'resourceArn'].map((field) => is(`$.requestParameters.${field}`, `*${name}*`)));
  const moved = any(is('$.requestParameters.applicationName', applicationName), is('$.requestParameters.serviceRoleArn', rollout.roleArn));
  return [
    pattern(from('lambda'), CHANGE, named(functionName), ...notBy([deployment, rollout])),
    pattern(from('codedeploy'), CHANGE, moved, ...notBy([deployment])),
    ...(verdict === undefined ? [] : [pattern(from('lambda'), CHANGE, named(verdict.functionName), ...notBy([deployment]))]),
  ];
}

/**
 * What CloudFormation does in its role is expected, so its caller is watched: a change of the stack, or that role given to another stack.
 * Only where it is known who deploys.
 */
export function deployedByOthers({ stackName, deployment, startsDeployments }: WatchedParts): readonly string[] {
  if (deployment === undefined || startsDeployments === undefined) return [];
  // CloudFormation and Cloud Control do not agree on the parameter's name.
  const handed = ['roleARN', 'roleArn'].map((field) => is(`$.requestParameters.${field}`, deployment.roleArn));
  const stack = [stackName, `*:stack/${stackName}/*`].map((name) => is('$.requestParameters.stackName', name));
  const by = [isNot('$.userIdentity.sessionContext.sessionIssuer.arn', startsDeployments), ...notBy([deployment])];
  return [pattern(CHANGE, any(...handed), ...by), pattern(from('cloudformation'), CHANGE, any(...stack), ...by)];
}

/** Another function that gets the role of this one, in this region or another; what this function itself gets is a change of it. */
export function roleBorrowed({ region, verdict, ...first }: WatchedParts): readonly string[] {
  return [first, ...(verdict === undefined ? [] : [verdict])].map(({ functionName, functionRoleArn }) =>
    pattern(
      from('lambda'),
      any(is('$.eventName', 'CreateFunction*'), is('$.eventName', 'UpdateFunctionConfiguration*')),
      is('$.requestParameters.role', functionRoleArn),
      any(isNot('$.requestParameters.functionName', `*${functionName}*`), isNot('$.awsRegion', region)),
    ),
  );
}

/** Every change in IAM that names a role or one of its policies, by anyone: a deployment that changes who may do what is worth a look, too. */
export function roleChanged({ roleNames, policyArns }: WatchedParts): readonly string[] {
  return [
    ...inGroups(roleNames).map((names) => pattern(from('iam'), any(...names.map((name) => is('$.requestParameters.roleName', name))))),
    ...policyArns.map((arn) => pattern(from('iam'), is('$.requestParameters.policyArn', arn))),
  ];
}

/** A name of a role has up to 64 characters; eight of them fit into a pattern. */
function inGroups(names: readonly string[], size = 8): string[][] {
  return names.length === 0 ? [] : [names.slice(0, size), ...inGroups(names.slice(size), size)];
}

/** Every change of the REST API, of its host name, and of the firewall before it: no other call of API Gateway changes one and names neither. */
export function apiChanged({ restApiId, domainName, firewall, deployment, verdict }: WatchedParts): readonly string[] {
  const named = (id: string) => [is('$.requestParameters.restApiId', id), is('$.requestParameters.resourceArn', `*/restapis/${id}*`)];
  const api = any(...named(restApiId), ...(domainName === undefined ? [] : [is('$.requestParameters.domainName', domainName)]));
  const sources = any(from('apigateway'), ...(firewall === undefined ? [] : [from('wafv2')]));
  return [
    pattern(sources, CHANGE, api, ...notBy([deployment])),
    // The account's role for the logs of every API.
    pattern(from('apigateway'), is('$.eventName', 'UpdateAccount'), ...notBy([deployment])),
    ...(firewall === undefined
      ? []
      : [
          pattern(
            from('wafv2'),
            any(
              is('$.requestParameters.id', firewall.id),
              is('$.requestParameters.resourceArn', firewall.arn),
              is('$.requestParameters.loggingConfiguration.resourceArn', firewall.arn),
            ),
            ...notBy([deployment]),
          ),
        ]),
    ...(verdict === undefined ? [] : [pattern(from('apigateway'), CHANGE, any(...named(verdict.restApiId)), ...notBy([deployment]))]),
  ];
}

/** The pool and its clients, domains and providers. What is done to one user is everyday work of the company's backend, and begins with Admin. */
export function callersChanged({ userPoolId, deployment }: WatchedParts): string {
  return pattern(
    from('cognito-idp'),
    CHANGE,
    any(is('$.requestParameters.userPoolId', userPoolId), is('$.requestParameters.resourceArn', `*userpool/${userPoolId}`)),
    '($.eventName != "Admin*")',
    ...notBy([deployment]),
  );
}

/** The table itself. Its items are no management events: the trail does not record them. */
export function tableChanged({ tableName, deployment }: Pick<WatchedParts, 'tableName' | 'deployment'>): readonly string[] {
  if (tableName === undefined) return [];
  // Two fields a pattern: the name may have 255 characters.
  return [
    ['tableName', 'resourceArn'],
    ['tableArn', 'sourceTableName'],
    ['globalTableName', 'sourceTableArn'],
  ].map((fields) => {
    const named = fields.map((field) => is(`$.requestParameters.${field}`, `*${tableName}*`));
    return pattern(from('dynamodb'), CHANGE, any(...named), ...notBy([deployment]));
  });
}

/** The value, and everything else about the secret but the reading of it. */
export function secretChanged({ secretName, deployment }: Pick<WatchedParts, 'secretName' | 'deployment'>): string {
  return pattern(from('secretsmanager'), is('$.requestParameters.secretId', `*${secretName}*`), ...notBy([deployment]));
}

/** The record of starts, and the key with which Microblink is asked. */
export function verdictChanged({ verdict, deployment }: WatchedParts): readonly string[] {
  return verdict === undefined ? [] : [...tableChanged({ ...verdict, deployment }), secretChanged({ ...verdict, deployment })];
}
