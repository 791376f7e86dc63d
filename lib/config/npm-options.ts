import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Options of ours that npm has taken for itself: it takes every option before `--`, and leaves what it took in the environment of the program. With
 * `npm run ops faces import photos --dry-run` the program would never hear of the option, and would store.
 * What an .npmrc says is not a lost option. `--local` and `--no-read` leave no trace: npm knows both as something else.
 * @param options Long names, such as `--dry-run`.
 * @param words What has reached the program.
 */
export function takenByNpm(options: readonly string[], words: readonly string[], environment: Variables): string[] {
  const isAmong = (texts: readonly string[], option: string) => texts.some((text) => text === option || text.startsWith(`${option}=`));
  // It reads --replace as its own --replace-registry-host, and what stands behind as the value of that.
  const values = Object.entries(environment).flatMap(([name, value]) => (name.startsWith('npm_config_') && value ? [value] : []));
  return options.filter((option) => {
    if (isAmong(words, option)) return false;
    const name = option.slice(2);
    // npm passes on its own defaults as an empty text.
    return (environment[`npm_config_${name.replaceAll('-', '_')}`] && !isOfAFile(name, environment)) || isAmong(values, option);
  });
}

/** What `-c <name>=<value>`, or `-c<name>=<value>`, becomes without `--`; `npm exec -c` has a command there, which is none of ours. */
export function contextTakenByNpm(environment: Variables): boolean {
  const isWithoutBlank = Object.keys(environment).some((name) => /^npm_config_c(?:stage|config|agenturl)$/i.test(name));
  return isWithoutBlank || /^[\w@/:.-]+=/.test(environment.npm_config_call ?? '');
}

/** A sentence for somebody who has left the `--` out. @param script As in package.json, such as `ops`. */
export function saysTaken(options: readonly string[], script: string): { readonly what: string; readonly toDo: string } {
  const [them, run] = [options.length === 1 ? 'it' : 'them', script === 'start' ? 'npm start' : `npm run ${script}`];
  return {
    what: `npm took ${options.join(', ')} for itself, because -- is missing, so the command would run without ${them}; nothing was done.`,
    toDo: `Write: ${run} -- … ${options.join(' … ')} … (If you set ${them} for npm in the environment, unset ${them} for this command.)`,
  };
}

/** @throws Error with that sentence, where there is such an option. */
export function refuseTaken(options: readonly string[], script: string): void {
  if (options.length === 0) return;
  const { what, toDo } = saysTaken(options, script);
  throw new Error(`${what} ${toDo}`);
}

function isOfAFile(name: string, environment: Variables): boolean {
  const { npm_config_userconfig, npm_config_globalconfig, npm_config_local_prefix } = environment;
  const project = npm_config_local_prefix && join(npm_config_local_prefix, '.npmrc');
  return [npm_config_userconfig, npm_config_globalconfig, project].some((file) => file && hasEntry(file, name));
}

function hasEntry(file: string, name: string): boolean {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => line.split('=')[0]?.trim().replaceAll('_', '-') === name);
  } catch {
    return false;
  }
}
