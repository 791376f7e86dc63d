import { bodyBlock, bytes, disclosure, headerFacts } from '../elements/facts.js';
import { linesOnlyIn } from '../elements/json-lines.js';
import { state } from '../state.js';
import { outcomeOf } from './outcome.js';

const DROPPED = { sign: '−', word: 'not passed on like this' };
const STATES = { ok: ['done', 'Answered'], refused: ['refused', 'Refusal'], failed: ['failed', 'Failure'] };

/** Where the request begins. */
export function requestStop({ sent, visits }) {
  const arrived = visits.at(-1)?.body?.text;
  const lines = arrived === undefined ? sent.body.text : linesOnlyIn(sent.body.text, arrived);
  const photo = /\(image\/[a-z]+, \d+ bytes, SHA-256 [0-9a-f]{64}\)/.test(sent.body.text);
  const size = sent.body.bytes === 0 ? 'no body' : `${bytes(sent.body.bytes)}, ${photo ? 'with its own photo' : 'no photo'}`;
  return {
    ...{ id: 'sdk', actor: 'SDK', title: 'What the SDK sent', state: 'done', word: 'Sent' },
    summary: `${sent.method} ${sent.path}, ${size}.`,
    content: [
      sent.body.bytes > 0 && bodyBlock('Body as the SDK sent it', lines, DROPPED),
      disclosure('sdk-headers', 'Headers', headerFacts(sent.headers)),
    ],
  };
}

/** Where it ends. */
export function answerStop(trace) {
  const base = { id: 'back', actor: 'SDK', title: 'What the SDK got back' };
  const { answer, visits } = trace;
  if (answer === undefined) return { ...base, state: 'waiting', word: 'Waiting', summary: 'No answer yet.', content: [] };
  const { tone } = outcomeOf(trace);
  const [now, word] = STATES[tone];
  const body = answer.body.bytes > 0 && bodyBlock('Body of the answer', answer.body.text);
  return {
    ...{ ...base, state: now, word },
    summary: `${answer.status}, ${bytes(answer.body.bytes)}. ${comparison(answer, visits.at(-1)?.reply, state.received.get(trace.id))}`,
    content: [
      tone === 'ok' ? disclosure('back-body', 'Body', body) : body,
      disclosure('back-headers', 'Headers', headerFacts(answer.headers)),
    ],
  };
}

/** Whether the bytes are the same from the stand-in of the Agent API to this page, by their SHA-256. */
function comparison({ body }, reply, received) {
  const arrived = received !== undefined && received.sha256 === body.sha256;
  if (reply?.sha256 === body.sha256) {
    return `The same bytes that the Agent API stand-in sent${arrived ? ', compared in this page by SHA-256' : ''}.`;
  }
  return 'The words of the proxy or of API Gateway, not of the Agent API.';
}
