import { Access } from '../../test/support/compliance-access';
import type { ExpectedCall } from '../../test/support/compliance-calls';
import type { Case } from './calls';
import { type Decided, type Decision, judgeOf } from './decision';
import { without } from './undone';

/** A call with what the engine and test/support/stack-policies.ts make of it. */
export interface Judged {
  readonly call: ExpectedCall;
  readonly decision: Decision;
  readonly ours: 'allowed' | 'denied';
}

/** Decides the calls of a case, and adds to `decided` what the engine said. */
export async function judged({ stage, calls }: Case, decided: Decided): Promise<Judged[]> {
  const judge = judgeOf(stage, decided);
  const access = new Access(stage);
  return Promise.all(
    calls.map(async (call) => ({
      call,
      decision: await judge(call),
      ours: access.may(call.who, call.action, call.on, call.context, call.own) ? ('allowed' as const) : ('denied' as const),
    })),
  );
}

/** Whether engine, ours and promise are one. */
export function agrees({ call, decision, ours }: Judged): boolean {
  return ours === promised(call) && isAsPromised(call, decision);
}

/** Whether the engine decides a call in another way than promised in a stage without the statements of a name. */
export async function notices({ stage, calls }: Case, name: string, decided: Decided): Promise<boolean> {
  const judge = judgeOf(without(stage, name), decided);
  for (const call of calls) if (!isAsPromised(call, await judge(call))) return true;
  return false;
}

/** A call that is not judged is no disagreement. */
function isAsPromised(call: ExpectedCall, decision: Decision): boolean {
  return typeof decision !== 'string' || decision === promised(call);
}

function promised({ allowed }: ExpectedCall): 'allowed' | 'denied' {
  return allowed ? 'allowed' : 'denied';
}
