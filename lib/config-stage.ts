import type { z } from 'zod';
import { entries, POLICY_ARN, text, word } from './config-values';

/** What a key and a value of a tag may hold in every service ("Tag naming limits and requirements", Tagging AWS Resources). */
export const TAG_KEY = /^(?!aws:)[A-Za-z0-9 _.:/=+@-]{1,128}$/i;

export const residency = word('warning', 'error', 'other-continents-are-intended')
  .default('warning')
  .describe(
    'What is said at synth when the region of the stack and that of your organisation at Microblink lie on different continents, or cannot be compared. Default: "warning".',
  );

export const tags = entries(
  TAG_KEY,
  text(/^[A-Za-z0-9 _.:/=+@-]{0,256}$/, 'a text of up to 256 letters, digits, spaces and _ . : / = + - @'),
  'tags',
)
  .default({})
  .describe(
    'Tags for every resource of the stage, such as a cost centre, besides its own: application, stage, data-classification. Default: none.',
  );

export const permissionsBoundary = POLICY_ARN.describe(
  'Managed policy that bounds every role of the stack, whatever the role’s own policies say (docs/bootstrap.md).',
);

export type Residency = z.output<typeof residency>;
