import type { Fault } from '../faults';
import type { SoundSections } from '../rule';

/** A verdict is about a photo that this stage has put in. */
export function verdictsRule({ verdicts, workflows }: SoundSections): Fault[] {
  if (verdicts === undefined || workflows === undefined || Object.keys(workflows.inject).length > 0) return [];
  return [
    { path: ['verdicts'], accepts: 'nothing without a workflow in workflows.inject, since a verdict is about the photo that it gets' },
  ];
}

/** A setting that does nothing would look as if it did; two members that are one name could not be told apart in a reply. */
export function readingRule({ agent, verdicts }: SoundSections, input: unknown): Fault[] {
  const reading = agent?.reading;
  if (reading === undefined) return [];
  const isAsked = verdicts !== undefined || (typeof input === 'object' && input !== null && 'verdicts' in input);
  const names = Object.values(reading.members).map((name) => name.toLowerCase());
  return [
    ...(isAsked ? [] : [{ path: ['agent', 'reading'], accepts: 'nothing without the section verdicts, which reads' }]),
    ...(new Set(names).size === names.length
      ? []
      : [{ path: ['agent', 'reading', 'members'], accepts: 'three names that differ, whatever the case of their letters' }]),
  ];
}
