import { Failure } from '../failures';
import type { Stage } from '../stage';
import { type Finding, fail, pass } from './finding';
import type { Patient } from './patient';

const PATIENCE_MS = 15_000;

/** Whether a browser may call the API from the origins of the settings, and from no other. */
export async function checkPreflight(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  const origins = stage.isLocal ? '*' : (await patient.fn()).settings.corsOrigins;
  const origin = origins === '*' ? 'https://app.example.com' : (origins[0] ?? '');
  const { status, headers } = await preflight(stage, origin, patient.signal);
  const allowed = headers.get('access-control-allow-origin');
  const names = (headers.get('access-control-allow-headers') ?? '').toLowerCase();
  const toDo = 'Deploy the stage again; compare cors.origins with the address of the web page.';
  if (status >= 300) return fail(`The preflight was answered with ${status}.`, toDo);
  if (allowed !== origin && allowed !== '*') return fail(`The preflight of ${origin} allows ${allowed ?? 'no origin'}.`, toDo);
  if (!names.includes('authorization')) return fail('The preflight does not allow the header Authorization.', toDo);
  if (origins === '*') return pass('The preflight lets every origin call (cors.origins is *).');
  const stranger = (await preflight(stage, 'https://stranger.example', patient.signal)).headers.get('access-control-allow-origin');
  if (stranger === '*' || stranger === 'https://stranger.example')
    return fail(`The preflight lets a strange origin call (${stranger}).`, toDo);
  return pass(`The preflight lets ${origins.join(', ')} call, and no stranger.`);
}

/** Whether the API refuses who has no token, before the function is asked. */
export async function checkRefusal(patient: Patient): Promise<Finding> {
  const stage = await patient.stage();
  const answer = await request(
    stage.transactionUrl,
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' },
    patient.signal,
  );
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  if (answer.status === 401 && code === 'unauthorized') return pass('A request without a token is answered with 401, unauthorized.');
  return fail(
    `A request without a token is answered with ${answer.status}${code === undefined ? '' : `, ${code}`}; it should be 401, unauthorized.`,
    answer.status < 300
      ? 'The API is open. Look who changed its authorizers, and deploy the stage again.'
      : 'Deploy the stage again; npm run diff shows what differs.',
  );
}

async function preflight({ transactionUrl }: Stage, origin: string, signal: AbortSignal): Promise<Response> {
  const headers = {
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,content-type',
  };
  const answer = await request(transactionUrl, { method: 'OPTIONS', headers }, signal);
  await answer.body?.cancel();
  return answer;
}

async function request(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) });
  } catch (cause) {
    if (signal.aborted) throw new Failure('interrupted', { what: 'The command was interrupted.', toDo: 'Run it again.' }, { cause });
    const reason = ((cause as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? (cause as Error).name;
    throw new Failure(
      'unreachable',
      { what: `The API does not answer (${reason}).`, where: new URL(url).host, toDo: 'Check the network of this machine.' },
      { cause },
    );
  }
}
