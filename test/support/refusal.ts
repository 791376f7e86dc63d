import type { ProblemCode } from '../../contract/problems';

/** Matches the refusal with this code, for `toThrow` and `rejects.toEqual`: a test says which rule it expects to have refused. */
export function refusal(code: ProblemCode, reason?: RegExp): Error {
  return expect.objectContaining({ name: 'Problem', code, ...(reason && { reason: expect.stringMatching(reason) }) });
}
