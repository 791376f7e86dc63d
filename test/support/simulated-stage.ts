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

/** Roles that may ask for a verdict, of this account and of another. */
export const CALLERS = [role('Backend'), 'arn:aws:iam::222233334444:role/Backend'] as const;

/** Production's stage with verdicts and a role for each job, deployed with the roles that bootstrap.sh makes. */
export function simulatedStage(): Synthesized {
  const verdicts = { callers: [...CALLERS], maxAgeMinutes: 15, throttle: { ratePerSecond: 10, burst: 20 } };
  const config = { ...readConfig({ stage: 'prod' }), operators: OPERATORS, verdicts };
  const synthesizer = new DefaultStackSynthesizer({ qualifier: 'fmproxy' });
  return new Synthesized(new FaceMatchProxyStack(testApp(), 'FaceMatchProxy-prod', { config, stage: 'prod', synthesizer }));
}
