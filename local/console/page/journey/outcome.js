import { startedIn, state } from '../state.js';

/**
 * The outcome of a request, by its answer.
 * `tone` is `waiting`, `ok`, `refused` (what was asked for is not done here) or `failed` (it could not be done).
 */
export function outcomeOf(trace) {
  const { answer } = trace;
  if (answer === undefined) return { tone: 'waiting' };
  const { status } = answer;
  const { code, title, detail } = problemIn(answer);
  const tone = status < 300 ? 'ok' : status < 500 ? 'refused' : 'failed';
  return { tone, status, code, title, detail, section: state.stack.problems.find((section) => section.code === code) };
}

/** The headline of an outcome: what happened, in a few words. */
export function headline(trace) {
  const { tone, title } = outcomeOf(trace);
  if (tone === 'waiting') return 'On its way';
  if (title !== undefined) return title;
  if (tone !== 'ok') return 'An answer of the Agent API itself, relayed as it came';
  if (trace.sent.path.endsWith('/info')) return 'Workflow information relayed';
  if (trace.sent.path.endsWith('/cancel')) return 'Workflow cancelled';
  return 'Transaction started';
}

/** What the answer means for photos, by what the Agent API stand-in saw. */
export function consequence(trace) {
  if (trace.answer === undefined) return '';
  const started = startedIn(trace);
  const photos = trace.visits.flatMap((visit) => visit.photos);
  if (started !== undefined && photos.length > 0) {
    const owner = state.stack.users.find(({ subject }) => subject === started.members?.props?.faceMatchSubject);
    return `The SDK sent no photo. The Agent API stand-in received the photo that the proxy found for ${owner?.name ?? 'the caller'}.`;
  }
  if (started !== undefined) return 'The workflow takes no photo, and none was sent.';
  if (trace.visits.length === 0) return 'Nothing reached the Agent API stand-in: no photo, no credentials, no transaction.';
  if (photos.length > 0) return 'The photo reached the Agent API stand-in, which created no transaction.';
  return 'No photo reached the Agent API stand-in.';
}

function problemIn({ body, headers }) {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (!type.startsWith('application/problem+json')) return {};
  try {
    const { code, title, detail } = JSON.parse(body.text);
    return code === undefined ? {} : { code, title, detail };
  } catch {
    return {};
  }
}
