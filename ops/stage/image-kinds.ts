import { z } from 'zod';

/** A kind of photo, as far as the stage says it. */
export interface ImageKind {
  /** Object key with `{subject}` in it exactly once. */
  readonly key: string;
  /** Largest photo that the function uses, in bytes. @default - the stage does not say */
  readonly maxBytes?: number;
  /** A photo enrolled more recently is not used. @default - any age */
  readonly minimumAgeHours?: number;
  /** Whether the function refuses a photo whose checksum it cannot verify. @default true */
  readonly requireChecksum?: boolean;
}

export const imageKinds = z.record(
  z.string(),
  z.object({
    key: z.string(),
    maxBytes: z.number().optional(),
    minimumAgeHours: z.number().optional(),
    requireChecksum: z.boolean().optional(),
  }),
);
