import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { FaceMatchProxyStack, readConfig } from '../../lib';

/** Where the stack is. Said here and not left to the command line, so that each synthesis compares it with Microblink's region. */
const ENV = { account: '111122223333', region: 'eu-central-1' };

/** The bank's stage: everything of it in one region of the EU, under a host name of the bank's own. */
export function addBank(app: App): FaceMatchProxyStack {
  const config = readConfig({ stage: 'bank', file: path.join(__dirname, 'bank.json') });
  return new FaceMatchProxyStack(app, 'FaceMatchProxy-bank', { config, stage: 'bank', env: ENV });
}
