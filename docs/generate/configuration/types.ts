import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { configSchema } from '../../../lib/config/schema';

const HEADER = `/**
 * The settings of a stage as types, made from the same schema as schema.json by npm run docs: an app that uses the construct needs no zod to
 * understand them.
 */`;

/** The content of config/settings.ts: the settings as a person writes them, each with its description, and as they are after the check. */
export function settingsTypes(): string {
  const written = typesOf('ConfigInput', z.toJSONSchema(configSchema, { io: 'input' }));
  const checked = typesOf('Config', withoutWords(z.toJSONSchema(configSchema)));
  const text = `${HEADER}\n\n${written}\n/** Settings with every default filled in. */\n${checked}`;
  return run('@biomejs/biome', 'bin/biome', ['format', '--stdin-file-path=config/settings.ts'], text);
}

function typesOf(title: string, schema: object): string {
  // A list of at least one is a list here: a tuple would refuse what a program has gathered.
  const options = ['--no-format', '--ignoreMinAndMaxItems', '--additionalProperties=false', '--bannerComment='];
  return run('json-schema-to-typescript', 'dist/src/cli.js', options, JSON.stringify({ ...schema, title }));
}

const SAID_ONCE = ['description', 'minItems', 'maxItems'];

/** Said once, of the settings as they are written. */
function withoutWords(schema: object): object {
  return JSON.parse(JSON.stringify(schema, (name, value) => (SAID_ONCE.includes(name) && typeof value !== 'object' ? undefined : value)));
}

/** The program of a package, by itself: what it loads, Jest does not. */
function run(name: string, program: string, words: readonly string[], input: string): string {
  const folder = path.dirname(require.resolve(`${name}/package.json`));
  return execFileSync(process.execPath, [path.join(folder, program), ...words], { input, encoding: 'utf8' });
}
