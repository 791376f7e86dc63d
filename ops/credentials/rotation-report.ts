import { type AgentKey, shown } from '../agent/agent-key';
import { EXIT_CODES, type ExitCode } from '../failures/failures';
import type { Finding } from '../failures/finding';
import type { Job } from '../job';
import type { KeyUse } from './key-use';
import type { Traffic } from './traffic';

/** How a rotation went. */
export interface Rotation {
  readonly written: boolean;
  readonly old: AgentKey;
  readonly key: AgentKey;
  /** What the Agent API said to the new key. */
  readonly says: string;
  /** Whether it is another one than the stage's other key. */
  readonly apart?: Finding | undefined;
  readonly versionId?: string;
  /** Undefined for the local stack, which has no metrics; a sentence where they could not be read. */
  readonly traffic?: Traffic | string;
}

/** Says it, and what is next. */
export function reportRotation(job: Job, use: KeyUse, { written, old, key, says, apart, versionId, traffic }: Rotation): ExitCode {
  const [oldId, newId] = [shown(old.clientId), shown(key.clientId)];
  const { served = 0, refused = 0 } = typeof traffic === 'object' ? traffic : {};
  const isRefused = refused > 0;
  const isProved = !isRefused && served > 0;
  const { look } = job.terminal;
  const headline = () => {
    if (!written) return `${look.sign.skipped} Nothing was written (--dry-run).`;
    if (isRefused) return `${look.bad(look.sign.fail)} ${newId} is written, and Microblink refuses it.`;
    return `${look.good(look.sign.pass)} ${newId} is in use.`;
  };
  const counts = typeof traffic === 'object' ? { [WORDS[use.purpose].counted]: served, refused } : traffic;
  const report = {
    written,
    clientId: newId,
    oldClientId: oldId,
    agentApi: says,
    ...(apart && { apart }),
    versionId,
    traffic: counts,
    isProved,
  };
  job.terminal.result(report, () => [
    headline(),
    ...job.terminal.columns([
      ['  Agent API', says],
      ...(apart?.verdict === 'warning' ? [['  to think about', `${apart.says} ${apart.toDo}`]] : []),
      [`  ${WORDS[use.purpose].row}`, sayTraffic(use, traffic, written)],
      ['  next', nextStep({ use, written, isRefused, isProved, oldId })],
    ]),
  ]);
  return isRefused ? EXIT_CODES.checkFailed : EXIT_CODES.done;
}

const WORDS = {
  starting: {
    row: 'starts',
    counted: 'started',
    served: 'with a photo',
    proof: 'no start has shown yet that the new key may start transactions: npm run ops -- smoke',
  },
  reading: {
    row: 'reads',
    counted: 'read',
    served: 'transactions read',
    proof: 'no question has shown yet that the new key may read: npm run ops -- verdict ask, or wait for one of your backend’s',
  },
} as const;

function sayTraffic({ purpose }: KeyUse, traffic: Rotation['traffic'], written: boolean): string {
  if (!written) return 'none yet';
  if (typeof traffic === 'string') return `not known: ${traffic}`;
  if (traffic === undefined) return 'the local stack has no metrics';
  return `${traffic.served} ${WORDS[purpose].served} since the old key is out of use, ${traffic.refused} failed because the key was refused`;
}

function nextStep({
  use: { purpose, option },
  written,
  isRefused,
  isProved,
  oldId,
}: {
  use: KeyUse;
  written: boolean;
  isRefused: boolean;
  isProved: boolean;
  oldId: string;
}): string {
  if (!written) return 'the same without --dry-run';
  if (isRefused) return `npm run ops -- credentials rotate${option} --roll-back`;
  if (isProved) return `delete ${oldId} at Microblink. Until then, --roll-back uses it again`;
  return `${WORDS[purpose].proof}. Then delete ${oldId} at Microblink`;
}
