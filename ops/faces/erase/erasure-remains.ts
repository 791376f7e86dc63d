/** What an erase of every version does not reach, and why. docs/photos.md has the same list; a test holds both together. */
export const REMAINS: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'Files of the trail',
    why: 'They prove who read and who erased the photo, and cannot be deleted before their time. They hold the subject, not the photo.',
  },
  { what: 'Searchable events, access log of the buckets', why: 'The same, to the end of their retention.' },
  { what: 'Lines of the function', why: 'They hold a hash of the subject, to the end of their retention.' },
  { what: 'The user in the user pool', why: 'Enrolment and sign-in are separate: delete the user there, if that was asked for.' },
  {
    what: 'What Microblink keeps of a transaction',
    why: 'Photo, selfie and result are kept as your contract and settings there say: ask there for erasure, too.',
  },
  {
    what: 'Backups of yours',
    why: 'AWS Backup, replication and exports of the account are not reached by this command: erase there, too.',
  },
  {
    what: 'Files from which photos were enrolled, and results of imports',
    why: 'Copies are where you keep them; no one else removes them.',
  },
];
