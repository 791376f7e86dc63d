import { createDiffieHellmanGroup, createHash, createHmac, randomBytes } from 'node:crypto';
import { type AwsAnswer, AwsRefusal, type AwsRequest, type AwsServer } from './aws-server';

/** The user that a pool knows. */
export interface SrpUser {
  readonly poolId: string;
  /** Name that the user signs in with, and the one that the pool knows them by. */
  readonly user: string;
  readonly userId: string;
  readonly password: string;
}

/** The group of RFC 5054 with 3072 bits, whose prime is that of RFC 3526 group 15, and its generator. */
const N = BigInt(`0x${createDiffieHellmanGroup('modp15').getPrime('hex')}`);
const G = 2n;
const sha256 = (...parts: (Buffer | string)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

/** As Cognito writes numbers: an even count of digits, and a zero byte before one that would read as negative. */
function bytesOf(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

const numberOf = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [factor, rest] = [base % N, exponent]; rest > 0n; [factor, rest] = [(factor * factor) % N, rest >> 1n]) {
    if (rest & 1n) result = (result * factor) % N;
  }
  return result;
}

/**
 * The pool's side of a sign-in by proof (SRP-6a as Cognito speaks it): it knows a verifier, never sees the password, and takes the proof
 * only if the client knew it.
 * @param tokens What a signed-in user gets.
 */
export function answerSrp(aws: AwsServer, { poolId, user, userId, password }: SrpUser, tokens: object): void {
  const pool = poolId.split('_')[1] ?? '';
  const salt = numberOf(randomBytes(16));
  const x = numberOf(sha256(bytesOf(salt), sha256(`${pool}${userId}:${password}`)));
  const [verifier, b, k] = [power(G, x), numberOf(randomBytes(32)), numberOf(sha256(bytesOf(N), bytesOf(G)))];
  const B = (k * verifier + power(G, b)) % N;
  const block = randomBytes(64).toString('base64');
  let A = 0n;
  aws.answer(
    'unsigned.InitiateAuth',
    ({ input }: AwsRequest): AwsAnswer =>
      refusedOr(input, () => {
        const { USERNAME, SRP_A } = input.AuthParameters as Record<string, string>;
        if (input.AuthFlow !== 'USER_SRP_AUTH' || USERNAME !== user)
          return new AwsRefusal('NotAuthorizedException', 'Incorrect username or password.');
        A = BigInt(`0x${SRP_A}`);
        const ChallengeParameters = { SALT: salt.toString(16), SECRET_BLOCK: block, SRP_B: B.toString(16), USER_ID_FOR_SRP: userId };
        return { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters };
      }),
  );
  aws.answer('unsigned.RespondToAuthChallenge', ({ input }: AwsRequest): AwsAnswer => {
    const { TIMESTAMP = '', PASSWORD_CLAIM_SIGNATURE } = input.ChallengeResponses as Record<string, string>;
    const u = numberOf(sha256(bytesOf(A), bytesOf(B)));
    const S = power(A * power(verifier, u), b);
    const derived = createHmac('sha256', bytesOf(u)).update(bytesOf(S)).digest();
    const key = createHmac('sha256', derived).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
    const message = Buffer.concat([Buffer.from(pool + userId), Buffer.from(block, 'base64'), Buffer.from(TIMESTAMP)]);
    const expected = createHmac('sha256', key).update(message).digest('base64');
    if (expected !== PASSWORD_CLAIM_SIGNATURE) return new AwsRefusal('NotAuthorizedException', 'Incorrect username or password.');
    return { AuthenticationResult: tokens };
  });
}

/** A pool that is asked without SRP, as by a client that would send the password, refuses. */
function refusedOr(input: Record<string, unknown>, answer: () => AwsAnswer): AwsAnswer {
  const { PASSWORD } = (input.AuthParameters ?? {}) as Record<string, string>;
  return PASSWORD === undefined
    ? answer()
    : new AwsRefusal('InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client');
}
