import type { StackStatus } from '@aws-sdk/client-cloudformation';
import type { Verdict } from '../failures/finding';
import { appOptions, quoted } from './shell';

/** What a state of a stack means. */
export interface StackState {
  readonly verdict: Extract<Verdict, 'pass' | 'warning' | 'fail'>;
  /** Half a sentence: what has happened to the stack. */
  readonly means: string;
  readonly remedy: Remedy;
  /** Whether a deployment has succeeded in it, so that it has outputs. */
  readonly stands: boolean;
}

/** The stack that something is to be done about. */
export interface TroubledStack {
  readonly stackName: string;
  /** Options of the AWS CLI and of CDK that name its region, and the profile if one was named. */
  readonly where: string;
  /** Name of the stage, for a new deployment. */
  readonly name: string;
  /** Context that a deployment needs in addition to the stage, `name=value` each. @default - none that is known */
  readonly context?: readonly string[];
  /** Whether CloudFormation refuses to delete it. The CDK CLI switches that on before the first resource is made. */
  readonly isProtected: boolean;
}

type Remedy = (stack: TroubledStack) => string;

const aws = (command: string, { stackName, where }: TroubledStack, options = '') =>
  `  aws cloudformation ${command} ${where} --stack-name ${quoted(stackName)}${options}`;
const deploy = ({ name, context = [], where }: TroubledStack) => `  npm run deploy -- ${appOptions(name, context, where)}`;
const why = (stack: TroubledStack) => [
  'See why:',
  aws(
    'describe-stack-events',
    stack,
    ` --query "StackEvents[?ends_with(ResourceStatus, '_FAILED')].[LogicalResourceId,ResourceStatusReason]"`,
  ),
];
const deletion = (stack: TroubledStack) => [
  ...(stack.isProtected ? [aws('update-termination-protection', stack, ' --no-enable-termination-protection')] : []),
  aws('delete-stack', stack),
  aws('wait stack-delete-complete', stack),
];
/** Lines: a command has its own line, so that it can be copied. */
const lines = (...parts: readonly (string | readonly string[])[]) => parts.flat().join('\n');

const none: Remedy = () => '';
const wait: Remedy = () => 'Wait until that has ended, and run this again.';
const remove: Remedy = (stack) =>
  lines(
    ...[why(stack), 'Remove the stack:', deletion(stack)],
    ...['What it kept stays: docs/first-hour.md, "A first deployment that failed". Then deploy again:', deploy(stack)],
  );
const deployOrRemove: Remedy = (stack) => lines('Continue the deployment:', deploy(stack), 'Or drop it:', deletion(stack));
const deleteAgain: Remedy = (stack) =>
  lines(why(stack), 'Remove the cause (a bucket has to be empty), and delete the stack again:', deletion(stack));
const deployAgain: Remedy = (stack) => lines(why(stack), 'Remove the cause, and deploy again:', deploy(stack));
const rollBackOn: Remedy = (stack) =>
  lines(
    ...[why(stack), 'Remove the cause, let it continue, and when that has ended deploy again:'],
    ...[aws('continue-update-rollback', stack), aws('wait stack-rollback-complete', stack), deploy(stack)],
  );

const state = (verdict: StackState['verdict'], stands: boolean, means: string, remedy: Remedy): StackState => ({
  verdict,
  stands,
  means,
  remedy,
});

/** Every state that CloudFormation has ("Stack status codes" in its user guide). */
const STATES: Readonly<Record<StackStatus, StackState>> = {
  CREATE_COMPLETE: state('pass', true, 'it is deployed', none),
  CREATE_FAILED: state('fail', false, 'its first deployment failed, and what was made is still there', remove),
  CREATE_IN_PROGRESS: state('warning', false, 'its first deployment is under way', wait),
  DELETE_COMPLETE: state('fail', false, 'it was deleted', (stack) => lines('Deploy again:', deploy(stack))),
  DELETE_FAILED: state('fail', false, 'its deletion failed in part', deleteAgain),
  DELETE_IN_PROGRESS: state('fail', false, 'it is being deleted', wait),
  IMPORT_COMPLETE: state('pass', true, 'resources were imported into it', none),
  IMPORT_IN_PROGRESS: state('warning', false, 'resources are being imported into it', wait),
  IMPORT_ROLLBACK_COMPLETE: state('warning', true, 'an import of resources failed and was undone; it is as before', deployAgain),
  IMPORT_ROLLBACK_FAILED: state('fail', false, 'an import of resources failed, and could not be undone', deployAgain),
  IMPORT_ROLLBACK_IN_PROGRESS: state('warning', false, 'an import of resources failed and is being undone', wait),
  REVIEW_IN_PROGRESS: state('fail', false, 'a change set was made and never executed; nothing is deployed', deployOrRemove),
  ROLLBACK_COMPLETE: state('fail', false, 'its first deployment failed and was undone; no further deployment can go into it', remove),
  ROLLBACK_FAILED: state('fail', false, 'its first deployment failed, and could not be undone in full', remove),
  ROLLBACK_IN_PROGRESS: state('fail', false, 'its first deployment failed and is being undone', wait),
  UPDATE_COMPLETE: state('pass', true, 'it is deployed', none),
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: state('pass', true, 'it is deployed, and what was replaced is being removed', none),
  UPDATE_FAILED: state('fail', true, 'its last deployment failed in part and was not undone', deployAgain),
  UPDATE_IN_PROGRESS: state('warning', true, 'a deployment is under way', wait),
  UPDATE_ROLLBACK_COMPLETE: state(
    'warning',
    true,
    'its last deployment failed and was undone; what runs is the version before',
    deployAgain,
  ),
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: state('warning', true, 'its last deployment failed and is nearly undone', wait),
  UPDATE_ROLLBACK_FAILED: state('fail', true, 'its last deployment failed, and could not be undone', rollBackOn),
  UPDATE_ROLLBACK_IN_PROGRESS: state('warning', true, 'its last deployment failed and is being undone', wait),
};

/** The judgement on a state that CloudFormation got after this version. */
const NEWER = state('warning', true, 'this version does not know that state', (stack) =>
  lines('Look at the stack:', aws('describe-stacks', stack)),
);

export function stackStateOf(status: string): StackState {
  return Object.hasOwn(STATES, status) ? STATES[status as StackStatus] : NEWER;
}
