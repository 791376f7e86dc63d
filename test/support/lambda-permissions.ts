import type { Statement } from './policy-documents';
import { concrete } from './stack-policies';
import type { Synthesized } from './template';

/** The policies of a stage's functions and aliases: a template has no document of them, each permission is a resource. */
export function permissionStatements(stage: Synthesized): (Statement & { readonly Action: string; readonly Resource: string })[] {
  return stage.of('AWS::Lambda::Permission').map(([, { Properties }]) => {
    const { Action = '', Principal, SourceArn } = concrete(Properties, stage.resources) as Record<string, string>;
    return {
      Effect: 'Allow' as const,
      Principal: { Service: Principal },
      Action,
      Resource: invokedBy(Properties.FunctionName, stage),
      ...(SourceArn !== undefined && { Condition: { ArnLike: { 'aws:SourceArn': SourceArn } } }),
    };
  });
}

/** ARN of a function or of an alias, whose `Ref` is its ARN. */
function invokedBy(name: { readonly Ref?: string }, stage: Synthesized): string {
  const alias = stage.resources[name.Ref ?? ''];
  if (alias?.Type !== 'AWS::Lambda::Alias') return String(concrete(name, stage.resources));
  return `${concrete({ 'Fn::GetAtt': [alias.Properties.FunctionName.Ref, 'Arn'] }, stage.resources)}:${alias.Properties.Name}`;
}
