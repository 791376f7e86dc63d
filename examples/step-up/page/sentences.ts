import { isProblemCode, type Problem, type ProblemCode } from '../../../client';

const SIGN_IN = 'Please sign out, sign in again, and repeat it.';
const NO_PHOTO = 'We have no photo of you that your face can be compared with. Please visit a branch.';
const LATER = 'Please try again later, or visit a branch.';

/** What the user can do, by the groups of docs/problems.md. Codes that are not here are for the bank's own people. */
const SENTENCES: Partial<Record<ProblemCode, string>> = {
  ...{ 'wrong-token': SIGN_IN, unauthorized: SIGN_IN, 'expired-token': SIGN_IN, 'access-denied': SIGN_IN },
  ...{ 'no-face-on-record': NO_PHOTO, 'face-unusable': NO_PHOTO, 'subject-unusable': NO_PHOTO },
  'face-too-new': `Your photo is too new to be used. ${LATER}`,
  'too-many-attempts': `You have tried too often. ${LATER}`,
};

/** @param problem Undefined where nothing answered that says why. */
export function sentenceFor(problem: Problem | undefined): string {
  if (problem === undefined) return `The face match does not answer. ${LATER}`;
  const known = isProblemCode(problem.code) ? SENTENCES[problem.code] : undefined;
  return known ?? `The face match does not work at the moment. ${LATER} (Reference: ${problem.requestId})`;
}
