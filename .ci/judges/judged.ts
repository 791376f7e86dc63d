import { Access } from '../../test/support/compliance-access';
import type { ExpectedCall } from '../../test/support/compliance-calls';
import type { Case } from './calls';
import { type Decision, judgeOf } from './decision';

/** A call with what the engine and test/support/stack-policies.ts make of it. */
export interface Judged {
  readonly call: ExpectedCall;
  readonly decision: Decision;
  readonly ours: 'allowed' | 'denied';
}

/**
 * Decides the calls of a case.
 * @param given what the engine sees of the stage. @default - the stage itself
 */
export async function judged({ stage, calls }: Case, given = stage): Promise<Judged[]> {
  const judge = judgeOf(given);
  const access = new Access(stage);
  return Promise.all(
    calls.map(async (call) => ({
      call,
      decision: await judge(call),
      ours: access.may(call.who, call.action, call.on, call.context, call.own) ? ('allowed' as const) : ('denied' as const),
    })),
  );
}

/** Whether engine, ours and promise are one. A call that is not judged is no disagreement. */
export function agrees({ call, decision, ours }: Judged): boolean {
  const promised = call.allowed ? 'allowed' : 'denied';
  return ours === promised && (typeof decision !== 'string' || decision === promised);
}
