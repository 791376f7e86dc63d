import type { ExpectedCall } from '../../test/support/compliance-calls';
import {
  BOUND_DEPLOYMENT_MAY,
  BOUND_DEPLOYMENT_MUST_NOT,
  DEPLOYMENT_MAY,
  DEPLOYMENT_MAY_WITH_A_NEW_KEY,
  DEPLOYMENT_MUST_NOT,
  type DeploymentCall,
  HANDLERS_READ,
} from '../../test/support/deployment-calls';
import { DEPLOY_ROLE, EXECUTION_ROLE, executionPolicy, LOOKUP_ROLE, toolkit, toolkitPolicy } from '../../test/support/deployment-roles';
import {
  CHANGES_OF_A_STACK,
  DEPLOYER_MUST_NOT,
  LOOKUP_MAY,
  LOOKUP_MUST_NOT,
  OTHER_STACKS,
  stackArn,
} from '../../test/support/toolkit-calls';

type Caller = Pick<ExpectedCall, 'who' | 'own'>;

/** The calls of test/bootstrap by the three roles that bootstrap.sh makes, with the policies that it gives them. */
export function deploymentCalls(): ExpectedCall[] {
  const plain: Caller = { who: EXECUTION_ROLE, own: executionPolicy(false) };
  const bound: Caller = { who: EXECUTION_ROLE, own: executionPolicy(true) };
  const deployer: Caller = { who: DEPLOY_ROLE, own: toolkitPolicy(toolkit(), 'DeploymentActionRole') };
  const lookup: Caller = { who: LOOKUP_ROLE, own: toolkitPolicy(toolkit(), 'LookupRole') };
  const changes = (name: string): DeploymentCall[] => CHANGES_OF_A_STACK.map((action) => [action, stackArn(name), {}]);
  return [
    ...calls(plain, true, [...DEPLOYMENT_MAY, ...DEPLOYMENT_MAY_WITH_A_NEW_KEY, ...HANDLERS_READ]),
    ...calls(plain, false, DEPLOYMENT_MUST_NOT),
    ...calls(bound, true, BOUND_DEPLOYMENT_MAY),
    ...calls(bound, false, BOUND_DEPLOYMENT_MUST_NOT),
    ...calls(deployer, true, changes('FaceMatchProxy-prod')),
    ...calls(deployer, false, [...OTHER_STACKS.flatMap(changes), ...DEPLOYER_MUST_NOT]),
    ...calls(lookup, true, LOOKUP_MAY),
    ...calls(lookup, false, LOOKUP_MUST_NOT),
  ];
}

function calls(caller: Caller, allowed: boolean, made: readonly (readonly [string, string, ExpectedCall['context']?])[]): ExpectedCall[] {
  return made.map(([action, on, context]) => ({ ...caller, action, on, context, allowed }));
}
