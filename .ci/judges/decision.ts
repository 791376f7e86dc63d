import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { Access } from '../../test/support/compliance-access';
import type { ExpectedCall } from '../../test/support/compliance-calls';
import { physical } from '../../test/support/physical-names';
import type { Statement } from '../../test/support/policy-documents';
import { ROOT } from '../../test/support/stack-policies';
import type { Synthesized } from '../../test/support/template';
import { type Policy, policy, StagePolicies } from './stage-policies';

/** A call by somebody, with any result. */
export type Call = Omit<ExpectedCall, 'allowed'>;

/** What the engine says; if it does not judge a call, why. */
export type Decision = 'allowed' | 'denied' | { readonly notJudged: string };

/** What the engine decided, by what it was asked: it goes by nothing else. Only for stages with the same resources, which physical names are made of. */
export type Decided = Map<string, Promise<Decision>>;

const ACCOUNT = '999900001111';
const EVERYTHING = policy([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
/** Of a key that is made without a policy: the account's IAM decides. */
const DEFAULT_KEY_POLICY = policy([{ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' }]);

/**
 * The engine drops each `kms:EncryptionContext:…` of a request before it decides, and passes tags of the caller on. So a context is given to it
 * under the name of such a tag, in policies and calls: it still decides whether the value fits, by the same operator.
 */
const ENCRYPTION_CONTEXT = /kms:EncryptionContext:/g;
const PASSED_ON = 'aws:PrincipalTag/encryption-context-';

/**
 * Makes the function that says who may do what in a synthesized stage: principal x call -> decision, by the policies of identities, resources and
 * keys, and the boundary. Anyone who is not a role of the stage, of any account, is given every right in their own policies, unless the call states them.
 * @param decided what the engine is not asked a second time, and what it decides from now on. @default - each call is put to it
 */
export function judgeOf(stage: Synthesized, decided: Decided = new Map()): (call: Call) => Promise<Decision> {
  const policies = new StagePolicies(stage);
  const access = new Access(stage);
  return async ({ who, action, on, context, own: stated }) => {
    const isService = !who.startsWith('arn:');
    const own = isService ? [] : stated === undefined ? (policies.identity(who) ?? [EVERYTHING]) : [policy(stated as readonly Statement[])];
    const bounds = stated === undefined ? policies.boundary(who) : [];
    const attached = policies.resource(on) ?? (isKey(action, on) ? DEFAULT_KEY_POLICY : undefined);
    const given = { ...access.sentWith(who, action), ...context, ...(isService ? {} : { 'aws:PrincipalArn': who }) };
    const question = JSON.stringify({
      request: { principal: who, action, resource: { resource: on, accountId: on.split(':')[4] || ACCOUNT }, contextVariables: given },
      identityPolicies: named(own),
      ...(bounds.length === 0 ? {} : { permissionBoundaryPolicies: named(bounds) }),
      ...(attached === undefined ? {} : { resourcePolicy: attached }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    });
    const decision = decided.get(question) ?? decide(question, [...own, ...bounds, ...(attached === undefined ? [] : [attached])]);
    decided.set(question, decision);
    return await decision;
  };

  async function decide(question: string, read: readonly Policy[]): Promise<Decision> {
    const simulation: Simulation = physical(JSON.parse(question.replace(ENCRYPTION_CONTEXT, PASSED_ON)), stage);
    const result = await runSimulation(simulation, {});
    if (result.resultType === 'error') return { notJudged: result.errors.message };
    const dropped = result.resultType === 'single' ? (result.result.ignoredContextKeys ?? []) : [];
    const missed = dropped.filter((key) => isAskedFor(key, simulation.request.action, read));
    if (missed.length > 0) return { notJudged: `${missed.join(', ')} dropped` };
    return result.overallResult === 'Allowed' ? 'allowed' : 'denied';
  }
}

function isKey(action: string, on: string): boolean {
  return action.startsWith('kms:') && on.startsWith('arn:');
}

function named(policies: readonly Policy[]): { name: string; policy: Policy }[] {
  return policies.map((each, index) => ({ name: String(index), policy: each }));
}

/** Whether a statement about the action has a condition with the key. That the engine drops one that no statement has, changes nothing. */
function isAskedFor(key: string, action: string, policies: readonly Policy[]): boolean {
  return policies
    .flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => [Action].flat().some((each) => each === action || each?.endsWith('*')))
    .some(({ Condition }) => JSON.stringify(Condition ?? {}).includes(`"${key}"`));
}
