import { el } from '../elements/dom.js';
import { bodyBlock, bytes, code, disclosure, facts, headerFacts } from '../elements/facts.js';
import { linesOnlyIn } from '../elements/json-lines.js';

const ADDED = { sign: '+', word: 'written by the proxy' };
/** Modes in which the stand-in does what it is asked. */
const HONEST = ['ok', 'slow'];

/** What the stand-in of the Agent API received, and how it answered. */
export function agentStop(trace) {
  const base = { id: 'agent', actor: 'Agent API stand-in', short: 'Agent API', title: 'What the Agent API received', content: [] };
  const { visits, answer, invoked } = trace;
  const last = visits.at(-1);
  if (last !== undefined) {
    const content = visits.map((visit) => visitContent(visit, trace));
    return { ...base, ...stateOf(last), summary: visits.map(visitSummary).join(' '), content };
  }
  if (answer === undefined && invoked) return { ...base, state: 'waiting', word: 'Waiting', summary: 'Nothing yet.' };
  return { ...base, state: 'skipped', word: 'Not reached', summary: nothingArrived(trace) };
}

function nothingArrived({ requestLine }) {
  const attempted = requestLine !== undefined && JSON.parse(requestLine).attempts > 0;
  return attempted ? 'It saw requests at that time, but none that is surely this one.' : 'Nothing: no request, no photo, no credentials.';
}

function stateOf({ reply, broke, mode, transactionId }) {
  if (broke === undefined && reply === undefined) return { state: 'waiting', word: 'Waiting' };
  if (broke !== undefined || !HONEST.includes(mode) || reply.status >= 300) return { state: 'failed', word: 'Failed here' };
  return { state: 'done', word: transactionId === undefined ? 'Answered' : 'Transaction created' };
}

function visitSummary({ body, photos, reply, broke, mode, transactionId }) {
  const what = body === undefined ? 'The head of a request; the body was not read to its end.' : contentSummary(photos);
  const told = mode === 'ok' ? '' : ` The stand-in was set to misbehave: ${mode}.`;
  if (broke !== undefined) return `${what}${told} ${broke}`;
  if (reply === undefined) return `${what}${told} It has not answered yet.`;
  return `${what}${told} It answered ${reply.status}${transactionId ? ' and created a transaction' : ''}.`;
}

function contentSummary(photos) {
  return photos.length > 0 ? 'A whole request, with the photo.' : 'A whole request, without a photo.';
}

function visitContent({ id, body, photos, headers, method, path, joined, transactionId }, trace) {
  const pairs = [
    ['request', code(`${method} ${path}`)],
    ['transactionId', transactionId && code(transactionId)],
    ['belongs here', joined],
  ];
  const lines = body && body.bytes > 0 && linesOnlyIn(body.text, trace.sent.body.text);
  return [
    photos.map(photoFigure),
    facts(pairs),
    lines && [
      el('p.hint', {}, 'The body as it arrived, with the photo as its hash. Lines with ', el('b', {}, '+'), ' were written by the proxy.'),
      bodyBlock('Body as the Agent API received it', lines, ADDED),
    ],
    disclosure(`agent-headers-${id}`, 'Headers', headerFacts(headers)),
  ];
}

/** A photo as it arrived, with what identifies it. */
function photoFigure({ field, type, bytes: count, sha256 }) {
  const pairs = [
    ['form value', code(field)],
    ['type', code(type)],
    ['size', bytes(count)],
    ['SHA-256', code(sha256)],
  ];
  return el(
    'figure.photo',
    {},
    el('img', { src: `/photos/${sha256}`, alt: `The photo that arrived in the form value ${field}`, width: 100, height: 130 }),
    el('figcaption', {}, facts(pairs)),
  );
}
