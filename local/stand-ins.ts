import { randomBytes } from 'node:crypto';
import { serveAgentApi } from '../stand-ins/agent/api';
import type { AnswerNext } from '../stand-ins/agent/stand-in';
import type { AgentWitness } from '../stand-ins/agent/witness';
import type { LoopbackServer } from '../stand-ins/loopback';
import { type SecretsManager, startSecretsManager } from '../stand-ins/secrets-manager/secrets-manager';
import { type Cognito, startCognito } from './cognito';
import { startDynamoDb } from './dynamodb';
import { portOf, takePort } from './process/take-port';
import { type LocalS3, startS3 } from './s3';
import type { StackDetails } from './stack-file';
import type { FunctionSettings } from './template/function-settings';
import type { Template } from './template/template';
import type { LocalUser } from './users/users';

/** What the stand-ins are filled with. */
export interface Seed {
  readonly template: Template;
  readonly settings: FunctionSettings;
  readonly users: readonly LocalUser[];
  /** Leaves the secret without a value, as it is after a first deployment. */
  readonly leaveSecretEmpty: boolean;
  /** Takes what the next request to an API is to be answered with. */
  readonly answerNext: AnswerNext;
}

/** Where the stand-ins answer, in the words of the stack file. */
export type StandInDetails = Pick<StackDetails, 'agentApiUrl' | 'cognito' | 's3' | 'secretsManager' | 'dynamoDb'>;

/** The services around the API: S3, Cognito, Secrets Manager, DynamoDB and the Agent API. */
export interface StandIns {
  /** Base URL of the Agent API, known before anything is synthesized because the template names it. */
  readonly agentApiUrl: string;
  /** Makes everything that the template describes, and the users. Resolves when all of them answer. */
  seed(seed: Seed): Promise<StandInDetails>;
  stop(): Promise<void>;
}

/**
 * @param directory A folder of the stand-ins' own.
 * @param port of the API; the stand-ins are next to it
 * @param witness Called with each request to the Agent API.
 */
export async function startStandIns(directory: string, port: number, witness: AgentWitness): Promise<StandIns> {
  const agent = await takePort(portOf('agent', port), 'agent');
  const s3 = await startS3(portOf('s3', port));
  const dynamoDb = await startDynamoDb(directory, portOf('dynamodb', port));
  const seeded: { cognito?: Cognito; secrets?: SecretsManager } = {};
  return {
    agentApiUrl: `${agent.url}/agent/`,
    seed: async (seed) => {
      const { template, settings, users } = seed;
      const pool = { userPoolId: template.output('UserPoolId'), clientId: template.output('UserPoolClientId') };
      const secretArn = template.output('CredentialsSecretArn');
      const [cognito, bucket, tables] = await Promise.all([
        startCognito(template, pool, users, settings.subjectClaim, portOf('cognito', port)),
        fillBucket(s3, seed),
        dynamoDb.createTables(template),
      ]);
      const { starting, reading } = seedAgent(agent, seed, witness);
      const readingSecretArn = template.hasOutput('ReadingSecretArn') ? template.output('ReadingSecretArn') : undefined;
      const value = (credentials: object) => (seed.leaveSecretEmpty ? undefined : JSON.stringify(credentials));
      seeded.cognito = cognito;
      seeded.secrets = await startSecretsManager(
        { [secretArn]: value(starting), ...(readingSecretArn && { [readingSecretArn]: value(reading) }) },
        await takePort(portOf('secrets-manager', port), 'secrets-manager'),
      );
      return {
        agentApiUrl: `${agent.url}/agent/`,
        cognito: { endpoint: cognito.endpoint, ...pool, subjectClaim: template.output('SubjectClaim') },
        s3: bucket,
        secretsManager: { endpoint: seeded.secrets.url, secretArn, ...(readingSecretArn && { readingSecretArn }) },
        dynamoDb: { endpoint: await dynamoDb.endpoint(), tables },
      };
    },
    stop: async () =>
      void (await Promise.all([agent.close(), s3.stop(), seeded.cognito?.stop(), dynamoDb.stop(), seeded.secrets?.close()])),
  };
}

interface AgentKey {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** @returns the credentials that the Agent API stand-in accepts for starts and for reads, new at every start. */
function seedAgent(
  agent: LoopbackServer,
  { settings, answerNext }: Seed,
  witness: AgentWitness,
): { starting: AgentKey; reading: AgentKey } {
  const [starting, reading] = [newKey('local'), newKey('local_read')];
  const workflowIds = [...settings.workflows.injecting, ...settings.workflows.passThrough];
  serveAgentApi(agent, { ...starting, reader: reading, workflowIds, imageFields: settings.imageFields, answerNext }, witness);
  return { starting, reading };
}

function newKey(name: string): AgentKey {
  return { clientId: `sa_${name}_${randomBytes(6).toString('hex')}`, clientSecret: randomBytes(24).toString('base64url') };
}

async function fillBucket(s3: LocalS3, { template, users }: Seed): Promise<StackDetails['s3']> {
  const [bucket, keyTemplate] = [template.output('FaceBucketName'), template.output('FaceKeyTemplate')];
  s3.createBucket(bucket);
  const enrolments = users.map(
    ({ subject, portrait }) => portrait && s3.putPhoto(bucket, keyTemplate.replace('{subject}', subject), portrait),
  );
  await Promise.all(enrolments);
  return { endpoint: s3.endpoint, bucket, keyTemplate, images: JSON.parse(template.output('ImageKinds')) };
}
