/**
 * A value of a template as one text.
 * @param named What stands for a reference: the logical id or pseudo parameter, and an attribute if it is of one.
 */
export function templateText(value: unknown, named: (id: string, attribute?: string) => string): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as References;
  if (join !== undefined) return join[1].map((part) => templateText(part, named)).join(join[0]);
  return attribute === undefined ? named(ref ?? '?') : named(...attribute);
}

interface References {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: [id: string, attribute: string];
  readonly 'Fn::Join'?: [separator: string, parts: unknown[]];
}
