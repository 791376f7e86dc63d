import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { FaceMatchProxyStack, readConfig } from '../../../lib';

const app = new App({ autoSynth: false });
const config = readConfig({ stage: 'bank', file: path.join(__dirname, '..', 'bank.json') });
new FaceMatchProxyStack(app, 'FaceMatchProxy-bank', { config });
app.synth();
