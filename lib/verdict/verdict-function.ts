import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { READING } from '../../contract/reading';
import { VERDICT_VARIABLES } from '../../contract/verdict-environment';
import { baseUrlOf } from '../agent/agent';
import type { Config } from '../config/config';
import type { VerdictsSettings } from '../config/parts';
import { functionCode } from '../function/code';
import { ServiceFunction } from '../function/service-function';

export type VerdictVariable = (typeof VERDICT_VARIABLES)[keyof typeof VERDICT_VARIABLES];

/** A question has ten seconds (lambda/verdict/endpoint.ts), and the function two more to end it in good order. */
const TIMEOUT_SECONDS = 12;

/** As much as the first function's by default: it has the same start-up. */
const MEMORY_MB = 512;

export interface VerdictFunctionProps {
  readonly settings: Config;
  readonly verdicts: VerdictsSettings;
  /** Encrypts the log group. */
  readonly key: IKey;
}

/** The function that answers questions. */
export class VerdictFunction extends ServiceFunction<VerdictVariable> {
  constructor(scope: Construct, id: string, { settings, verdicts, key }: VerdictFunctionProps) {
    const { purpose, logs, agent } = settings;
    super(scope, id, {
      purpose,
      key,
      code: functionCode('verdict'),
      description: 'Answers once whether a user passed the match that was asked for',
      called: 'verdict function',
      required: Object.values(VERDICT_VARIABLES),
      memoryMB: MEMORY_MB,
      timeoutSeconds: TIMEOUT_SECONDS,
      logRetentionDays: logs.retentionDays,
    });
    this.setText(VERDICT_VARIABLES.agentUrl, baseUrlOf(agent));
    this.setJson(VERDICT_VARIABLES.reading, agent.reading ?? READING);
    this.setText(VERDICT_VARIABLES.maxAgeMinutes, String(verdicts.maxAgeMinutes));
  }
}
