import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type Config, readConfig } from '../../lib/config';
import { bootstrapQualifier, contextValue } from '../cdk-context';
import { Failure } from '../failures';
import type { Job } from '../job';
import { type DeployedStack, findStack } from '../stage/deployed-stack';
import { stageOf } from '../stage/deployed-stage';
import { type LocalDetails, readLocalDetails } from '../stage/local-stage';
import { findProxyFunction, type ProxyFunction } from '../stage/proxy-function';
import { type StackResource, stackResources } from '../stage/stack-resources';
import type { ClientSettings, Stage } from '../stage/stage';
import { bucketPolicyOf, keyPolicyOf, photoKeyOf } from './photo-policies';
import { alarmNames, stackAlarms } from './stack-alarms';

/** What an operator says beside the stage. */
export interface Hints {
  /** A subject who has a photo. */
  readonly subject?: string;
  /** Qualifier of the bootstrap. */
  readonly qualifier?: string;
  /** Context of the CDK app, `name=value` each. */
  readonly context?: readonly string[];
}

/** What the checks look at. Each part is looked up once, by the first check that needs it; one that is not there throws its Failure at each. */
export interface Patient {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly subject: string | undefined;
  /** For what belongs to the account, deployed stage or not. */
  readonly account: ClientSettings;
  /** The stack of a deployed stage, in whatever state. */
  stack(): Promise<DeployedStack>;
  stage(): Promise<Stage>;
  resources(): Promise<StackResource[]>;
  /** The alarms of the stack that are there. */
  alarms(): Promise<MetricAlarm[]>;
  fn(): Promise<ProxyFunction>;
  /** Whether a resource belongs to the stack, by its physical id; else it was there before. */
  owns(physicalId: string): Promise<boolean>;
  /** Undefined where the bucket has none. */
  bucketPolicy(): Promise<string | undefined>;
  /** ARN of the key of new photos; undefined where it is none of yours. */
  photoKey(): Promise<string | undefined>;
  keyPolicy(): Promise<string | undefined>;
  /** Of the bootstrap that a deployment would use; undefined where nothing is said. */
  qualifier(): Promise<string | undefined>;
  /** The file of the stage. */
  config(): Promise<Config>;
  local(): Promise<LocalDetails>;
}

export function patientOf(job: Job, { subject, qualifier, context = [] }: Hints): Patient {
  const { options, parts, signal } = job;
  const stack = once(() => findStack(options, job.account(), signal));
  const stage = once(async () => (options.local ? job.connect() : stageOf(await stack())));
  const resources = once(async () => stackResources(await stage(), signal));
  const photoKey = once(async () => photoKeyOf(await stage(), signal));
  return {
    job,
    signal,
    subject,
    get account() {
      return job.account();
    },
    stack,
    stage,
    resources,
    alarms: once(async () => stackAlarms(await stage(), alarmNames(await resources()), signal)),
    fn: once(async () => findProxyFunction(await stage(), await resources(), signal)),
    owns: async (id) => (await resources()).some(({ physicalId }) => physicalId === id),
    bucketPolicy: once(async () => bucketPolicyOf(await stage(), signal)),
    photoKey,
    keyPolicy: once(async () => {
      const keyArn = await photoKey();
      return keyArn && keyPolicyOf(await stage(), keyArn, signal);
    }),
    qualifier: once(() => bootstrapQualifier(qualifier, context, process.cwd())),
    config: once(async () => readStageFile(options.local ? 'local' : options.stage, contextValue(context, 'config'))),
    local: once(() => readLocalDetails(parts.localDirectory)),
  };
}

function readStageFile(stage: string, file: string | undefined): Config {
  try {
    return readConfig({ stage, file });
  } catch (cause) {
    const what = (cause as Error).message;
    throw new Failure(
      'invalid-input',
      { what, where: file ?? `config/${stage}.json`, toDo: 'Fix the file, or name the stage with --stage.' },
      { cause },
    );
  }
}

function once<T>(look: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= look();
    return found;
  };
}
