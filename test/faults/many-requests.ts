import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../contract/environment';
import { selfSigned } from '../../stand-ins/certificate';
import type { FaultyServer } from '../../stand-ins/faulty';
import { apiEvent, CLAIMS, startBody } from '../support/events';
import { variablesOf } from '../support/variables';
import { type BundledFunction, endpointsOf, startProcess } from './bundled-function';
import { PHOTOS, type Service } from './collaborators';
import { ATTEMPTS, DEADLINE_MS, environmentOf, type Servers, startServers, stopServers } from './world';

/** One fault that many requests meet, one after the other. */
export interface Plight {
  readonly name: string;
  readonly service: Service;
  readonly photo: keyof typeof PHOTOS;
  readonly strike: (server: FaultyServer) => unknown;
  /** How long the agent may make no progress. @default so long that it is never waited for in vain */
  readonly agentStallMs?: number;
}

/** What they have left behind in their process. */
export interface Traces {
  /** How each of them ended. */
  readonly outcomes: readonly string[];
  /** By how many bytes the memory has grown in a round of them, the least of several, when everything was freed that no one holds. */
  readonly growth: number;
  /** Which of the texts that were looked for are in memory. */
  readonly texts: readonly string[];
}

export const REQUESTS = 30;
/** Less than the usual photo once, and a twentieth of what would be there if each request left one read of a connection (64 KiB). */
export const MOST_BYTES = 100_000;
const MOST_ROUNDS = 3;
/** Until then the process is still growing: connections are opened, and code runs for the first time. */
const REQUESTS_BEFORE = 15;
/** No code is made faster by making more of it, and none is freed: what grows is what requests have left. */
const FLAGS = ['--no-sparkplug', '--no-maglev', '--no-opt', '--no-flush-bytecode'];

/** Texts of one caller that stand nowhere else. */
const CALLER = { sub: 'b7c41e90-aaaa-4bbb-8ccc-0123456789ab', email: 'of-this-caller@example.com', agent: 'Of-This-Caller/1.0' };
/** The block in which a photo is encoded (lambda/photo/splice.ts). */
const BLOCK_BYTES = 48 * 1024;
/** The name of one that has to be there: a search that does not find it finds nothing. */
export const KEPT = 'the credentials';

function textsOf({ photo }: Plight): [name: string, texts: readonly (string | RegExp)[]][] {
  return [
    ['the subject', [CALLER.sub]],
    ['the email address', [CALLER.email]],
    ['the User-Agent', [CALLER.agent]],
    ['the photo', blocksOf(PHOTOS[photo])],
    ['the signature of a request', [/Signature=[0-9a-f]{64}/]],
    [KEPT, [Buffer.from('sa_test:first').toString('base64')]],
  ];
}

/** The beginning of each block in base64: a snapshot has only the first thousand characters of a text. */
function blocksOf(photo: Buffer): string[] {
  const starts = Array.from({ length: Math.ceil(photo.length / BLOCK_BYTES) }, (_, block) => block * BLOCK_BYTES);
  return starts.map((start) => photo.subarray(start, start + 30).toString('base64'));
}

/**
 * Over TLS, as deployed: what a connection holds is another thing there.
 * @param bundle Made by `bundledFunction`.
 */
export async function runMany(bundle: string, plight: Plight): Promise<Traces> {
  const certificate = await selfSigned();
  const trusted = path.join(bundle, `${randomUUID()}.pem`);
  writeFileSync(trusted, certificate.cert);
  const servers = await startServers(plight.photo, CALLER.sub, certificate);
  const variables = { ...variablesOf(environmentFor(servers, plight)), ...endpointsOf(servers), NODE_EXTRA_CA_CERTS: trusted };
  const fn = await startProcess(bundle, variables, FLAGS);
  try {
    await plight.strike(servers[plight.service]);
    await invoke(fn, REQUESTS_BEFORE);
    const rounds = await runRounds(fn);
    return { ...rounds, texts: await textsIn(fn, plight) };
  } finally {
    await fn.stop();
    await stopServers(servers);
  }
}

/** Again where memory has grown by more than it may: a buffer of TLS that came remains, what requests leave comes with each round. */
async function runRounds(fn: BundledFunction): Promise<Pick<Traces, 'outcomes' | 'growth'>> {
  let growth = Number.POSITIVE_INFINITY;
  let outcomes: string[] = [];
  for (let round = 0; round < MOST_ROUNDS && growth >= MOST_BYTES; round++) {
    const before = await fn.ask('bytes');
    outcomes = await invoke(fn, REQUESTS);
    growth = Math.min(growth, (await fn.ask('bytes')) - before);
  }
  return { outcomes, growth };
}

function environmentFor(servers: Servers, { agentStallMs = DEADLINE_MS }: Plight): Environment {
  const usual = environmentOf(`${servers.agent.url}/agent/`, DEADLINE_MS, DEADLINE_MS, ATTEMPTS);
  return { ...usual, limits: { ...usual.limits, agentWriteStallMs: agentStallMs, agentReplyStallMs: agentStallMs } };
}

async function invoke(fn: BundledFunction, times: number): Promise<string[]> {
  const { sub, email, agent } = CALLER;
  const outcomes: string[] = [];
  while (outcomes.length < times) {
    const body = startBody({ consent: { userId: sub, isProcessingStoringAllowed: true } });
    const { status, outcome } = await fn.invoke(apiEvent({ body, claims: { ...CLAIMS, sub, email }, headers: { 'User-Agent': agent } }));
    outcomes.push(`${status} ${outcome}`);
  }
  return outcomes;
}

async function textsIn(fn: BundledFunction, plight: Plight): Promise<string[]> {
  const file = await fn.ask('snapshot');
  const snapshot = readFileSync(file, 'latin1');
  rmSync(file);
  return textsOf(plight).flatMap(([name, texts]) =>
    texts.some((text) => (typeof text === 'string' ? snapshot.includes(text) : text.test(snapshot))) ? [name] : [],
  );
}
