import { type AgentServer, startAgentServer } from '../support/agent-server';
import { RULES } from '../support/attempts';
import { type AttemptsServer, startAttemptsServer } from '../support/attempts-server';
import { testEnvironment } from '../support/proxy';
import { type S3Server, startS3Server } from '../support/s3-server';
import { type SecretsServer, startSecretsServer } from '../support/secrets-server';
import { variablesOf } from '../support/variables';
import { PHOTO, SECRET_TEXT, SUBJECT } from './secrets-of-the-world';

/** Named as one to be passed on. The stack accepts no such name, and Node refuses to send it: an error that no step expects. */
export const NO_HEADER_NAME = 'no header';

/** What the function talks to, on real sockets. */
export interface Surroundings {
  readonly agent: AgentServer;
  readonly s3: S3Server;
  readonly secrets: SecretsServer;
  readonly attempts: AttemptsServer;
  /** The function's variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** All is well again, and nothing has been seen. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startSurroundings(): Promise<Surroundings> {
  const [agent, s3, secrets, attempts] = await Promise.all([
    startAgentServer(),
    startS3Server(),
    startSecretsServer(),
    startAttemptsServer(),
  ]);
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
    ...{ agent, s3, secrets, attempts },
    environment: {
      ...variablesOf(settings),
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      AWS_ENDPOINT_URL_DYNAMODB: attempts.url,
    },
    reset: () => {
      for (const list of [agent.requests, agent.script, s3.reads]) list.length = 0;
      s3.fault = undefined;
      s3.objects.clear();
      for (const kind of ['faces', 'fresh']) s3.objects.set(`faces/${kind}/${SUBJECT}`, { bytes: PHOTO, version: 'v1' });
      secrets.holds = { value: SECRET_TEXT };
      attempts.says = 'counted';
    },
    stop: async () => void (await Promise.all([agent.stop(), s3.stop(), secrets.stop(), attempts.stop()])),
  };
}
