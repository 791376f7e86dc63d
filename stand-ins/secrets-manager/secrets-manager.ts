import { randomUUID } from 'node:crypto';
import { awsError, awsJson, type ReceivedRequest, type Reply } from '../exchange';
import { type FaultyServer, withFaults } from '../faulty';
import { type LoopbackServer, listenOnLoopback } from '../loopback';

interface Secret {
  readonly ARN: string;
  readonly Name: string;
  /** By label: none until somebody puts a value, which is the state in which a template leaves a secret. */
  readonly versions: { AWSCURRENT?: Version; AWSPREVIOUS?: Version };
}

interface Version {
  readonly SecretString: string;
  readonly VersionId: string;
  readonly CreatedDate: number;
}

interface Input {
  readonly SecretId?: string;
  readonly Name?: string;
  readonly SecretString?: string;
  readonly VersionStage?: string;
  readonly MoveToVersionId?: string;
  readonly RemoveFromVersionId?: string;
}

/** A stand-in for Secrets Manager with the five operations that are needed here, in memory. It keeps the previous value. */
export interface SecretsManager extends FaultyServer {
  /** Gives the first secret of the start this value; undefined leaves it empty, as a deployment does. */
  set(value: string | undefined): void;
}

class Refusal extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * @param given Secrets that exist from the start, by ARN, with their values; undefined leaves one empty, as a deployment does.
 * @param on Where it answers. @default any free port
 */
export async function startSecretsManager(
  given: Readonly<Record<string, string | undefined>>,
  on?: LoopbackServer,
): Promise<SecretsManager> {
  const secrets = Object.keys(given).map((arn): Secret => ({ ARN: arn, Name: nameOf(arn), versions: {} }));
  const set = (value: string | undefined, [secret] = secrets) => {
    if (value === undefined) delete secret?.versions.AWSCURRENT;
    else if (secret !== undefined) write(secret, { SecretString: value });
  };
  for (const secret of secrets) set(given[secret.ARN], [secret]);
  const { serve, ...server } = on ?? (await listenOnLoopback());
  const faulty = withFaults((request) => answer(secrets, request));
  serve(faulty.listener);
  return Object.assign(faulty, server, { set: (value: string | undefined) => set(value) });
}

function answer(secrets: Secret[], { headers, body }: ReceivedRequest): Reply {
  try {
    if (headers.authorization === undefined) throw new Refusal('MissingAuthenticationTokenException', 'The request is not signed.');
    return awsJson(200, perform(secrets, String(headers['x-amz-target']), JSON.parse(body.toString('utf8')) as Input));
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal('InvalidRequestException', 'The request is not JSON.');
    return awsError(refusal.type, refusal.message);
  }
}

function perform(secrets: Secret[], target: string, input: Input): object {
  switch (target) {
    case 'secretsmanager.CreateSecret':
      return create(secrets, input);
    case 'secretsmanager.DescribeSecret':
      return describe(find(secrets, input));
    case 'secretsmanager.GetSecretValue':
      return read(find(secrets, input), input);
    case 'secretsmanager.PutSecretValue':
      return write(find(secrets, input), input);
    case 'secretsmanager.UpdateSecretVersionStage':
      return moveCurrent(find(secrets, input), input);
    default:
      throw new Refusal('UnknownOperationException', `${target} is not part of this stand-in.`);
  }
}

function create(secrets: Secret[], input: Input): object {
  const name = input.Name ?? '';
  if (secrets.some((secret) => secret.Name === name)) throw new Refusal('ResourceExistsException', `A secret ${name} already exists.`);
  const secret: Secret = { ARN: `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${name}-LoCaL0`, Name: name, versions: {} };
  secrets.push(secret);
  return input.SecretString === undefined ? { ARN: secret.ARN, Name: name } : write(secret, input);
}

function find(secrets: Secret[], input: Input): Secret {
  const found = secrets.find((secret) => secret.ARN === input.SecretId || secret.Name === input.SecretId);
  if (found === undefined) throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  return found;
}

function describe(secret: Secret): object {
  const versions = Object.entries(secret.versions).map(([stage, { VersionId }]) => [VersionId, [stage]]);
  return { ARN: secret.ARN, Name: secret.Name, VersionIdsToStages: Object.fromEntries(versions) };
}

function read(secret: Secret, { VersionStage = 'AWSCURRENT' }: Input): object {
  const version = secret.versions[VersionStage as keyof Secret['versions']];
  if (version === undefined) {
    throw new Refusal(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
    );
  }
  return { ARN: secret.ARN, Name: secret.Name, VersionStages: [VersionStage], ...version };
}

function write(secret: Secret, input: Input): object {
  if (input.SecretString === undefined) throw new Refusal('InvalidParameterException', 'SecretString is missing.');
  const { versions } = secret;
  if (versions.AWSCURRENT !== undefined) versions.AWSPREVIOUS = versions.AWSCURRENT;
  versions.AWSCURRENT = { SecretString: input.SecretString, VersionId: randomUUID(), CreatedDate: Date.now() / 1000 };
  return { ARN: secret.ARN, Name: secret.Name, VersionId: versions.AWSCURRENT.VersionId, VersionStages: ['AWSCURRENT'] };
}

/** The label AWSCURRENT goes to the version before; AWSPREVIOUS follows to where it was (UpdateSecretVersionStage in the API reference). */
function moveCurrent({ ARN, Name, versions }: Secret, input: Input): object {
  const { AWSCURRENT, AWSPREVIOUS } = versions;
  const isKnown =
    input.VersionStage === 'AWSCURRENT' &&
    input.RemoveFromVersionId === AWSCURRENT?.VersionId &&
    input.MoveToVersionId === AWSPREVIOUS?.VersionId;
  if (!isKnown)
    throw new Refusal('InvalidParameterException', 'This stand-in moves AWSCURRENT from the current version to the one before.');
  Object.assign(versions, { AWSCURRENT: AWSPREVIOUS, AWSPREVIOUS: AWSCURRENT });
  return { ARN, Name };
}

/** The name in a secret's ARN, without the six characters that Secrets Manager adds. */
function nameOf(arn: string): string {
  return (arn.split(':').at(-1) ?? arn).replace(/-[A-Za-z0-9]{6}$/, '');
}
