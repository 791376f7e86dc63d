import { PROBLEMS, type ProblemCode, problemType, VERDICT_PROBLEMS } from '../../contract/problems';
import { Problem, StaleConnection } from '../../lambda/errors';

/** The contract with clients and alarms, written down a second time: a change of one must be meant. */
const STATUS: Record<ProblemCode, number> = {
  'not-json': 400,
  'invalid-request': 400,
  'wrong-token': 403,
  'subject-unusable': 403,
  'identity-mismatch': 403,
  'client-supplied-face': 403,
  'workflow-not-allowed': 403,
  'value-not-allowed': 403,
  'consent-required': 403,
  'no-face-on-record': 409,
  'face-too-new': 409,
  'body-too-large': 413,
  'too-many-attempts': 429,
  'face-unusable': 500,
  internal: 500,
  'agent-refused-credentials': 502,
  'agent-unreachable': 502,
  'agent-bad-response': 502,
  'credentials-not-set': 503,
  'credentials-unavailable': 503,
  'attempts-unavailable': 503,
  'face-store-unavailable': 503,
  'agent-timeout': 504,
  'not-finished': 409,
  'in-review': 409,
  'read-credentials-refused': 503,
  'unreadable-result': 503,
  'verdict-unavailable': 503,
};

const ALL = { ...PROBLEMS, ...VERDICT_PROBLEMS };

describe('the table of problems', () => {
  it('has these codes and no other', () => {
    expect(Object.keys(ALL).sort()).toEqual(Object.keys(STATUS).sort());
  });

  it.each(Object.entries(STATUS))('gives %s the status %d', (code, status) => {
    expect(new Problem(code as ProblemCode, 'reason').status).toBe(status);
  });

  it.each(Object.entries(ALL))('says of %s in public what it is and what to do', (_code, [, title, remedy]) => {
    expect(title).toMatch(/^[A-Z][^.]{10,}$/);
    expect(remedy).toMatch(/^[A-Z].{5,}\.$/);
    expect(`${title} ${remedy}`).not.toMatch(/s3|bucket|secret|lambda|key\b|arn:|sa_/i);
  });
});

describe('a problem', () => {
  it('keeps its reason and its cause for the operator', () => {
    const cause = new Error('cause');
    expect(new Problem('internal', 'reason', { cause })).toMatchObject({
      name: 'Problem',
      message: 'internal: reason',
      reason: 'reason',
      cause,
    });
  });

  it('has an identifier that does not depend on where documents are kept', () => {
    expect(problemType('not-json')).toBe('urn:face-match-proxy:problem:not-json');
  });

  it('is not a stale connection, which no caller ever sees', () => {
    expect(new StaleConnection('x')).not.toBeInstanceOf(Problem);
    expect(new StaleConnection('x').name).toBe('StaleConnection');
  });
});
