import type { Fault } from '../faults';
import type { SoundSections } from '../rule';
import { TRAIL_BY_DEFAULT } from '../sections/audit';

/** Reads of biometric data are on record in production, here or, if stated, elsewhere. */
export function auditTrailRule({ auditTrail, purpose }: SoundSections): Fault[] {
  if (auditTrail === undefined) return [];
  const faults: Fault[] = [];
  if (purpose === 'production' && auditTrail.trail === 'off') {
    const accepts = '"on", or "off-because-an-organisation-trail-covers-this-bucket", in production';
    faults.push({ path: ['auditTrail', 'trail'], accepts });
  }
  if (auditTrail.linesTo !== undefined && Object.values(auditTrail.linesTo).filter((arn) => arn !== undefined).length !== 1) {
    faults.push({ path: ['auditTrail', 'linesTo'], accepts: 'exactly one of "stream", "firehose", "function", "destination"' });
  }
  return faults;
}

/** Whether the stack makes its own trail. */
export function recordsHere({ auditTrail, purpose }: Required<Pick<SoundSections, 'auditTrail' | 'purpose'>>): boolean {
  return (auditTrail.trail ?? TRAIL_BY_DEFAULT[purpose]) === 'on';
}
