import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { STSClient } from '@aws-sdk/client-sts';
import { type Config, readConfig, type StageChoice } from '../../lib/config/config';
import { bootstrapQualifier, contextValue, QUALIFIER_CONTEXT } from '../cdk-context';
import { asking } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import type { Job } from '../job';
import { type DeployedStack, findStack } from '../stage/deployed-stack';
import { stageOf } from '../stage/deployed-stage';
import { findProxyFunction, type ProxyFunction } from '../stage/functions/proxy-function';
import { findVerdictFunction, type VerdictFunction } from '../stage/functions/verdict-function';
import { type LocalDetails, readLocalDetails } from '../stage/local-stage';
import { whereOptions } from '../stage/shell';
import { type StackResource, stackResources } from '../stage/stack-resources';
import type { ClientSettings, Stage } from '../stage/stage';
import { alarmNames, stackAlarms } from './alarms/stack-alarms';
import { bucketPolicyOf, keyPolicyOf, photoKeyOf } from './photos/photo-policies';

/** What an operator gives in addition to the stage. */
export interface Hints {
  /** A subject who has a photo. */
  readonly subject?: string;
  /** Qualifier of the bootstrap. */
  readonly qualifier?: string;
  /** Context of the CDK app, `name=value` each. */
  readonly context?: readonly string[];
}

/** What the checks look at. Each part is looked up once, by the first check that needs it; a missing one throws its Failure at each. */
export interface Patient {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly subject: string | undefined;
  /** For what belongs to the account, deployed stage or not. */
  readonly account: ClientSettings;
  /** Where the stage is, or would be deployed to. */
  region(): Promise<string>;
  /** Options of the AWS CLI that name region and profile; none where no region is chosen. */
  where(): Promise<string>;
  /** The stack of a deployed stage, in any state. */
  stack(): Promise<DeployedStack>;
  stage(): Promise<Stage>;
  resources(): Promise<StackResource[]>;
  /** The alarms of the stack that are there. */
  alarms(): Promise<MetricAlarm[]>;
  fn(): Promise<ProxyFunction>;
  /** The one that answers for verdicts. @throws Failure `no-verdicts` */
  verdictFunction(): Promise<VerdictFunction>;
  /** Whether a resource belongs to the stack, by its physical id; else it was there before. */
  owns(physicalId: string): Promise<boolean>;
  /** Undefined where the bucket has none. */
  bucketPolicy(): Promise<string | undefined>;
  /** ARN of the key of new photos; undefined where it is none of yours. */
  photoKey(): Promise<string | undefined>;
  keyPolicy(): Promise<string | undefined>;
  /** Of the bootstrap that a deployment would use; undefined where nothing is said. */
  qualifier(): Promise<string | undefined>;
  /** The file of the stage. @throws Failure `settings-refused`, `no-settings` */
  config(): Promise<Config>;
  local(): Promise<LocalDetails>;
}

export function patientOf(job: Job, { subject, qualifier, context = [] }: Hints): Patient {
  const { options, parts, signal } = job;
  const region = once(() => asking('the AWS configuration of this machine', () => new STSClient(job.account()).config.region()));
  const given = qualifier === undefined ? context : [...context, `${QUALIFIER_CONTEXT}=${qualifier}`];
  const stack = once(async () => ({
    ...(await findStack(options, job.account(), signal)),
    context: given.filter((each) => !/^stage=/.test(each)),
  }));
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
    region,
    where: once(async () => whereOptions(await region(), options.profile)),
    stack,
    stage,
    resources,
    alarms: once(async () => stackAlarms(await stage(), alarmNames(await resources()), signal)),
    fn: once(async () => findProxyFunction(await stage(), await resources(), signal)),
    verdictFunction: once(async () => findVerdictFunction(await stage(), await resources(), signal)),
    owns: async (id) => (await resources()).some(({ physicalId }) => physicalId === id),
    bucketPolicy: once(async () => bucketPolicyOf(await stage(), signal)),
    photoKey,
    keyPolicy: once(async () => {
      const keyArn = await photoKey();
      return keyArn && keyPolicyOf(await stage(), keyArn, signal);
    }),
    qualifier: once(() => bootstrapQualifier(qualifier, context, process.cwd())),
    config: once(async () => {
      const file = contextValue(context, 'config');
      if (options.local) return readStageFile({ stage: 'local', file });
      return readStageFile({ stage: options.stage, file, region: await region().catch(() => undefined) });
    }),
    local: once(() => readLocalDetails(parts.localDirectory)),
  };
}

function readStageFile(choice: StageChoice): Config {
  try {
    return readConfig(choice);
  } catch (cause) {
    const { message, cause: reason } = cause as Error;
    const where = choice.file ?? `config/${choice.stage}.json`;
    if ((reason as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
      throw new Failure(
        'no-settings',
        { what: message, where, toDo: 'Name the stage with --stage, or its file with -c config=<path>.' },
        { cause },
      );
    throw new Failure('settings-refused', { what: message, where, toDo: 'Fix the file: with it a deployment fails at once.' }, { cause });
  }
}

function once<T>(look: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= look();
    return found;
  };
}
