import type { Template } from './template';

/** What the stand-ins need to know about the function's configuration: they read it where the function does. */
export interface FunctionSettings {
  /** Claim that decides whose photo is used. */
  readonly subjectClaim: string;
  /** Kind of token that callers send. */
  readonly tokens: 'id' | 'access';
  /** Workflow ids that get a photo, and those that are passed through. */
  readonly workflows: { readonly injecting: readonly string[]; readonly passThrough: readonly string[] };
  /** Origins that a browser may call from: `*`, or a list. */
  readonly origins: '*' | readonly string[];
  /** Form fields that take a photo. */
  readonly imageFields: readonly string[];
}

/** A workflow of the organisation that no configuration names, for a stage that passes every workflow through. */
const ANY_WORKFLOW = 'any-workflow-of-the-organisation';

/** @throws Error when no function of the template has the settings. */
export function readFunctionSettings(template: Template): FunctionSettings {
  const variables = template
    .all<{ Environment?: { Variables?: Record<string, string> } }>('AWS::Lambda::Function')
    .map(({ properties }) => properties.Environment?.Variables ?? {})
    .find((candidate) => candidate.WORKFLOWS !== undefined);
  if (variables === undefined) throw new Error('No function of the template has the variable WORKFLOWS.');
  const read = (name: string) => JSON.parse(variables[name] ?? '{}');
  const { inject = {}, passThrough = {} } = read('WORKFLOWS') as {
    inject?: Record<string, { field: string }>;
    passThrough?: object | string;
  };
  return {
    subjectClaim: (read('CALLER_RULES') as { subjectClaim?: string }).subjectClaim ?? 'sub',
    tokens: (read('CALLER_TOKENS') as { use?: 'id' | 'access' }).use ?? 'id',
    workflows: {
      injecting: Object.keys(inject),
      passThrough: typeof passThrough === 'string' ? [ANY_WORKFLOW] : Object.keys(passThrough),
    },
    origins: read('CORS_ORIGINS') as '*' | readonly string[],
    imageFields: Object.values(inject).map(({ field }) => field),
  };
}
