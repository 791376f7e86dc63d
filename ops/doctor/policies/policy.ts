import { z } from 'zod';

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
/** IAM takes numbers and booleans as they are, and S3 gives them back so: the stack's own policy has `"s3:TlsVersion": 1.2`. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z.union([scalar, z.array(scalar)]).transform((value) => [value].flat());
const principals = z.union([z.literal('*').transform(() => ({ AWS: ['*'] })), z.record(z.string(), many)]);

const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principals.optional(),
  NotPrincipal: principals.optional(),
  Action: many.optional(),
  NotAction: many.optional(),
  Resource: many.optional(),
  NotResource: many.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
});
const policy = z.object({ Statement: z.union([statement.transform((only) => [only]), z.array(statement)]) });

/** One statement, from any form in which it was written: "*" is `{"AWS": ["*"]}`, what may stand alone is a list. */
export type Statement = z.output<typeof statement>;

/**
 * The statements of a policy of a bucket or a key ("Grammar of the IAM JSON policy language" in the IAM user guide).
 * @throws Error for a text that the grammar does not have, which no service gives
 */
export function statementsOf(policyText: string): readonly Statement[] {
  return policy.parse(JSON.parse(policyText)).Statement;
}
