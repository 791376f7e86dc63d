import { bodyBlock, bytes, code, disclosure, facts } from '../elements/facts.js';
import { headline } from './outcome.js';

/** Fields of the function’s line that say what was decided; the others are below. */
const FIRST = ['outcome', 'reason', 'workflowId', 'subject', 'photoBytes', 'upstreamStatus', 'attempts', 'totalMs'];
/** The logger's own. */
const OF_THE_LOGGER = ['type', 'level', 'message', 'timestamp', 'service', 'sampling_rate', 'xray_trace_id'];

/** What the function decided, in its own words: its log line, and its audit line for a photo that left. */
export function proxyStop(trace) {
  const base = { id: 'proxy', actor: 'Proxy', title: 'What the proxy decided', content: [] };
  const { requestLine, auditLines, invoked } = trace;
  if (!invoked) return { ...base, ...notInvoked(trace) };
  if (requestLine === undefined) return { ...base, ...undecided(trace) };
  const line = JSON.parse(requestLine);
  return { ...base, ...decided(trace, line), content: [facts(pairs(line, FIRST)), lines(line, requestLine, auditLines)] };
}

function notInvoked({ answer, refusal, isTold }) {
  if (answer === undefined) return { state: 'waiting', word: 'Waiting', summary: 'The function has not been called yet.' };
  if (isTold) return { state: 'skipped', word: 'Not called', summary: 'The function was not called: the answer was told beforehand.' };
  const summary = `The function was not called. API Gateway answered by itself${refusal ? ` (${refusal.type})` : ''}.`;
  return { state: 'skipped', word: 'Not called', summary };
}

function undecided({ visits }) {
  const summary = visits.length > 0 ? 'The request was accepted and is on its way to the Agent API.' : 'The function has the request.';
  return { state: 'waiting', word: 'Waiting', summary };
}

function decided(trace, line) {
  const { outcome, status, reason, photoBytes, upstreamStatus, attempts } = line;
  if (outcome !== 'ok') {
    const [state, word] = status < 500 ? ['refused', 'Refused here'] : ['failed', 'Failed here'];
    return { state, word, summary: `${outcome}: ${reason ?? headline(trace)}.` };
  }
  const again = attempts > 1 ? ' It was sent again once, before anything could have been accepted.' : '';
  if (trace.auditLines.length === 0) {
    const summary = `Passed the request on with the company’s credentials. The Agent API answered ${upstreamStatus}.${again}`;
    return { state: 'done', word: 'Passed on', summary };
  }
  const summary = `Added the photo of the verified subject, ${bytes(photoBytes)}, and wrote that down for the audit.${again}`;
  return { state: 'done', word: 'Photo added', summary };
}

function lines(line, requestLine, auditLines) {
  const others = Object.keys(line).filter((name) => !FIRST.includes(name) && !OF_THE_LOGGER.includes(name));
  return disclosure(
    'lines',
    auditLines.length > 0 ? 'Every field, and the function’s own lines' : 'Every field, and the function’s own line',
    facts(pairs(line, others)),
    bodyBlock('Log line of the function', requestLine),
    auditLines.map((audit) => bodyBlock('Audit line of the function', audit)),
  );
}

function pairs(line, names) {
  return names.map((name) => [name, line[name] !== undefined && code(String(line[name]))]);
}
