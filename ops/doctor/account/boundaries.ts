import { Failure } from '../../failures/failures';
import { type Finding, fail, pass, skipped } from '../../failures/finding';
import type { ClientSettings } from '../../stage/stage';
import type { Patient } from '../patient';
import { readRole } from '../policies/role';

/** Whether every role of the stage has the permissions boundary that its file asks for: a role made before the setting has none until a deployment. */
export async function checkBoundaries({ account, config, resources, signal, stage }: Patient): Promise<Finding> {
  if ((await stage()).isLocal) return skipped('The local stack has no IAM.');
  const { permissionsBoundary, loggingRoleBoundary } = await config();
  if (permissionsBoundary === undefined) return skipped('The file of the stage names no permissions boundary.');
  // The stage's roles may have either: the template says which one is API Gateway's, and a deployment corrects both.
  const wanted = [permissionsBoundary, loggingRoleBoundary].flatMap((policy) => policy ?? []);
  const wrong: string[] = [];
  const roles = (await resources()).filter(({ type, physicalId }) => type === 'AWS::IAM::Role' && physicalId !== '');
  for (const { physicalId: RoleName } of roles) {
    const bound = await boundaryOf(account, RoleName, signal);
    if (bound !== undefined && wanted.some((policy) => bound === policy || bound.endsWith(`:policy/${policy}`))) continue;
    wrong.push(`${RoleName} has ${bound ?? 'none'}`);
  }
  if (wrong.length === 0) return pass(`Every role of the stage (${roles.length}) has the permissions boundary of its file.`);
  return fail(
    `Roles without the permissions boundary of the stage's file (${wanted.join(', ')}): ${wrong.join('; ')}.`,
    'Deploy the stage again: a deployment gives its roles the boundary. If it refuses, run bootstrap/bootstrap.sh first, which makes the policies.',
  );
}

async function boundaryOf(settings: ClientSettings, name: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await readRole(settings, name, signal))?.PermissionsBoundary?.PermissionsBoundaryArn;
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return 'been deleted';
    throw error;
  }
}
