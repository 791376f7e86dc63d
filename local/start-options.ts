import { readPort } from './process/port';
import { StartError } from './process/start-error';

/** What somebody may try on `npm start`, and npm takes for itself where the `--` is missing. */
const TRIED = ['npm_config_stage', 'npm_config_config', 'npm_config_context', 'npm_config_port', 'npm_config_profile', 'npm_config_region'];

/**
 * The local stack has one stage and takes no options: one that is passed over in silence would be taken for obeyed.
 * @throws StartError that says what there is in its place, or what is wrong with LOCAL_PORT
 */
export function readStartOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { readonly port: number } {
  const isContext = /^[\w@/:.-]+=/.test(environment.npm_config_call ?? '');
  if (words.length === 0 && !isContext && TRIED.every((name) => !environment[name])) return { port: readPort(environment.LOCAL_PORT) };
  throw new StartError(
    'npm start takes no options: it runs the stage of config/local.json. LOCAL_PORT=<number> npm start chooses the port of the API.',
  );
}
