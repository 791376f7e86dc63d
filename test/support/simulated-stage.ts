import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { readConfig } from '../../lib/config/config';
import { FaceMatchProxyStack } from '../../lib/face-match-proxy-stack';
import { Synthesized, testApp } from './template';

const role = (name: string) => `arn:aws:iam::999900001111:role/${name}`;

/** A role for each of the four jobs of the settings. */
export const OPERATORS = {
  enrol: [role('Enrolment')],
  replace: [role('Corrections')],
  read: [role('Support')],
  erase: [role('Privacy')],
};

/** Production's stage with a role for each job, deployed with the roles that bootstrap.sh makes. */
export function simulatedStage(): Synthesized {
  const config = { ...readConfig({ stage: 'prod' }), operators: OPERATORS };
  const synthesizer = new DefaultStackSynthesizer({ qualifier: 'fmproxy' });
  return new Synthesized(new FaceMatchProxyStack(testApp(), 'FaceMatchProxy-prod', { config, stage: 'prod', synthesizer }));
}
