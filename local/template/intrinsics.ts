/** What a reference stands for: the physical names that the stand-ins use. */
export interface PhysicalValues {
  /** `Ref` of a resource. */
  reference(logicalId: string): string;
  /** `Fn::GetAtt` of a resource. */
  attribute(logicalId: string, name: string): string;
}

/** CloudFormation's pseudo parameters, for an account that does not exist. */
export const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::StackId': 'arn:aws:cloudformation:eu-central-1:000000000000:stack/local/local',
  'AWS::StackName': 'local',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * Replaces the intrinsic functions in a part of a template.
 * @throws Error naming the function when it is one that is not known here: a value guessed would be worse.
 */
export function resolveIntrinsics(value: unknown, physical: PhysicalValues): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isNoValue(item)).map((item) => resolveIntrinsics(item, physical));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined && isIntrinsic(first[0])) return call(first[0], first[1], physical);
  const kept = entries.filter(([, item]) => !isNoValue(item));
  return Object.fromEntries(kept.map(([key, item]) => [key, resolveIntrinsics(item, physical)]));
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function isNoValue(value: unknown): boolean {
  return (value as { Ref?: unknown } | null)?.Ref === 'AWS::NoValue';
}

function call(name: string, argument: unknown, physical: PhysicalValues): unknown {
  switch (name) {
    case 'Ref':
      return reference(String(argument), physical);
    case 'Fn::GetAtt':
      return attribute(argument, physical);
    case 'Fn::Join':
      return join(resolveIntrinsics(argument, physical) as [string, unknown[]]);
    case 'Fn::Sub':
      return substitute(argument, physical);
    case 'Fn::Select':
      return select(resolveIntrinsics(argument, physical) as [number | string, unknown[]]);
    case 'Fn::Split':
      return split(resolveIntrinsics(argument, physical) as [string, string]);
    default:
      throw new Error(`The template uses ${name}, which the local stack cannot resolve.`);
  }
}

function reference(name: string, physical: PhysicalValues): string {
  return PSEUDO_PARAMETERS[name] ?? physical.reference(name);
}

function attribute(argument: unknown, physical: PhysicalValues): string {
  const [logicalId = '', ...names] = Array.isArray(argument) ? (argument as string[]) : String(argument).split('.');
  return physical.attribute(logicalId, names.join('.'));
}

function join([separator, items]: [string, unknown[]]): string {
  return items.map(String).join(separator);
}

function select([index, items]: [number | string, unknown[]]): unknown {
  return items[Number(index)];
}

function split([separator, text]: [string, string]): string[] {
  return text.split(separator);
}

function substitute(argument: unknown, physical: PhysicalValues): string {
  const [text, own] = Array.isArray(argument) ? (argument as [string, Record<string, unknown>]) : [String(argument), {}];
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (name in own) return String(resolveIntrinsics(own[name], physical));
    return name.includes('.') ? attribute(name, physical) : reference(name, physical);
  });
}
