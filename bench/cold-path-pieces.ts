import path from 'node:path';
import { bundleInto } from '../lib/function/bundle';
import { NODE_OPTIONS } from '../lib/function/service-function';
import type { Contender } from './contenders';
import { functionEnvironment } from './function-environment';
import type { NetworkName } from './stand-ins';

/** A function that does a part of what a cold start of face-match-proxy does. */
export interface Piece {
  readonly title: string;
  /** Without its ending: below bench/. */
  readonly file: string;
  readonly network: NetworkName;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Each has the one before it, and one thing more. */
export const STEPS: readonly Piece[] = [
  { title: 'nothing: an empty function', file: 'empty-function' },
  { title: "and Node's `https`, TLS and cryptography", file: 'cold-path/https' },
  { title: 'and the logger and the metrics of Powertools, made', file: 'cold-path/telemetry' },
  { title: 'and the code of the client of S3', file: 'cold-path/s3-code' },
  { title: 'and that of Secrets Manager', file: 'cold-path/secrets-code' },
  { title: 'and that of DynamoDB', file: 'cold-path/table-code' },
  { title: 'and the three clients, made', file: 'cold-path/clients' },
  { title: 'and the settings, read', file: 'cold-path/settings' },
  { title: 'and the first secret', file: 'cold-path/secret' },
  { title: 'and the first count', file: 'cold-path/count' },
  { title: 'and the first object, 50 KB', file: 'cold-path/object' },
  { title: 'and all the rest: face-match-proxy', file: '../lambda/handler' },
].map((step) => ({ ...step, network: 'unlimited' }));

/** With the way there and back of the simulated network. */
export const CONNECTIONS: readonly Piece[] = [
  { title: 'opened by the first request of each', file: 'cold-path/connections', network: 'simulated' },
  {
    title: 'all opened while the code is loaded',
    file: 'cold-path/connections',
    network: 'simulated',
    environment: { COLD_PATH_AHEAD: 'true' },
  },
];

/** Bundles a piece as the function is bundled. @param root A folder that takes one for each piece. */
export function buildPiece({ title, file, environment = {} }: Piece, root: string): Contender {
  const directory = path.join(root, title.replace(/\W+/g, '-'));
  bundleInto(directory, path.join('bench', `${file}.ts`));
  return {
    ...{ name: 'proxy', title, directory, handler: 'index.handler', isCounted: true },
    environment: { ...functionEnvironment(true), NODE_OPTIONS, ...environment },
  };
}
