import { state } from '../state.js';

/** Why the answer is no (the table of docs/backend.md, in short). */
const REASONS = {
  'unknown-transaction': 'it was not started here, or for a workflow without a photo, or too long ago',
  'of-somebody-else': 'another user started it',
  'another-workflow': 'it is of another workflow',
  'too-old': 'it was started before the backend asked for it, or too long ago',
  used: 'it has been decided for another step or another question',
  rejected: 'Microblink rejected the match',
  failed: 'the match ended in an error',
  'unknown-status': 'Microblink does not know how it ended',
  gone: 'Microblink knows no such transaction any more',
};

/**
 * What an answer comes to: `tone` and `word` at a glance, `codes` for programs, `text` for people.
 * @param {{status: number, body: string}} told
 */
export function answerOf({ status, body }) {
  const { verdict, reasons = [], photo, code, title, detail } = parse(body);
  if (verdict === 'yes')
    return { tone: 'ok', word: 'Yes', status, codes: [], text: `The step may be allowed, once. The photo was ${photo}.` };
  if (verdict === 'no') {
    const why = reasons.map((reason) => REASONS[reason] ?? reason).join('; ');
    return { tone: 'refused', word: 'No', status, codes: reasons, text: `Do not allow the step: ${why}.` };
  }
  const known = state.stack.problems.some((section) => section.code === code);
  const word = status === 409 ? 'Not yet' : 'No answer';
  return { tone: status < 500 ? 'refused' : 'failed', word, status, codes: [code].filter(Boolean), known, text: `${title}. ${detail}` };
}

function parse(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return { title: 'An answer that is no JSON', detail: 'The step is not allowed.' };
  }
}
