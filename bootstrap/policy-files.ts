import { API_PERMISSIONS } from './api-permissions';
import { DATA_PERMISSIONS } from './data-permissions';
import type { DeploymentPermission } from './deployment-permission';
import { WATCH_PERMISSIONS } from './watch-permissions';

/** Characters of a managed policy, white space not counted ("IAM and AWS STS quotas"). The reason why there are several. */
export const LARGEST_POLICY = 6144;

/** A stack's parameter, by which CDK's template decides whether the account is prepared well enough, is read with the rights of the deployment. */
const PREPARATION: DeploymentPermission = {
  types: [],
  actions: ['ssm:GetParameters'],
  resources: ['arn:aws:ssm:*:*:parameter/cdk-bootstrap/*/version'],
};

/** The policies of the role with which CloudFormation deploys, by file name. */
export const POLICY_FILES: Readonly<Record<string, readonly DeploymentPermission[]>> = {
  'execution-policy-api.json': [PREPARATION, ...API_PERMISSIONS],
  'execution-policy-data.json': DATA_PERMISSIONS,
  'execution-policy-watch.json': WATCH_PERMISSIONS,
};

/** The text that a policy's file must hold. */
export function policyText(permissions: readonly DeploymentPermission[]): string {
  const statements = permissions.map(({ actions, resources, condition }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  return `${JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)}\n`;
}
