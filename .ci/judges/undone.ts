import { Synthesized } from '../../test/support/template';

/** Names of all statements of a stage. */
export function namesOf(stage: Synthesized): string[] {
  return [...JSON.stringify(stage.template).matchAll(/"Sid":"(\w+)"/g)].map(([, sid = '']) => sid);
}

/** A stage without the statements of a name, in any policy. */
export function without(stage: Synthesized, sid: string): Synthesized {
  const template = JSON.parse(JSON.stringify(stage.template), (_, value) =>
    Array.isArray(value) ? value.filter((each) => each?.Sid !== sid) : value,
  );
  return Object.assign(Object.create(Synthesized.prototype), { template });
}
