/**
 * The words of a filter pattern for JSON of CloudWatch Logs ("Filter pattern syntax"; at most 1,024 characters each). Nothing promises that `!=`
 * holds for a field that an event does not have; therefore the NOT EXISTS next to it.
 */

/** A whole pattern: an event for which every term holds. */
export function pattern(...terms: readonly string[]): string {
  return `{ ${terms.join(' && ')} }`;
}

/** An event of CloudTrail from a service. */
export function from(service: string): string {
  return is('$.eventSource', `${service}.amazonaws.com`);
}

/** A field with a value, in which `*` stands for anything. */
export function is(field: string, value: string): string {
  return `(${field} = "${value}")`;
}

/** A field with another value, or none. */
export function isNot(field: string, value: string): string {
  return `((${field} NOT EXISTS) || (${field} != "${value}"))`;
}

export function any(...terms: readonly string[]): string {
  return `(${terms.join(' || ')})`;
}

export function all(...terms: readonly string[]): string {
  return `(${terms.join(' && ')})`;
}
