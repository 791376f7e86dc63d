import { GatewayRefusal } from '../refusal';
import { type GatewayRequest, headerOf } from '../request';

/** What a client says of its signature (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html). */
export interface SignatureParts {
  /** Where the client put it. */
  readonly place: 'header' | 'query';
  readonly accessKeyId: string;
  /** Date, region, service and `aws4_request`, as the client signed them. */
  readonly scope: string;
  /** Lower-case names, in the client's order. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20150830T123600Z` */
  readonly date: string;
  /** For how many seconds a signature in the query counts. */
  readonly expires?: number;
  /** Session token of temporary credentials. */
  readonly token: string | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a signature in the query consists of; every other parameter is part of what is signed. */
export const SIGNATURE_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
];

/** In any case: a spelling that a signer passes over would be a parameter that no one has signed. */
const OF_A_SIGNATURE = new Set(SIGNATURE_PARAMETERS.map((name) => name.toLowerCase()));

/** @throws GatewayRefusal for a request without a signature, and for one whose signature is not whole. */
export function readSignature(request: GatewayRequest): SignatureParts {
  const authorizations = request.headers.filter(([name]) => name.toLowerCase() === 'authorization');
  const isInQuery = [...request.query.keys()].some((name) => OF_A_SIGNATURE.has(name.toLowerCase()));
  if (authorizations.length === 0 && !isInQuery) throw new GatewayRefusal('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
  if (authorizations.length + Number(isInQuery) > 1) throw incomplete('Only one signature is allowed.');
  return isInQuery ? readQuery(request.query) : readHeader(authorizations[0]?.[1] ?? '', request);
}

function readHeader(authorization: string, request: GatewayRequest): SignatureParts {
  const [algorithm = '', rest = ''] = splitOnce(authorization, ' ');
  if (algorithm !== ALGORITHM) throw incomplete(`Authorization header requires the algorithm ${ALGORITHM}.`);
  const parts = new Map(rest.split(',').map((part) => splitOnce(part.trim(), '=')));
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) => {
    const value = parts.get(name);
    if (!value) throw incomplete(`Authorization header requires '${name}' parameter.`);
    return value;
  }) as [string, string, string];
  const date = headerOf(request, 'x-amz-date');
  if (date === undefined) throw incomplete("Authorization header requires existence of a 'X-Amz-Date' header.");
  const token = headerOf(request, 'x-amz-security-token');
  return { place: 'header', ...credentialOf(credential), signedHeaders: signedHeaders.split(';'), signature, date, token };
}

function readQuery(query: URLSearchParams): SignatureParts {
  const names = [...query.keys()].filter((name) => OF_A_SIGNATURE.has(name.toLowerCase()));
  if (names.some((name) => !SIGNATURE_PARAMETERS.includes(name)))
    throw incomplete(`The parameters are ${SIGNATURE_PARAMETERS.join(', ')}.`);
  const read = (name: string) => {
    const [value, ...others] = query.getAll(name);
    if (!value || others.length > 0) throw incomplete(`AWS query-string parameters must include '${name}' once.`);
    return value;
  };
  if (read('X-Amz-Algorithm') !== ALGORITHM) throw incomplete(`The algorithm must be ${ALGORITHM}.`);
  const expires = Number(read('X-Amz-Expires'));
  // A week at most, as for every signature in a query.
  if (!Number.isInteger(expires) || expires < 1 || expires > 604_800) throw incomplete('X-Amz-Expires must be from 1 to 604800.');
  return {
    place: 'query',
    ...credentialOf(read('X-Amz-Credential')),
    signedHeaders: read('X-Amz-SignedHeaders').split(';'),
    signature: read('X-Amz-Signature'),
    date: read('X-Amz-Date'),
    expires,
    token: query.get('X-Amz-Security-Token') ?? undefined,
  };
}

function credentialOf(credential: string): Pick<SignatureParts, 'accessKeyId' | 'scope'> {
  const [accessKeyId = '', ...scope] = credential.split('/');
  return { accessKeyId, scope: scope.join('/') };
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function incomplete(message: string): GatewayRefusal {
  return new GatewayRefusal('INVALID_SIGNATURE', message);
}
