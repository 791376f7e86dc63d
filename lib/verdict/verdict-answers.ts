import { ResponseType as Type } from 'aws-cdk-lib/aws-apigateway';
import { GATEWAY_ANSWERS, type GatewayAnswer } from '../api/gateway-responses';

const SIGN = 'Sign the request with AWS Signature Version 4, with a role that verdicts.callers names.';

/** Where the caller is known by a signature and not by a token, API Gateway's answers mean something else. */
const OF_SIGNATURES: readonly GatewayAnswer[] = [
  { type: Type.MISSING_AUTHENTICATION_TOKEN, status: 403, code: 'not-signed', title: 'Not signed, or no such route', detail: SIGN },
  { type: Type.INVALID_SIGNATURE, status: 403, code: 'invalid-signature', title: 'Signature refused', detail: SIGN },
  { type: Type.ACCESS_DENIED, status: 403, code: 'access-denied', title: 'Access denied', detail: SIGN },
  { type: Type.EXPIRED_TOKEN, status: 403, code: 'expired-token', title: 'Credentials expired', detail: 'Sign with new credentials.' },
];

/** What API Gateway answers itself to a question. */
export const VERDICT_ANSWERS: readonly GatewayAnswer[] = GATEWAY_ANSWERS.map(
  (answer) => OF_SIGNATURES.find(({ type }) => type.responseType === answer.type.responseType) ?? answer,
);
