import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type Limits, OPTIONAL_VARIABLES, VARIABLES, type VariableName } from '../../contract/environment';
import type { Purpose } from '../config/config';
import type { LimitsSettings } from '../config/parts';
import { ATTEMPTS_OFF } from '../config/sections/attempts';
import { functionCode } from './code';
import { ServiceFunction } from './service-function';

/** API Gateway waits 29 s for an integration ("Quotas for configuring and running a REST API"); the function never runs longer than its caller waits. */
const LONGEST_TIMEOUT_SECONDS = 29;

/** Time beyond the deadline in which the function ends a request cleanly, in seconds. */
const TIME_TO_END_SECONDS = 2;

const REQUIRED = Object.values(VARIABLES).filter((name) => !OPTIONAL_VARIABLES.includes(name));

export interface ProxyFunctionProps {
  readonly purpose: Purpose;
  readonly limits: LimitsSettings;
  readonly memoryMB: number;
  /** Executions at one moment that are kept for it. @default - none, it shares those of the account */
  readonly reservedConcurrency?: number;
  readonly logRetentionDays: number;
  /** Encrypts the log group. */
  readonly key: IKey;
}

/** The function behind the SDKs' API. */
export class ProxyFunction extends ServiceFunction<VariableName> {
  constructor(scope: Construct, id: string, { limits, ...props }: ProxyFunctionProps) {
    super(scope, id, {
      ...props,
      code: functionCode('proxy'),
      description: 'Adds the photo of the verified caller to a Microblink Platform transaction',
      called: 'face match function',
      required: [...REQUIRED, ...(limitsAttempts(limits) ? [VARIABLES.attempts] : [])],
      timeoutSeconds: timeoutSeconds(limits),
    });
    this.setJson(VARIABLES.limits, inMilliseconds(limits));
  }
}

/** When Lambda ends an invocation, in seconds. */
export function timeoutSeconds({ deadlineSeconds }: Pick<LimitsSettings, 'deadlineSeconds'>): number {
  return Math.min(deadlineSeconds + TIME_TO_END_SECONDS, LONGEST_TIMEOUT_SECONDS);
}

function limitsAttempts({ attempts }: LimitsSettings): boolean {
  return attempts !== ATTEMPTS_OFF;
}

function inMilliseconds(limits: LimitsSettings): Limits {
  return {
    callerBodyBytes: limits.callerBodyBytes,
    agentReplyBytes: limits.agentReplyBytes,
    deadlineMs: limits.deadlineSeconds * 1000,
    faceReadStallMs: limits.faceReadStallSeconds * 1000,
    agentWriteStallMs: limits.agentWriteStallSeconds * 1000,
    agentReplyStallMs: limits.agentReplyStallSeconds * 1000,
  };
}
