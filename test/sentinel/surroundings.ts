import { type AgentServer, startAgentServer } from '../../stand-ins/agent/scripted';
import { startCounts } from '../../stand-ins/dynamodb/counts';
import type { FaultyServer } from '../../stand-ins/faulty';
import { startS3 } from '../../stand-ins/s3/s3';
import type { S3 } from '../../stand-ins/s3/store';
import { type SecretsManager, startSecretsManager } from '../../stand-ins/secrets-manager/secrets-manager';
import { RULES } from '../support/attempts';
import { testEnvironment } from '../support/proxy';
import { variablesOf } from '../support/variables';
import { PHOTO, SECRET_TEXT, SUBJECT } from './secrets-of-the-world';

/** Named as one to be passed on. The stack accepts no such name, and Node refuses to send it: an error that no step expects. */
export const NO_HEADER_NAME = 'no header';

/** What the function talks to, on real sockets. */
export interface Surroundings {
  readonly agent: AgentServer;
  readonly s3: S3 & FaultyServer;
  readonly secrets: SecretsManager;
  readonly counts: FaultyServer;
  /** The function's variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** All is well again, and nothing has been seen. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startSurroundings(): Promise<Surroundings> {
  const [agent, s3, secrets, counts] = await Promise.all([
    startAgentServer(),
    startS3(),
    startSecretsManager({ [testEnvironment('').secretArn]: undefined }),
    startCounts(),
  ]);
  s3.denied.add('s3:ListBucket');
  const { limits } = testEnvironment(agent.url);
  const settings = testEnvironment(agent.url, {
    // Room for a photo, so that it is refused for what it is.
    limits: { ...limits, callerBodyBytes: 256 * 1024 },
    attempts: RULES,
    forwardHeaders: [NO_HEADER_NAME],
    images: {
      face: { key: 'faces/{subject}', maxBytes: 100_000 },
      fresh: { key: 'fresh/{subject}', maxBytes: 100_000, minimumAgeHours: 24 },
    },
    workflows: {
      inject: { 'wf-123': { field: 'faceImage', image: 'face' }, 'wf-fresh': { field: 'faceImage', image: 'fresh' } },
      passThrough: { 'wf-plain': {} },
    },
  });
  return {
    ...{ agent, s3, secrets, counts },
    environment: {
      ...variablesOf(settings),
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      AWS_ENDPOINT_URL_DYNAMODB: counts.url,
    },
    reset: () => {
      for (const list of [agent.requests, agent.script, s3.requests]) list.length = 0;
      for (const service of [s3, secrets, counts]) service.fault = undefined;
      s3.versions.clear();
      for (const kind of ['faces', 'fresh']) s3.putPhoto(`${kind}/${SUBJECT}`, { bytes: PHOTO });
      secrets.set(SECRET_TEXT);
    },
    stop: async () => void (await Promise.all([agent.stop(), s3.close(), secrets.close(), counts.close()])),
  };
}
