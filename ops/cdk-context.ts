import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from './failures/failures';

/** The context value by which CDK finds the bootstrap of an account. */
export const QUALIFIER_CONTEXT = '@aws-cdk/core:bootstrapQualifier';

/** Those of this project's own bootstrap (docs/bootstrap.md) and of CDK's, which a deployment uses by default. */
export const USUAL_QUALIFIERS = { project: 'fmproxy', cdk: 'hnb659fds' };

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()).default({}) });

/**
 * The qualifier that a deployment would use.
 * @param given `--qualifier`; before everything else.
 * @param context `name=value` each, as `cdk deploy -c` takes them; the last of a name counts.
 * @param directory Folder of `cdk.json`.
 * @returns undefined where nothing is said
 * @throws Failure `usage` for a context without `=`, `file-not-readable` for one that is not JSON
 */
export async function bootstrapQualifier(
  given: string | undefined,
  context: readonly string[],
  directory: string,
): Promise<string | undefined> {
  if (given !== undefined) return given;
  return contextValue(context, QUALIFIER_CONTEXT) ?? (await qualifierInFile(join(directory, 'cdk.json')));
}

/** @throws Failure `usage` */
export function contextValue(context: readonly string[], name: string): string | undefined {
  const wrong = context.find((each) => !each.includes('='));
  if (wrong !== undefined) {
    throw new Failure('usage', {
      what: `-c ${wrong} gives no value.`,
      where: '-c',
      toDo: 'Pass it as cdk deploy takes it: -c <name>=<value>.',
    });
  }
  return context.findLast((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}

async function qualifierInFile(file: string): Promise<string | undefined> {
  try {
    const found = cdkJson.parse(JSON.parse(await readFile(file, 'utf8'))).context[QUALIFIER_CONTEXT];
    return typeof found === 'string' ? found : undefined;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const toDo = 'Fix the file: cdk deploy needs it, too.';
    throw new Failure(
      'file-not-readable',
      { what: 'The file of the CDK app cannot be read, or is not JSON.', where: file, toDo },
      { cause },
    );
  }
}
