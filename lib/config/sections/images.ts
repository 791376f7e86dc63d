import { z } from 'zod';
import { IMAGE_KEY_ACCEPTS, IMAGE_KEY_PATTERN, isImageKey } from '../../../contract/image-key';
import { ACCOUNT, BUCKET_NAME, integer, KEY_ARN, list, oneOf, ROLE_ARN, record, strictObject } from '../values';

const MIB = 1024 * 1024;

/**
 * Longest retention, in days: three years, the outer limit of the Illinois Biometric Information Privacy Act, 740 ILCS 14/15(a).
 * A replaced or expired photo stays as an old version, so both periods together stay within it (lib/config/rules).
 */
export const LONGEST_RETENTION_DAYS = 1095;

/** Names of image kinds. They appear in logs and in `props`, so they are plain words. */
export const IMAGE_NAME = /^[a-z][A-Za-z0-9]{0,31}$/;

const image = strictObject({
  key: z
    .string({ error: IMAGE_KEY_ACCEPTS })
    .refine(isImageKey, { error: IMAGE_KEY_ACCEPTS })
    .meta({ pattern: IMAGE_KEY_PATTERN })
    .describe('Object key with {subject} exactly once, after a prefix that no other kind shares, such as faces/{subject}.'),
  maxBytes: integer(1, 10 * MIB, 'bytes')
    .default(2 * MIB)
    .describe('Largest photo that is used, in bytes.'),
  retentionDays: integer(1, LONGEST_RETENTION_DAYS, 'days')
    .optional()
    .describe('Days from enrolment until a photo expires. Required in production. Default: never. Only for a new bucket.'),
  minimumAgeHours: integer(1, 720, 'hours')
    .optional()
    .describe('A photo enrolled more recently is not used, so that there is time to notice a swapped one. Default: any age.'),
});

export const images = record(IMAGE_NAME, image, 'image kinds by name').describe(
  'The kinds of photo that you keep, each under its own prefix.',
);

export const newBucket = strictObject({
  oldVersionDays: integer(1, 365, 'days')
    .default(30)
    .describe('Days for which a replaced, expired or deleted photo remains as an old version.'),
}).describe('A bucket and a key that belong to this stack.');

export const existingBucket = strictObject({
  bucketName: BUCKET_NAME.describe('Name of the bucket, in the region of the stack.'),
  keyArn: KEY_ARN.describe('The key that encrypts its objects, in the region of the stack.'),
  requireChecksum: z
    .boolean({ error: 'true or false' })
    .describe('Whether a photo is refused whose checksum cannot be verified (uploaded long ago, or in parts). Required.'),
  account: ACCOUNT.optional().describe('The account that owns the bucket, if it is not the account of the stack. Needs missingKey.'),
  missingKey: oneOf('message-names-list-bucket', 'plain-403-means-absent')
    .default('message-names-list-bucket')
    .describe(
      'How a missing photo is distinguished from a missing permission. Across accounts S3 does not say: then any 403 must mean a missing photo.',
    ),
}).describe('Your existing bucket and key, with your policies and lifecycle.');

export const bucket = strictObject({ new: newBucket.optional(), existing: existingBucket.optional() }).describe(
  'Where the photos are: "new" or "existing".',
);

export const operators = strictObject({
  enrol: list(ROLE_ARN, 'role ARNs', 1).describe('Roles that may put the first photo of a user, and cannot overwrite or read one.'),
  replace: list(ROLE_ARN, 'role ARNs')
    .default([])
    .describe('Roles that may overwrite a photo, and cannot read it; none of operators.enrol.'),
  read: list(ROLE_ARN, 'role ARNs').default([]).describe('Roles that may read photos.'),
  erase: list(ROLE_ARN, 'role ARNs', 1).describe('Roles that may delete photos and their old versions.'),
}).describe('The only roles that touch photos in a new bucket. Required in production.');
