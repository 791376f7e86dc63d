import type { APIGatewayProxyResult } from 'aws-lambda';
import { reply } from '../../stand-ins/agent/scripted';
import type { ReceivedRequest } from '../../stand-ins/exchange';
import { jpegOf } from '../support/photos';
import { type GivenProxy, givenProxy } from '../support/proxy';
import type { HostileRequest } from './hostile-request';
import { INJECTIONS, SETTINGS, type SettingsName } from './settings';

/** Whose photos are on record at all times; of the other subjects there is none. */
export const ALICE = '3f2a8c1e-0000-4000-8000-00000000000a';
export const VICTIM = '3f2a8c1e-0000-4000-8000-00000000000b';

/** Everything that one request has caused. */
export interface Outcome {
  readonly result: APIGatewayProxyResult;
  /** Keys that were asked of the bucket. */
  readonly reads: readonly string[];
  /** What reached the Agent API. */
  readonly requests: readonly ReceivedRequest[];
  /** The credentials that the function holds. */
  readonly authorization: string;
}

/** The function under each of the settings, over real sockets. */
export interface World {
  ask(request: HostileRequest): Promise<Outcome>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const names = Object.keys(SETTINGS) as SettingsName[];
  const proxies = new Map(await Promise.all(names.map(async (name) => [name, await givenPhotos(name)] as const)));
  return {
    ask: (request) => ask(proxies.get(request.settings) as GivenProxy, request),
    stop: async () => void (await Promise.all([...proxies.values()].map((given) => given.stop()))),
  };
}

/** The photo at a key. */
export function photoAt(key: string): Buffer {
  return jpegOf(301, key);
}

async function givenPhotos(name: SettingsName): Promise<GivenProxy> {
  const given = await givenProxy(SETTINGS[name]);
  given.s3.versions.clear();
  const keys = [ALICE, VICTIM].flatMap((subject) => Object.values(INJECTIONS).map(({ key }) => key(subject)));
  for (const key of keys) given.s3.putPhoto(key, { bytes: photoAt(key), version: 'v1' });
  return given;
}

async function ask(given: GivenProxy, request: HostileRequest): Promise<Outcome> {
  for (const list of [given.s3.requests, given.agent.requests, given.agent.script, given.lines, given.audits]) list.length = 0;
  const { status, contentType, body } = request.reply;
  given.agent.script.push(reply(status, Buffer.from(body, 'hex'), { 'Content-Type': contentType }));
  const { settings: _, reply: _answered, pathParameters, ...parts } = request;
  const result = await given.call({ ...parts, ...(pathParameters && { pathParameters }) });
  const reads = given.s3.requests.map(({ bucket, key }) => (bucket === 'faces' ? key : `not of the bucket: ${bucket}/${key}`));
  return { result, reads, requests: [...given.agent.requests], authorization: given.secret.authorization };
}
