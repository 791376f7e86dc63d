import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { examplesLeftIn } from '../config/examples-left';
import { ATTEMPTS_OFF } from '../config/sections/attempts';
import { CALLER_BODY_BYTES } from '../config/sections/running';

/** A setting that removes a protection, or leaves it to others. */
interface OptOut {
  /** Id of the warning, behind the project's name. */
  readonly id: string;
  readonly made: (config: Config) => boolean;
  /** What follows from it, in a sentence. */
  readonly says: string;
}

const OPT_OUTS: readonly OptOut[] = [
  {
    id: 'existing-bucket',
    made: ({ bucket }) => bucket.existing !== undefined,
    says: 'Who may read and overwrite the photos, and how long they are kept, is decided by the existing bucket and key, not here: see "A bucket of your own" in docs/audit-trail.md.',
  },
  {
    id: 'no-operators',
    made: ({ bucket, operators, purpose }) => bucket.new !== undefined && operators === undefined && purpose !== 'throw-away',
    says: 'No operators are named: anyone who may use S3 by the IAM of this account may read the photos.',
  },
  {
    id: 'swap-by-one-role',
    made: ({ operators }) => operators?.enrol.some((role) => operators.erase.includes(role)) === true,
    says: 'A role of operators.enrol is one of operators.erase, too: one person can swap a photo by erasing and enrolling.',
  },
  {
    id: 'replacements-do-not-ring',
    made: ({ operators, auditTrail }) => operators !== undefined && operators.replace.length > 0 && auditTrail.replacedPhotos !== 'alarm',
    says: 'Photos are replaced without an alarm; compare the metric photo-replaced with your orders.',
  },
  {
    id: 'every-workflow',
    made: ({ workflows }) => workflows.passThrough === 'every-workflow-of-the-organisation',
    says: 'Callers may start every workflow of the organisation with its credentials.',
  },
  {
    id: 'small-bodies',
    made: (config) => config.limits.callerBodyBytes <= CALLER_BODY_BYTES && letsFieldsThrough(config),
    says: `callerFields lets a form field hold anything, but a whole request body has at most limits.callerBodyBytes, by default ${CALLER_BODY_BYTES} bytes: raise it if the field carries a file.`,
  },
  {
    id: 'no-attempt-limit',
    made: ({ limits }) => limits.attempts === ATTEMPTS_OFF,
    says: 'One user may start any number of transactions, each of which may be billed.',
  },
  {
    id: 'no-firewall',
    made: ({ api }) => api.firewall.mode !== 'on',
    says: 'There is no firewall before the API: floods and known attacks reach it.',
  },
  {
    id: 'rules-that-only-count',
    made: ({ api }) => api.firewall.mode === 'on' && api.firewall.rulesThatOnlyCount.length > 0,
    says: 'Rules of the firewall only count: what api.firewall.rulesThatOnlyCount names blocks no request, not even an attack. Remove them from the list when your users no longer match them.',
  },
  {
    id: 'no-consent-gate',
    made: ({ callers }) => callers.consentGate !== 'consent-required',
    says: 'Photos are used before the user has agreed.',
  },
];

function letsFieldsThrough({ workflows: { inject, passThrough } }: Config): boolean {
  const passing = typeof passThrough === 'string' ? [] : passThrough.flatMap((entry) => (typeof entry === 'string' ? [] : entry));
  return [...Object.values(inject), ...passing].some(({ callerFields = [] }) => callerFields.length > 0);
}

/** Says at synth, in any app that uses the construct, which protections its settings remove, and which of them are still those of an example. */
export function warnOfOptOuts(scope: Construct, config: Config): void {
  const warn = (id: string, text: string) => Annotations.of(scope).addWarningV2(`face-match-proxy:${id}`, text);
  const examples = examplesLeftIn(config);
  if (examples.length > 0) warn('example-values', `EXAMPLE VALUES ARE STILL IN PLACE, this stage will not work: ${examples.join('; ')}`);
  for (const { id, made, says } of OPT_OUTS) if (made(config)) warn(id, says);
}
