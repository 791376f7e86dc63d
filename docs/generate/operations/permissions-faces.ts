import type { CommandPermissions } from './command-permissions';

const PHOTOS = 'the objects of the kind';
const PHOTO_KEY = 'the key of the photos, through S3';
const BUCKET = 'the bucket, under the prefix of the kind';

const WRITE = [
  [['s3:PutObject'], PHOTOS],
  [['kms:GenerateDataKey'], PHOTO_KEY],
] as const;
const READ = [
  [['s3:GetObject'], PHOTOS],
  [['kms:Decrypt'], PHOTO_KEY],
] as const;
const LIST = [[['s3:ListBucketVersions'], BUCKET]] as const;

/** The commands on photos. Where the stage names `operators`, the bucket gives them to these roles. */
export const FACES_PERMISSIONS: readonly CommandPermissions[] = [
  { command: 'faces put', needs: WRITE, otherwise: '`--replace` reads, too: `s3:GetObject`, `kms:Decrypt`; with `--unseen` not' },
  { command: 'faces get', needs: READ, otherwise: '`--version-id` needs `s3:GetObjectVersion`' },
  { command: 'faces list', needs: LIST },
  {
    command: 'faces status',
    needs: [...LIST, ...READ],
    otherwise: 'One of the two is enough; what the other would show is said to be unknown',
  },
  { command: 'faces erase', needs: [...LIST, [['s3:DeleteObjectVersion'], PHOTOS]] },
  {
    command: 'faces import',
    needs: WRITE,
    otherwise: 'To compare with what is on record: `s3:GetObject`, `kms:Decrypt`. From S3: `s3:ListBucket`, `s3:GetObject` there',
  },
  {
    command: 'faces export',
    needs: [...READ, ...LIST, [['s3:GetObjectVersion'], PHOTOS]],
    otherwise: 'The last two only for old versions',
  },
];
