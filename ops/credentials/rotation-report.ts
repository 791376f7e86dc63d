import { type AgentKey, shown } from '../agent/agent-key';
import { EXIT_CODES, type ExitCode } from '../failures/failures';
import type { Job } from '../job';
import type { Traffic } from './traffic';

/** How a rotation went. */
export interface Rotation {
  readonly written: boolean;
  readonly old: AgentKey;
  readonly key: AgentKey;
  /** What the Agent API said to the new key. */
  readonly says: string;
  readonly versionId?: string;
  /** Undefined for the local stack, which has no metrics; a sentence where they could not be read. */
  readonly traffic?: Traffic | string;
}

/** Says it, and what is next. */
export function reportRotation(job: Job, { written, old, key, says, versionId, traffic }: Rotation): ExitCode {
  const [oldId, newId] = [shown(old.clientId), shown(key.clientId)];
  const { started = 0, refused = 0 } = typeof traffic === 'object' ? traffic : {};
  const isRefused = refused > 0;
  const isProved = !isRefused && started > 0;
  const { look } = job.terminal;
  const headline = () => {
    if (!written) return `${look.sign.skipped} Nothing was written (--dry-run).`;
    if (isRefused) return `${look.bad(look.sign.fail)} ${newId} is written, and Microblink refuses it.`;
    return `${look.good(look.sign.pass)} ${newId} is in use.`;
  };
  job.terminal.result({ written, clientId: newId, oldClientId: oldId, agentApi: says, versionId, traffic, isProved }, () => [
    headline(),
    ...job.terminal.columns([
      ['  Agent API', says],
      ['  starts', sayTraffic(traffic, written)],
      ['  next', nextStep({ written, isRefused, isProved, oldId })],
    ]),
  ]);
  return isRefused ? EXIT_CODES.checkFailed : EXIT_CODES.done;
}

function sayTraffic(traffic: Rotation['traffic'], written: boolean): string {
  if (!written) return 'none yet';
  if (typeof traffic === 'string') return `not known: ${traffic}`;
  if (traffic === undefined) return 'the local stack has no metrics';
  return `${traffic.started} with a photo since the old key is out of use, ${traffic.refused} failed because the key was refused`;
}

function nextStep({
  written,
  isRefused,
  isProved,
  oldId,
}: {
  written: boolean;
  isRefused: boolean;
  isProved: boolean;
  oldId: string;
}): string {
  if (!written) return 'the same without --dry-run';
  if (isRefused) return 'npm run ops -- credentials rotate --roll-back';
  if (isProved) return `delete ${oldId} at Microblink. Until then, --roll-back uses it again`;
  return `no start has shown yet that the new key may start transactions. Run npm run ops -- smoke. Then delete ${oldId} at Microblink`;
}
