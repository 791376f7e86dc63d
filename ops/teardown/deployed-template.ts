import { z } from 'zod';
import { Failure } from '../failures/failures';

const statement = z.object({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

const template = z.object({
  Parameters: z.object({ BootstrapVersion: z.object({ Default: z.string() }).optional() }).optional(),
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), DeletionPolicy: z.string().optional(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const bucketPolicy = z.object({
  Bucket: z.object({ Ref: z.string() }),
  PolicyDocument: z.object({ Statement: z.array(statement) }),
});

/** The template of a stack, as it is deployed. */
export type DeployedTemplate = z.output<typeof template>;

/** Who may delete what is in a bucket, by the bucket's own policy. */
export interface BucketGuard {
  /** No one, administrators included. */
  readonly isClosed: boolean;
  /** Whether the bucket locks what is put into it. */
  readonly isLocked: boolean;
  /** ARNs of roles, of which one is needed. @default - anyone whom IAM allows */
  readonly reservedFor: readonly string[];
}

/** @throws Failure `not-a-stage` for a template that is not JSON, as this project's are */
export function readTemplate(text: string): DeployedTemplate {
  try {
    return template.parse(JSON.parse(text));
  } catch (cause) {
    throw new Failure(
      'not-a-stage',
      {
        what: 'The template of the stack is not one that this project makes.',
        where: 'CloudFormation, GetTemplate',
        toDo: 'Name the right stack with --stack.',
      },
      { cause },
    );
  }
}

/** The qualifier of the bootstrap that the stack was deployed with: CDK writes it into a parameter. @returns undefined without one */
export function qualifierOf({ Parameters }: DeployedTemplate): string | undefined {
  return /^\/cdk-bootstrap\/([^/]+)\/version$/.exec(Parameters?.BootstrapVersion?.Default ?? '')?.[1];
}

/** What the policy of a bucket, named by its logical id, says of deleting. */
export function guardOf({ Resources }: DeployedTemplate, bucket: string): BucketGuard {
  const denials = Object.values(Resources)
    .flatMap(({ Type, Properties }) => (Type === 'AWS::S3::BucketPolicy' ? [bucketPolicy.safeParse(Properties).data] : []))
    .filter((policy) => policy?.Bucket.Ref === bucket)
    .flatMap((policy) => policy?.PolicyDocument.Statement ?? [])
    .filter(({ Effect, Action = [] }) => Effect === 'Deny' && [Action].flat().some((action) => /^s3:DeleteObject/.test(action)));
  return {
    isLocked: Resources[bucket]?.Properties?.ObjectLockEnabled === true,
    isClosed: denials.some(({ Condition }) => Condition === undefined),
    reservedFor: denials
      .flatMap(({ Condition }) => [Condition?.ArnNotEquals?.['aws:PrincipalArn']].flat())
      .filter((arn) => typeof arn === 'string'),
  };
}
