import { App } from 'aws-cdk-lib';
import { addBank } from '../bank';

const app = new App();
addBank(app);
app.synth();
