import { GetRoleCommand, IAMClient, type Role } from '@aws-sdk/client-iam';
import { asking } from '../../failures/aws-failures';
import type { ClientSettings } from '../../stage/stage';

/** The name of a role, by which alone IAM finds it: the last part of its ARN, behind the path. */
export function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** What IAM says of the role of a name. @throws Failure `not-found` where there is none. */
export async function readRole(settings: ClientSettings, RoleName: string, abortSignal: AbortSignal): Promise<Role | undefined> {
  const { Role } = await asking(`IAM, GetRole ${RoleName}`, () =>
    new IAMClient(settings).send(new GetRoleCommand({ RoleName }), { abortSignal }),
  );
  return Role;
}
