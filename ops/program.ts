import { Command } from 'commander';
import { version } from '../package.json';
import { registerCredentials } from './credentials/commands';
import { registerDoctor } from './doctor/doctor';
import { registerFaces } from './faces/faces';
import { usageFailure } from './failures/usage';
import { addGlobalOptions } from './global-options';
import { registerInit } from './init/init';
import type { Parts } from './job';
import { registerProbe } from './probe/probe';
import type { Register } from './register';
import { registerRequest } from './request/request';
import { registerSmoke } from './smoke/smoke';
import { registerTeardown } from './teardown/teardown';
import { widthOf } from './terminal/terminal';
import { registerVerdict } from './verdict/commands';

/** Every command, in the order in which help lists them. */
const COMMANDS: readonly Register[] = [
  registerDoctor,
  registerCredentials,
  registerFaces,
  registerRequest,
  registerSmoke,
  registerVerdict,
  registerProbe,
  registerTeardown,
  registerInit,
];

const EXIT_CODES_HELP = `
Exit codes:
  0  done                     4  no such stage, photo or secret
  1  a check or a row failed  5  AWS or Microblink cannot be reached, or asks to slow down
  2  wrong use                6  a file here cannot be read or written
  3  not permitted            130  interrupted

docs/operations.md has every command, its options and the permissions that it needs. In an app that has installed the package, this path and
any other that a command names is below node_modules/face-match-proxy/.`;

/** The whole command line. It writes nothing and ends nothing by itself: run.ts does. */
export function createProgram(parts: Parts, commands: readonly Register[] = COMMANDS): Command {
  // Where npx runs it there may be no script of this name: init writes it.
  const name = parts.environment.npm_lifecycle_event === 'npx' ? 'npx face-match-proxy' : 'npm run ops --';
  const program = addGlobalOptions(new Command(name))
    .description('Looks after a stage of face-match-proxy: its credentials, its photos, its health.')
    .usage('<command> [options]')
    .optionsGroup('Options:')
    .version(version, '--version', 'version of face-match-proxy')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES_HELP);
  for (const register of commands) register(program, parts);
  for (const command of everyCommand(program)) prepare(command, parts);
  return program;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** What commander does not pass to the commands of a group. */
function prepare(command: Command, { stdout }: Parts): void {
  command
    .exitOverride((error) => {
      // A group without a command prints its list.
      if (error.code === 'commander.help') command.outputHelp();
      throw usageFailure(error, command) ?? error;
    })
    .allowExcessArguments(false)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // What went wrong is said once, by run.ts.
      writeErr: () => undefined,
      getOutHelpWidth: () => widthOf(stdout),
      getOutHasColors: () => false,
    });
}
