import type { Command } from 'commander';
import { EXIT_CODES, FAILURES } from '../../../ops/failures/failures';
import type { Parts } from '../../../ops/job';
import { createProgram } from '../../../ops/program';
import { code, isMade } from '../markdown';
import { COMMAND_PERMISSIONS } from './permissions';

/** Every command that does something, with its name behind `ops --`. */
export function commandsOf(program: Command, name = ''): [name: string, command: Command][] {
  const own = program.commands.length === 0 ? [[name, program] as [string, Command]] : [];
  return [...own, ...program.commands.flatMap((command) => commandsOf(command, `${name} ${command.name()}`.trim()))];
}

/** The command line as it is, for looking at: nothing is run. */
export function programToRead(): Command {
  return createProgram({ environment: {}, stdout: { columns: 120 } } as unknown as Parts);
}

/** The whole document. */
export function operationsPage(): string {
  const program = programToRead();
  return [
    INTRODUCTION,
    `\`\`\`text\n${globalOptions(program)}\n\`\`\`\n`,
    OUTPUT,
    Object.entries(EXIT_CODES)
      .map(([name, exit]) => `- **${exit}**: ${MEANINGS[name] ?? ''}${errorsOf(exit)}.\n`)
      .join(''),
    '## Commands\n',
    COMMANDS,
    ...commandsOf(program).map(([name, command]) => commandSection(name, command)),
    PERMISSIONS,
  ].join('\n');
}

function commandSection(name: string, command: Command): string {
  const options = command.options.map(({ flags }) => code(flags.replace(/^-\w, /, '')));
  const named = options.length === 0 ? '' : `\n\nOptions: ${options.join(', ')}.`;
  return `### ${name}\n\n${code(`${name} ${argumentsOf(command)}`.trim())}: ${command.description()}${named}\n\n${permissionsOf(name)}\n`;
}

const argumentsOf = (command: Command): string =>
  command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`)).join(' ');

function permissionsOf(name: string): string {
  const row = COMMAND_PERMISSIONS.find(({ command }) => command === name);
  if (row === undefined) throw new Error(`The permissions of "${name}" are not written down: docs/generate/operations/permissions.ts.`);
  const otherwise = row.otherwise === undefined ? '' : ` ${row.otherwise}.`;
  if (row.needs.length === 0) return 'Needs no AWS account.';
  return `Needs ${row.needs.map(sayNeed).join('; ')}.${otherwise}`;
}

function globalOptions(program: Command): string {
  const lines = program.helpInformation().split('\n');
  const from = lines.indexOf('Which stage:');
  return lines
    .slice(
      from,
      lines.findIndex((line, at) => at > from && line.startsWith('Commands:')),
    )
    .join('\n')
    .trim();
}

function errorsOf(exit: number): string {
  const named = Object.entries(FAILURES).filter(([, exitCode]) => exitCode === exit);
  return named.length === 0 ? '' : `: ${named.map(([name]) => code(name)).join(', ')}`;
}

const sayNeed = ([actions, resource]: readonly [readonly string[], string]) => `${actions.map(code).join(', ')} on ${resource}`;

const MEANINGS: Readonly<Record<string, string>> = {
  done: 'Done',
  checkFailed: 'The command did its work and found something wrong',
  usage: 'Wrong use, or the answer to a question was no',
  notPermitted: 'AWS does not permit it, or does not know who asks',
  notFound: 'There is no such stage, photo or secret',
  unavailable: 'AWS or Microblink cannot be reached, or asks to slow down',
  localFile: 'A file of this machine, or standard output, cannot be read or written',
  defect: 'A defect of the command: please report it',
  interrupted: 'Ctrl-C',
  terminated: 'Ended from outside (SIGTERM)',
};

const INTRODUCTION = `# The operator's command line

${isMade("from the commands' own help")}

\`npm run ops -- <command>\` looks after a stage: a deployed one, found by the outputs of its stack with your ordinary AWS credentials, or with \`--local\` the stack that \`npm start\` runs.

\`\`\`sh aws
npm run ops -- --help
npm run ops -- credentials check --stage prod --region eu-central-1
\`\`\`

## For every command
`;

const OUTPUT = `The result goes to standard output: lines for a person, or with \`--json\` one JSON document. Progress, questions and errors go to standard error. \`npm run --silent ops -- …\` leaves out the two
lines that npm prints. Colour is for a terminal alone, and never with \`NO_COLOR\`.

**The \`--\` comes before every option.** npm takes options before it for itself: then the command ends before it does anything (exit code 2), and so do
\`npm run synth -c stage=prod\` and \`npm start -c …\`. Two leave no trace: \`--local\` (where a local stack runs, a command therefore asks for \`--local\` or \`--stage\`) and \`--no-read\`.

**No secret is an argument**, since lists of processes and the history of the shell show arguments. Keys and passwords are typed, unseen, or come on standard input.

**Ctrl-C** ends what is under way cleanly; a second one ends at once. The command says how to continue.

**An error** says what is wrong, where, and what to do. With \`--json\` it is on standard output: \`{"error": {"code", "what", "where", "toDo"}}\`. \`NODE_DEBUG=ops\` adds a trace.

**Credentials** are found as the AWS SDK finds them. If you choose a profile that says where its credentials come from, only that is used. A profile with
\`mfa_serial\` asks for the code on the terminal, once a command.

**Proxy:** \`HTTPS_PROXY\`, \`HTTP_PROXY\` and \`NO_PROXY\` (in either case) count for requests to AWS, to the API and to Microblink, never for this machine. They need Node 24.14 or newer, which
\`npm ci\` installs where it can. If the proxy opens TLS connections, \`NODE_EXTRA_CA_CERTS\` names the file with its authority's certificate.

Exit codes, and the errors that end with them:
`;

const COMMANDS = `\`--help\` after a command says what each option does. Every command needs \`cloudformation:DescribeStacks\` on the stack and what its section says; it names a missing permission.
None of these permissions has been tried against an AWS account.
`;

const PERMISSIONS = `## Permissions

For example, anyone who may set and check the key, and nothing else:

\`\`\`json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cloudformation:DescribeStacks", "cloudformation:ListStackResources"],
      "Resource": "arn:aws:cloudformation:<region>:<account>:stack/FaceMatchProxy-<stage>/*"
    },
    {
      "Effect": "Allow",
      "Action": "lambda:GetFunctionConfiguration",
      "Resource": "arn:aws:lambda:<region>:<account>:function:FaceMatchProxy-<stage>-*"
    },
    {
      "Effect": "Allow",
      "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
      "Resource": "<CredentialsSecretArn>"
    },
    {
      "Effect": "Allow",
      "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
      "Resource": "<ARN of the key of the secret>",
      "Condition": { "StringEquals": { "kms:ViaService": "secretsmanager.<region>.amazonaws.com" } }
    }
  ]
}
\`\`\`
`;
