import { App } from 'aws-cdk-lib';
import { addBank } from '../bank';

const app = new App({ autoSynth: false });
addBank(app);
app.synth();
