import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';

// It brings no types.
const { search }: { search(value: unknown, query: string): unknown } = require('jmespath');

const ACCOUNT = '999900001111';
const LIMIT_OF_VERSIONS = 5;

interface PolicyVersion {
  readonly VersionId: string;
  readonly IsDefaultVersion: boolean;
  readonly CreateDate: string;
  readonly document: unknown;
}

interface Role {
  trust: unknown;
  seconds: number;
  AttachedPolicies: { PolicyArn: string }[];
  PolicyNames: string[];
}

/** What IAM keeps of an account: providers and policies by ARN, roles by name. */
export interface Iam {
  providers: Record<string, { ClientIDList: string[] }>;
  policies: Record<string, { Versions: PolicyVersion[] }>;
  roles: Record<string, Role>;
}

/** The words after service and operation, by their names without dashes; empty where a name has no word. */
type Options = Readonly<Record<string, string>>;

/** An answer that is an error, in the words of the AWS CLI. */
class Refusal extends Error {}

/** Hands its words to the server, and gives its answer back. Node itself would take longer to start than a script takes for all the rest. */
const AWS = `#!/bin/bash
exec 3<>"/dev/tcp/127.0.0.1/$FAKE_IAM_PORT" || exit 255
printf '%s\\0' "$#" "$AWS_REGION" "$AWS_DEFAULT_REGION" "$@" >&3
read -r code <&3
[ "$code" = 0 ] || exec >&2
cat <&3
exit "\${code:-255}"
`;

/** The AWS CLI as far as the scripts for an account use it: the program, and the IAM that it reaches. */
export class IamServer {
  iam: Iam = { providers: {}, policies: {}, roles: {} };
  /** Service, operation and both variables of the region, a call an item. */
  calls: string[] = [];
  /** The operation that is refused. */
  refused = '';

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.serve(socket));
  }

  static async start(): Promise<IamServer> {
    const server = createServer();
    const started = new IamServer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return started;
  }

  /** Puts `aws` into a folder. @returns the variables that it needs */
  install(folder: string): Record<string, string> {
    writeFileSync(path.join(folder, 'aws'), AWS, { mode: 0o755 });
    return { FAKE_IAM_PORT: String((this.server.address() as AddressInfo).port) };
  }

  async stop(): Promise<void> {
    await once(this.server.close(), 'close');
  }

  private serve(socket: Socket): void {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const [count = '', region, defaultRegion, ...words] = text.split('\0');
      // What follows the last word is empty.
      if (words.length !== Number(count) + 1) return;
      const [service = '', operation = '', ...rest] = words.slice(0, -1);
      this.calls.push(`${service} ${operation} ${region} ${defaultRegion}`);
      socket.end(this.answer(operation, optionsIn(rest)));
    });
  }

  /** The exit code in a line, and what is printed. */
  private answer(operation: string, options: Options): string {
    const before = structuredClone(this.iam);
    try {
      if (operation === this.refused) refuse('AccessDenied');
      const answer = operations(this.iam, options)[operation] ?? (() => refuse('InvalidAction'));
      const found = answer();
      if (options.query !== undefined) return `0\n${textOf(search(found, options.query))}\n`;
      return found === undefined ? '0\n' : `0\n${JSON.stringify(found)}\n`;
    } catch (error) {
      this.iam = before;
      const said =
        error instanceof Refusal ? `An error occurred (${error.message}) when calling the ${operation} operation` : String(error);
      return `${error instanceof Refusal ? 254 : 1}\n\n${said}\n`;
    }
  }
}

function optionsIn(words: readonly string[]): Options {
  const named = words.map((word, at) => ({ word, next: words[at + 1] ?? '--' })).filter(({ word }) => word.startsWith('--'));
  return Object.fromEntries(named.map(({ word, next }) => [word.replace('--', ''), next.startsWith('--') ? '' : next]));
}

function refuse(code: string): never {
  throw new Refusal(code);
}

function operations(iam: Iam, options: Options): Readonly<Record<string, () => unknown>> {
  const option = (name: string): string => options[name] ?? refuse('ValidationError');
  const found = <T>(kind: Record<string, T>, name: string): T => kind[option(name)] ?? refuse('NoSuchEntity');
  const add = <T>(kind: Record<string, T>, name: string, value: T): void => {
    if (kind[name] !== undefined) refuse('EntityAlreadyExists');
    kind[name] = value;
  };
  const policy = () => found(iam.policies, 'policy-arn');
  const role = () => found(iam.roles, 'role-name');
  const version = (number: number): PolicyVersion => ({
    VersionId: `v${number}`,
    IsDefaultVersion: true,
    CreateDate: new Date(number * 1000).toISOString(),
    document: JSON.parse(option('policy-document')),
  });
  return {
    'get-caller-identity': () => ({ Account: ACCOUNT }),
    'get-open-id-connect-provider': () => found(iam.providers, 'open-id-connect-provider-arn'),
    'create-open-id-connect-provider': () =>
      add(iam.providers, `arn:aws:iam::${ACCOUNT}:oidc-provider/${new URL(option('url')).host}`, {
        ClientIDList: [option('client-id-list')],
      }),
    'get-policy': policy,
    'create-policy': () => add(iam.policies, `arn:aws:iam::${ACCOUNT}:policy/${option('policy-name')}`, { Versions: [version(1)] }),
    'list-policy-versions': policy,
    'delete-policy-version': () => {
      const gone = policy().Versions.find(({ VersionId }) => VersionId === option('version-id')) ?? refuse('NoSuchEntity');
      if (gone.IsDefaultVersion) refuse('DeleteConflict');
      policy().Versions = policy().Versions.filter((other) => other !== gone);
    },
    'create-policy-version': () => {
      const older = policy().Versions;
      if (older.length >= LIMIT_OF_VERSIONS) refuse('LimitExceeded');
      const next = Math.max(...older.map(({ VersionId }) => Number(VersionId.slice(1)))) + 1;
      policy().Versions = [...older.map((each) => ({ ...each, IsDefaultVersion: false })), version(next)];
    },
    'get-role': role,
    'create-role': () =>
      add(iam.roles, option('role-name'), {
        trust: JSON.parse(option('assume-role-policy-document')),
        seconds: Number(option('max-session-duration')),
        AttachedPolicies: [],
        PolicyNames: [],
      }),
    'update-assume-role-policy': () => {
      role().trust = JSON.parse(option('policy-document'));
    },
    'update-role': () => {
      role().seconds = Number(option('max-session-duration'));
    },
    'attach-role-policy': () => {
      const attached = { PolicyArn: option('policy-arn') };
      policy();
      if (!role().AttachedPolicies.some(({ PolicyArn }) => PolicyArn === attached.PolicyArn)) role().AttachedPolicies.push(attached);
    },
    'list-attached-role-policies': role,
    'list-role-policies': role,
  };
}

/** As `--output text` writes it. */
function textOf(value: unknown): string {
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
