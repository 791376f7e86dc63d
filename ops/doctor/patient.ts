import { type Config, readConfig } from '../../lib/config';
import { Failure } from '../failures';
import type { Job } from '../job';
import { awsClientSettings } from '../stage/client-settings';
import { type LocalDetails, readLocalDetails } from '../stage/local-stage';
import { findProxyFunction, type ProxyFunction } from '../stage/proxy-function';
import { type StackResource, stackResources } from '../stage/stack-resources';
import type { ClientSettings, Stage } from '../stage/stage';

/** What the checks look at. Each part is looked up once, by the first check that needs it; one that is not there throws its Failure at each. */
export interface Patient {
  readonly job: Job;
  readonly signal: AbortSignal;
  /** A subject who has a photo, if the operator named one. */
  readonly subject: string | undefined;
  /** For what belongs to the account, deployed stage or not. */
  readonly account: ClientSettings;
  stage(): Promise<Stage>;
  resources(): Promise<StackResource[]>;
  fn(): Promise<ProxyFunction>;
  /** The file of the stage. */
  config(): Promise<Config>;
  local(): Promise<LocalDetails>;
}

export function patientOf(job: Job, subject: string | undefined): Patient {
  const { options, parts, signal } = job;
  const stage = once(() => job.connect());
  const resources = once(async () => stackResources(await stage(), signal));
  return {
    job,
    signal,
    subject,
    account: awsClientSettings(options, parts.environment),
    stage,
    resources,
    fn: once(async () => findProxyFunction(await stage(), await resources(), signal)),
    config: once(async () => readStageFile(options.local ? 'local' : options.stage)),
    local: once(() => readLocalDetails(parts.localDirectory)),
  };
}

function readStageFile(stage: string): Config {
  try {
    return readConfig({ stage });
  } catch (cause) {
    const what = (cause as Error).message;
    throw new Failure(
      'invalid-input',
      { what, where: `config/${stage}.json`, toDo: 'Mend the file, or name the stage with --stage.' },
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
