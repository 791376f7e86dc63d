import { type Command, Option } from 'commander';

/** What every command takes, in addition to its own options. */
export interface GlobalOptions {
  readonly stage: string;
  /** The stack on this machine (`npm start`) in place of a deployed stage. */
  readonly local?: boolean;
  /** Name of the CloudFormation stack, where it is not `FaceMatchProxy-<stage>`. */
  readonly stack?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

/** Put on the program and read with `optsWithGlobals`, so that they may be before or after the command. */
export function addGlobalOptions(program: Command): Command {
  return program
    .addHelpOption(new Option('-h, --help', 'this text, or that of a command').helpGroup('Options:'))
    .optionsGroup('Which stage:')
    .option('--stage <name>', 'stage, as in config/<name>.json', 'dev')
    .option('--local', 'the stack that npm start runs on this machine')
    .option('--stack <name>', 'name of its CloudFormation stack (default: FaceMatchProxy-<stage>)')
    .option('--region <region>', 'AWS region (default: AWS_REGION, or that of the profile)')
    .option('--profile <name>', 'profile of the AWS configuration (default: AWS_PROFILE)')
    .optionsGroup('Output:')
    .option('--json', 'one JSON document on standard output (of a list, one a line); everything else goes to standard error');
}
