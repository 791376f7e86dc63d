/** What the Agent API stand-in can be set to do, in words (stand-ins/agent/behaviours.ts). */
export const FAULTS = [
  { id: 'unauthorized', title: 'Refuses our credentials', story: 'answers 401, as for a key that was revoked' },
  { id: 'error500', title: 'Fails', story: 'answers 500; an answer of Microblink’s own goes through as it came' },
  { id: 'throttled', title: 'Is asked too often', story: 'answers 429 with Retry-After' },
  { id: 'slow', title: 'Is slow', story: 'answers two seconds later' },
  { id: 'garbage', title: 'Talks nonsense', story: 'answers 200 with a page of HTML' },
  { id: 'redirect', title: 'Sends us elsewhere', story: 'answers 307; the photo must not follow' },
  { id: 'cut', title: 'Breaks off', story: 'ends the connection in the middle of its reply' },
  { id: 'reset', title: 'Hangs up', story: 'resets the connection while the photo is being sent' },
  { id: 'huge', title: 'Says too much', story: 'answers with more than the proxy accepts' },
  { id: 'stall', title: 'Never answers', story: 'stops reading; the proxy gives up before the SDK does' },
];

/** More than one request of ours ever makes, so that a retry meets the same fault. */
const TIMES = 2;

/** Lets the stand-in misbehave for `work`, and behave again afterwards, even if it fails. */
export async function withFault(mode, work) {
  await behave({ mode, times: TIMES });
  try {
    return await work();
  } finally {
    await behave({ mode: 'ok' });
  }
}

async function behave(behaviour) {
  const response = await fetch('/api/behaviour', { method: 'PUT', body: JSON.stringify(behaviour) });
  if (!response.ok) throw new Error(`The Agent API stand-in refused the setting (${response.status}).`);
}
