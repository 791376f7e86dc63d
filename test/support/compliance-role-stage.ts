import type { ExpectedCall } from './compliance-calls';
import { ROLE_CALLS, type RoleCall } from './compliance-role-calls';
import { concrete } from './stack-policies';
import { checked, type Synthesized, synthesize } from './template';

/** Settings of a stage that makes every role there is. */
const EVERY_ROLE = {
  auditTrail: { trail: 'on', linesTo: { stream: 'arn:aws:kinesis:eu-central-1:999900001111:stream/audit' } },
  api: { loggingRole: 'managed-here' },
  verdicts: { callers: ['arn:aws:iam::999900001111:role/Backend'] },
};

/** A stage that makes every role there is, with more settings if wanted. */
export function stageOfEveryRole(changes: Readonly<Record<string, unknown>> = {}): Synthesized {
  return synthesize(checked({ ...EVERY_ROLE, ...changes }));
}

/** The calls of {@link ROLE_CALLS} with the ARNs of a stage, by a part of the role's name. */
export function roleCalls(stage: Synthesized): ReadonlyMap<string, readonly ExpectedCall[]> {
  return new Map(
    ROLE_CALLS.map(({ role, may, mustNot }) => {
      const who = arnOfRole(stage, role);
      const expect = (allowed: boolean) => (call: RoleCall) => ({ who, action: call.action, on: named(stage, call.on), allowed });
      return [role, [...may.map(expect(true)), ...mustNot.map(expect(false))]];
    }),
  );
}

function arnOfRole(stage: Synthesized, part: string): string {
  const [id = ''] = stage.of('AWS::IAM::Role').find(([each]) => each.includes(part)) ?? [];
  return String(concrete({ 'Fn::GetAtt': [id, 'Arn'] }, stage.resources));
}

/** The ARN of the resource that a list names by a part of its logical id, or, of a log group within an ARN, its name. */
function named(stage: Synthesized, on: string): string {
  return on.replace(/<(\w+)>/g, (_, part: string) => {
    const found = Object.entries(stage.resources).filter(
      ([id, { Type }]) => new RegExp(`${part}[0-9A-F]{8}$`).test(id) && /Bucket$|Secret$|Table$|Function$|Alarm$|LogGroup$/.test(Type),
    );
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources are called ${part}`);
    const [id, { Type }] = found[0];
    const reference = Type === 'AWS::SecretsManager::Secret' || on.startsWith('arn:') ? { Ref: id } : { 'Fn::GetAtt': [id, 'Arn'] };
    return String(concrete(reference, stage.resources));
  });
}
