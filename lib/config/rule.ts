import type { Config } from '../../config/settings';
import type { Fault } from './faults';

/** The sections that have the right shape. */
export type SoundSections = { readonly [Section in keyof Config]?: Config[Section] };

/**
 * What two settings together may not be. A rule sees the sections whose shape is right, and the whole input for the names in it;
 * it looks only at what it needs, so that it also works with a fault elsewhere. The region is that of the stack, where it is known.
 */
export type Rule = (config: SoundSections, input: unknown, region?: string) => readonly Fault[];
