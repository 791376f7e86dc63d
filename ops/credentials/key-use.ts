import type { Stage } from '../stage/stage';
import { verdictsOf } from '../stage/stage-verdicts';

/** What the two keys of a stage are for; a stage without verdicts has the first alone. */
export const PURPOSES = ['starting', 'reading'] as const;

export type Purpose = (typeof PURPOSES)[number];

export interface ForOption {
  /** `--for`. */
  readonly for: Purpose;
}

/** One of the keys of a stage: where it is, and what it is called to people. */
export interface KeyUse {
  readonly purpose: Purpose;
  readonly secretArn: string;
  /** Behind a command that is printed: it names the key. */
  readonly option: string;
  /** Role of the key at Microblink. */
  readonly role: string;
}

/** @throws Failure `no-verdicts` for the key that reads, where the stage has none */
export function keyUseOf(stage: Stage, purpose: Purpose): KeyUse {
  if (purpose === 'starting') return { purpose, secretArn: stage.credentialsSecretArn, option: '', role: 'Transaction start' };
  return { purpose, secretArn: verdictsOf(stage).secretArn, option: ' --for reading', role: 'Transaction read' };
}

/** The other key; undefined where the stage has one alone. */
export function otherUse(stage: Stage, { purpose }: KeyUse): KeyUse | undefined {
  return stage.verdicts === undefined ? undefined : keyUseOf(stage, purpose === 'starting' ? 'reading' : 'starting');
}
