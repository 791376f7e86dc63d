/** Calls that are allowed and that no alarm and no rule reports. */
export interface Unseen {
  /** A row of the simulation, or some. */
  readonly who: string | readonly string[];
  /** Calls of it. */
  readonly does: readonly string[];
  readonly because: string;
}

/** One that is not here, and one here that is seen or denied, fails the simulation. */
export const UNSEEN: readonly Unseen[] = [
  { who: 'function', does: ['read', 'decrypt-by-s3'], because: 'its work; an audit line names each photo that left' },
  { who: 'read', does: ['decrypt-by-s3'], because: 'a reading call, which the trail leaves out; the read that needs it is seen' },
  { who: 'foreign', does: ['decrypt-by-s3'], because: 'only S3 makes this call, for a read that it allows, and it allows none' },
  { who: 'enrol', does: ['write'], because: 'their work; it is in the trail, and overwrites nothing' },
  { who: 'erase', does: ['delete', 'erase'], because: 'their work; it is counted as `photo-erased`, which fires by setting' },
  {
    who: 'execution',
    does: ['code', 'permit', 'integrate', 'table-policy', 'ask-policy', 'verdict-code', 'drop', 'topic', 'unsubscribe', 'rule'],
    because: 'part of a deployment; who reviews the deployment sees it',
  },
  {
    who: 'function',
    does: ['record-read', 'record-put'],
    because: 'its work: it records each start, and reads a record that may be its own',
  },
  { who: 'verdict', does: ['record-read', 'record-decide', 'reading-key'], because: 'its work, one line of its log for each question' },
  { who: ['caller', 'caller-elsewhere'], does: ['ask'], because: 'their work; the access log names the role' },
  {
    who: ['administrator', 'root', 'namesake-verdict'],
    does: ['reading-key'],
    because: 'a reading call, which the trail leaves out; the key reads transactions and changes none',
  },
  { who: 'services', does: ['assume'], because: 'Lambda runs the function this way; to give a function the role is seen' },
  { who: 'services', does: ['invoke'], because: 'each request of an app, only by the methods of this API' },
];
