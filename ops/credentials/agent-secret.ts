import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { AgentKey } from '../agent/agent-key';
import { asking } from '../failures/aws-failures';
import type { Stage } from '../stage/stage';

/** The labels by which Secrets Manager distinguishes the value that is used from the one before it. */
export type Label = 'AWSCURRENT' | 'AWSPREVIOUS';

/** One secret of a stage. Each method throws a Failure. */
export interface AgentSecret {
  /** Ids of its versions by label; a label is missing when no value has it. */
  versions(): Promise<Partial<Record<Label, string>>>;
  /** The text of a version; undefined when no value has the label. */
  text(label: Label): Promise<string | undefined>;
  /** Makes this the value; the one that was becomes AWSPREVIOUS. @returns the id of the version */
  put(key: AgentKey): Promise<string>;
  /** Makes another version the value. */
  makeCurrent(versionId: string, insteadOf: string): Promise<void>;
}

/**
 * @param abortSignal Ends what is read. What is written is never cut off: no one would know which key is in use.
 * @param SecretId its ARN
 */
export function agentSecretOf(stage: Stage, abortSignal: AbortSignal, SecretId: string): AgentSecret {
  const client = new SecretsManagerClient(stage.client('secrets-manager'));
  const during = (operation: string) => `Secrets Manager, ${operation} of ${SecretId}`;
  return {
    versions: () =>
      asking(during('DescribeSecret'), async () => {
        const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }), { abortSignal });
        return Object.fromEntries(Object.entries(VersionIdsToStages).flatMap(([id, labels]) => labels.map((label) => [label, id])));
      }),
    text: (label) =>
      asking(during('GetSecretValue'), async () => {
        try {
          const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId, VersionStage: label }), { abortSignal });
          return SecretString ?? '';
        } catch (error) {
          // The secret is there, for its stack named it: what is missing is a value.
          if ((error as Error).name === 'ResourceNotFoundException' && /staging label/.test((error as Error).message)) return undefined;
          throw error;
        }
      }),
    put: ({ clientId, clientSecret }) =>
      asking(during('PutSecretValue'), async () => {
        const SecretString = JSON.stringify({ clientId, clientSecret });
        const { VersionId = '' } = await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
        return VersionId;
      }),
    makeCurrent: (MoveToVersionId, RemoveFromVersionId) =>
      asking(during('UpdateSecretVersionStage'), async () => {
        const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId, RemoveFromVersionId };
        await client.send(new UpdateSecretVersionStageCommand(move));
      }),
  };
}
