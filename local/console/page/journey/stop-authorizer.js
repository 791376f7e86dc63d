import { code, disclosure, facts } from '../elements/facts.js';
import { state, userOf } from '../state.js';

const FIRST = ['sub', 'token_use', 'aud', 'iss', 'exp'];

/** What API Gateway’s authorizer made of the token. */
export function authorizerStop({ authorizer: decision, refusal, answer, isTold }) {
  const base = { id: 'authorizer', actor: 'Authorizer', title: 'What the authorizer verified', content: [] };
  if (decision?.claims !== undefined) return { ...base, ...verified(decision.claims) };
  if (decision !== undefined) return { ...base, state: 'done', word: 'Not needed', summary: 'This route asks for no token.' };
  if (answer === undefined) return { ...base, state: 'waiting', word: 'Waiting', summary: 'The token is being verified.' };
  if (isTold) return { ...base, state: 'skipped', word: 'Not asked', summary: 'It was not asked: the answer was told beforehand.' };
  if (refusal?.type !== 'UNAUTHORIZED') {
    const summary = `It was not asked: API Gateway had refused before (${refusal?.message ?? 'no such route'}).`;
    return { ...base, state: 'skipped', word: 'Not asked', summary };
  }
  const summary = 'No token, or one whose signature, issuer, audience or time is wrong. Nothing in it was used.';
  return { ...base, state: 'refused', word: 'Refused here', summary, content: gatewayFacts(refusal) };
}

function verified(claims) {
  const user = userOf(claims.sub) ?? state.stack.users.find(({ email }) => email === claims.email);
  const pairs = (names) => names.map((name) => [name, claims[name] && code(claims[name])]);
  return {
    ...{ state: 'done', word: 'Verified' },
    summary: `Signature, issuer, audience and time are right: this is ${user?.name ?? claims.sub}. Whose photo is used depends on these claims alone.`,
    content: [facts(pairs(FIRST)), disclosure('claims', 'All claims', facts(pairs(Object.keys(claims))))],
  };
}

function gatewayFacts({ type, message }) {
  const pairs = [
    ['response type', code(type)],
    ['message', message],
  ];
  return [facts(pairs)];
}
