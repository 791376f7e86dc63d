import { z } from 'zod';
import { Failure } from '../../failures/failures';

/** The value of a variable that holds JSON. */
const json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);

/** The function's variables that commands read. A test holds their names and forms to what the stack writes. */
const variables = z.object({
  AGENT_URL: z.string(),
  CALLER_TOKENS: json(z.object({ use: z.enum(['id', 'access']), clientIds: z.array(z.string()) })),
  CALLER_RULES: json(z.object({ subjectClaim: z.string(), consentUserId: z.enum(['must-match', 'replace']) })),
  WORKFLOWS: json(z.object({ inject: z.record(z.string(), z.object({ field: z.string(), image: z.string() })) })),
  CORS_ORIGINS: json(z.union([z.literal('*'), z.array(z.string())])),
});

/** What the deployed function is configured to do, as far as commands need it. */
export interface FunctionSettings {
  readonly agentUrl: string;
  readonly tokens: { readonly use: 'id' | 'access'; readonly clientIds: readonly string[] };
  /** Claim that decides whose photo is used. */
  readonly subjectClaim: string;
  readonly consentUserId: 'must-match' | 'replace';
  /** Workflow ids that get a photo, with the form field and the kind. */
  readonly inject: Readonly<Record<string, { readonly field: string; readonly image: string }>>;
  readonly corsOrigins: '*' | readonly string[];
}

/** @throws Failure `not-a-stage` that names the variables */
export function readFunctionSettings(environment: Readonly<Record<string, string>>, functionName: string): FunctionSettings {
  const parsed = variables.safeParse(environment);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))].join(', ');
    throw new Failure('not-a-stage', {
      what: `The function ${functionName} has no usable ${names} among its variables.`,
      where: `Lambda, ${functionName}`,
      toDo: 'Deploy the stage with this version (npm run deploy -- -c stage=<name>).',
    });
  }
  const { AGENT_URL, CALLER_TOKENS, CALLER_RULES, WORKFLOWS, CORS_ORIGINS } = parsed.data;
  return { agentUrl: AGENT_URL, tokens: CALLER_TOKENS, ...CALLER_RULES, inject: WORKFLOWS.inject, corsOrigins: CORS_ORIGINS };
}
