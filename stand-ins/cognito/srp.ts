import { createDiffieHellmanGroup, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The group of RFC 5054 with 3072 bits, whose prime is that of RFC 3526 group 15, and its generator. */
const N = BigInt(`0x${createDiffieHellmanGroup('modp15').getPrime('hex')}`);
const G = 2n;

const sha256 = (...parts: (Buffer | string)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();
const K = numberOf(sha256(bytesOf(N), bytesOf(G)));

/** What the client gets to prove with that it knows the password. */
export interface SrpChallenge {
  readonly SALT: string;
  readonly SRP_B: string;
  readonly SECRET_BLOCK: string;
}

/** The client's proof, as `RespondToAuthChallenge` brings it. */
export interface SrpProof {
  readonly timestamp: string;
  readonly signature: string;
}

/** One sign-in under way: the pool's side of SRP-6a as Cognito speaks it. */
export interface SrpExchange {
  readonly challenge: SrpChallenge;
  /** True only for a client that knew the password when the exchange began. */
  verify(proof: SrpProof): boolean;
}

/**
 * @param poolName What follows `_` in the pool's id.
 * @param userId What the challenge names in `USER_ID_FOR_SRP`.
 * @param srpA The client's public value, in hex.
 * @returns undefined for a public value that would make every password right (RFC 5054, section 2.5.4).
 */
export function beginSrp(poolName: string, userId: string, password: string, srpA: string): SrpExchange | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(srpA)) return undefined;
  const A = BigInt(`0x${srpA}`);
  if (A % N === 0n) return undefined;
  const salt = numberOf(randomBytes(16));
  const verifier = power(G, numberOf(sha256(bytesOf(salt), sha256(`${poolName}${userId}:${password}`))));
  const b = numberOf(randomBytes(32));
  const B = (K * verifier + power(G, b)) % N;
  const block = randomBytes(64);
  return {
    challenge: { SALT: salt.toString(16), SRP_B: B.toString(16), SECRET_BLOCK: block.toString('base64') },
    verify: ({ timestamp, signature }) => {
      const u = numberOf(sha256(bytesOf(A), bytesOf(B)));
      const shared = power((A * power(verifier, u)) % N, b);
      const expected = createHmac('sha256', derivedKey(bytesOf(shared), bytesOf(u)))
        .update(Buffer.concat([Buffer.from(poolName + userId), block, Buffer.from(timestamp)]))
        .digest();
      const given = Buffer.from(signature, 'base64');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/** HKDF (RFC 5869) with Cognito's own label, cut to 16 bytes. */
function derivedKey(shared: Buffer, salt: Buffer): Buffer {
  const extracted = createHmac('sha256', salt).update(shared).digest();
  return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
}

/** As Cognito writes numbers: an even count of digits, and a zero byte before one that would read as negative. */
function bytesOf(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [factor, rest] = [base % N, exponent]; rest > 0n; [factor, rest] = [(factor * factor) % N, rest >> 1n]) {
    if (rest & 1n) result = (result * factor) % N;
  }
  return result;
}
