import { oneOf, POLICY, pattern, record } from '../values';

/** Tags that every resource of a stage carries, but for the dashboard. The deployment role's policy relies on the first (bootstrap/deployment-permission.ts). */
export const OWN_TAGS = ['application', 'stage', 'data-classification'] as const;

/** What the first tag says. */
export const APPLICATION = 'face-match-proxy';

/** What a key and a value of a tag may hold in every service ("Tag naming limits and requirements", Tagging AWS Resources). */
export const TAG_KEY = /^(?!aws:)[A-Za-z0-9 _.:/=+@-]{1,128}$/i;

export const residency = oneOf('warning', 'error', 'other-continents-are-intended')
  .default('warning')
  .describe(
    'What the synthesis says when the region of the stack and that of your organisation at Microblink are on different continents, or cannot be compared.',
  );

export const tags = record(
  TAG_KEY,
  pattern(/^[A-Za-z0-9 _.:/=+@-]{0,256}$/, 'a text of up to 256 letters, digits, spaces and _ . : / = + - @'),
  'tags',
)
  .default({})
  .describe('Tags for every resource of the stage, such as a cost centre. It also has its own: application, stage, data-classification.');

export const permissionsBoundary = POLICY.describe(
  'Managed policy, by its name or ARN, that bounds every role of the stack, even against the role’s own policies. The stages of this repository name the one that bootstrap/bootstrap.sh makes; an account that was prepared in another way has none of this name (docs/bootstrap.md).',
);

export const loggingRoleBoundary = POLICY.describe(
  'Managed policy, by its name or ARN, that bounds the role that api.loggingRole "managed-here" makes, in place of permissionsBoundary: API Gateway refuses a role that may not read logs, and no other role may. Default: permissionsBoundary.',
);
