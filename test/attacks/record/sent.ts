import type { TestStack } from '../../support/local-stack';
import type { Attack } from './attack';

/** A request as it goes out. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly lines: readonly string[] | undefined;
  readonly silenceMs: number | undefined;
}

/** The request that an attack is, with the subjects of this stack in it. */
export async function sentBy(stack: TestStack, attack: Attack): Promise<Sent> {
  const { method = 'POST', path = '/transaction', as = 'alice', headers = {}, lines, silenceMs } = attack;
  const token = as === 'nobody' ? await stack.signIn('alice') : await stack.signIn(as);
  const own: Record<string, string> = as === 'nobody' ? {} : { Authorization: `Bearer ${attack.forge?.(token) ?? token}` };
  const filled = (text: string) => fillIn(stack, text).replaceAll('<token>', token);
  const body = bodyOf(attack);
  return {
    method,
    path: filled(path),
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...own,
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)])),
    },
    body: body === undefined ? undefined : filled(body),
    lines,
    silenceMs,
  };
}

/** Puts subjects into a text. */
function fillIn(stack: TestStack, text: string): string {
  return text.replaceAll('<alice>', stack.user('alice').subject).replaceAll('<bob>', stack.user('bob').subject);
}

function bodyOf({ method = 'POST', as = 'alice', body, change }: Attack): string | undefined {
  if (body !== undefined || method !== 'POST') return body;
  const consent = { ...(as !== 'carol' && { userId: as === 'bob' ? '<bob>' : '<alice>' }), isProcessingStoringAllowed: true };
  return JSON.stringify({ workflowId: 'wf-123', platform: 'ios', sdkVersion: '1.10.0', consent, ...change });
}
