import { Failure } from '../failures/failures';
import type { StackResource } from '../stage/stack-resources';
import type { Stage } from '../stage/stage';

/** Which log a line is from, in the words of docs/reference.md. */
export type LogName = OwnLog | 'firewall' | `verdict: ${OwnLog}`;

/** What each API of a stage has, and the function behind it. */
type OwnLog = 'access log' | 'function' | 'execution log';

/** A log group of a stage that has lines about requests. */
export interface StageLog {
  readonly name: LogName;
  readonly group: string;
}

/** By the end of the log group's logical id, in any place of the tree; the first that fits. The trail's has no id of a request. */
const NAMES: readonly (readonly [id: RegExp, name: LogName])[] = [
  [/VerdictsFunctionLog[0-9A-F]{8}$/, 'verdict: function'],
  [/VerdictsApiAccessLog[0-9A-F]{8}$/, 'verdict: access log'],
  [/VerdictsApiExecutionLog[0-9A-F]{8}$/, 'verdict: execution log'],
  [/FunctionLog[0-9A-F]{8}$/, 'function'],
  [/AccessLog[0-9A-F]{8}$/, 'access log'],
  [/FirewallLogGroup[0-9A-F]{8}$/, 'firewall'],
  [/ExecutionLog[0-9A-F]{8}$/, 'execution log'],
];

/** @throws Failure `not-a-stage` for a stack that has none */
export function stageLogs({ stackName }: Stage, resources: readonly StackResource[]): StageLog[] {
  const logs = resources
    .filter(({ type, physicalId }) => type === 'AWS::Logs::LogGroup' && physicalId !== '')
    .flatMap(({ logicalId, physicalId }): StageLog[] => {
      const [, name] = NAMES.find(([id]) => id.test(logicalId)) ?? [];
      return name === undefined ? [] : [{ name, group: physicalId }];
    });
  if (logs.some(({ name }) => name === 'function')) return logs;
  throw new Failure('not-a-stage', {
    what: `The stack ${stackName} has no log group of the function.`,
    where: `CloudFormation, resources of ${stackName}`,
    toDo: 'Name the right stack with --stack, or deploy the stage with this version.',
  });
}
