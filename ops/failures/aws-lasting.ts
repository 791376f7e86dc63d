import type { FailureCode, FailureText } from './failures';

type Row = readonly [code: FailureCode, what: string, toDo: string];

const KEY_DISABLED: Row = [
  'key-unusable',
  'The KMS key is disabled.',
  'Enable it (aws kms enable-key). Who disabled it stands in the trail (event DisableKey). Running the command again changes nothing.',
];
const KEY_STATE: Row = [
  'key-unusable',
  'The KMS key cannot be used: it is pending deletion, or not complete.',
  'Cancel the deletion (aws kms cancel-key-deletion, then aws kms enable-key). Who asked for it stands in the trail (event ScheduleKeyDeletion).',
];
const KEY_GONE: Row = [
  'key-unusable',
  'The KMS key is gone.',
  'What was encrypted under a deleted key cannot be read by anyone. Deploy the stage with a key, and enrol or set again what was lost.',
];
const ELSEWHERE: Row = [
  'not-found',
  'The bucket is in another region.',
  'Name its region with --region; the bucket of a stage has to be in the region of the stage.',
];

/** What AWS says for a cause that lasts until somebody changes something: asking again is no advice. By the name of the error. */
const LASTING: Readonly<Record<string, Row>> = {
  InvalidObjectState: [
    'photo-unreadable',
    'The photo is in an archive (a Glacier storage class); the function answers face-unusable.',
    'Restore it (aws s3api restore-object), or enrol it again from its source. A lifecycle rule moved it: take that rule off the photos.',
  ],
  'KMS.DisabledException': KEY_DISABLED,
  DisabledException: KEY_DISABLED,
  'KMS.KMSInvalidStateException': KEY_STATE,
  KMSInvalidStateException: KEY_STATE,
  'KMS.NotFoundException': KEY_GONE,
  NoSuchBucket: ['not-found', 'The bucket is gone.', 'Look in the trail who deleted it (event DeleteBucket), and deploy the stage again.'],
  PermanentRedirect: ELSEWHERE,
  AuthorizationHeaderMalformed: ELSEWHERE,
  IllegalLocationConstraintException: ELSEWHERE,
  RequestTimeTooSkewed: [
    'credentials-refused',
    'The clock of this machine is wrong: AWS refuses requests that are more than 15 minutes off.',
    'Set the clock (timedatectl, or the settings of the system), and run the command again.',
  ],
};

const OWN_KEY: Row = [
  'photo-unreadable',
  'The photo is encrypted with a key that its owner keeps (SSE-C); the function answers face-unusable.',
  'Enrol it again from its source: faces put --replace encrypts with the key of the bucket.',
];
/** The signature holds a time; its sentence alone says that it is the time that is wrong. */
const CLOCK = /^Signature (?:expired|not yet current)/;

/** @returns undefined for what may be over with the next request, or is reported elsewhere */
export function lastingCause(name: string, message: string): { readonly code: FailureCode; readonly text: FailureText } | undefined {
  const row = LASTING[name] ?? byMessage(name, message);
  return row && { code: row[0], text: { what: row[1], toDo: row[2] } };
}

function byMessage(name: string, message: string): Row | undefined {
  if (name === 'InvalidRequest' && message.includes('Server Side Encryption')) return OWN_KEY;
  return CLOCK.test(message) ? LASTING.RequestTimeTooSkewed : undefined;
}
