import { type Finding, fail, pass } from '../failures/finding';
import type { Stage } from '../stage/stage';
import { requestApi } from './api-request';

export type Origins = '*' | readonly string[];

/** Whether a browser may call the API from the origins of the settings, and from no other. */
export async function preflightFinding(stage: Stage, origins: Origins, signal: AbortSignal): Promise<Finding> {
  const origin = origins === '*' ? 'https://app.example.com' : (origins[0] ?? '');
  const { status, headers } = await preflight(stage, origin, signal);
  const allowed = headers.get('access-control-allow-origin');
  const names = (headers.get('access-control-allow-headers') ?? '').toLowerCase();
  const toDo =
    'Compare "cors.origins" in the file of the stage with the address of the web page, and deploy. If they agree, somebody has changed the API: deploy with --revert-drift.';
  if (status >= 300) return fail(`The preflight was answered with ${status}.`, toDo);
  if (allowed !== origin && allowed !== '*') return fail(`The preflight of ${origin} allows ${allowed ?? 'no origin'}.`, toDo);
  if (!names.includes('authorization')) return fail('The preflight does not allow the header Authorization.', toDo);
  if (origins === '*') return pass('The preflight lets every origin call (cors.origins is *).');
  const stranger = (await preflight(stage, STRANGER, signal)).headers.get('access-control-allow-origin');
  if (stranger === '*' || stranger === STRANGER) return fail(`The preflight lets a strange origin call (${stranger}).`, toDo);
  return pass(`The preflight lets ${origins.join(', ')} call, and no stranger.`);
}

const STRANGER = 'https://stranger.example';

async function preflight({ transactionUrl }: Stage, origin: string, signal: AbortSignal): Promise<Response> {
  const headers = {
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,content-type',
  };
  const answer = await requestApi(transactionUrl, { method: 'OPTIONS', headers }, signal);
  await answer.body?.cancel();
  return answer;
}
