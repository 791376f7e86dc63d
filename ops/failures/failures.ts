/**
 * What the exit code of a command says, for scripts. 141 to 143 and 130 are what a shell gives a program that a signal ended.
 */
export const EXIT_CODES = {
  done: 0,
  /** The command did its work and found something wrong: a failed check, a row that was not imported. */
  checkFailed: 1,
  usage: 2,
  notPermitted: 3,
  notFound: 4,
  unavailable: 5,
  /** A file or the terminal of this machine could not be read or written. */
  localFile: 6,
  defect: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Every way in which a command ends early, and the exit code of each. */
export const FAILURES = {
  'on-record': EXIT_CODES.checkFailed,
  'changed-meanwhile': EXIT_CODES.checkFailed,
  'photo-damaged': EXIT_CODES.checkFailed,
  /** S3 gives it to no one in this state: archived, or under a key of somebody's own. */
  'photo-unreadable': EXIT_CODES.checkFailed,
  usage: EXIT_CODES.usage,
  'not-interactive': EXIT_CODES.usage,
  'invalid-input': EXIT_CODES.usage,
  /** The file of a stage holds what a deployment would be refused for. */
  'settings-refused': EXIT_CODES.usage,
  /** There is no file of that stage. */
  'no-settings': EXIT_CODES.usage,
  'no-region': EXIT_CODES.usage,
  declined: EXIT_CODES.usage,
  'not-for-local': EXIT_CODES.usage,
  /** Microblink refuses a key. */
  'key-refused': EXIT_CODES.checkFailed,
  'foreign-agent': EXIT_CODES.checkFailed,
  'no-credentials': EXIT_CODES.notPermitted,
  'credentials-expired': EXIT_CODES.notPermitted,
  'credentials-refused': EXIT_CODES.notPermitted,
  /** Cognito refuses the test user. */
  'sign-in-refused': EXIT_CODES.notPermitted,
  'not-permitted': EXIT_CODES.notPermitted,
  /** A KMS key that is disabled, being deleted, or gone. */
  'key-unusable': EXIT_CODES.notPermitted,
  'stage-not-found': EXIT_CODES.notFound,
  /** The stack is there, and its first deployment has not succeeded, or its deletion has begun. */
  'stage-not-ready': EXIT_CODES.notFound,
  'not-found': EXIT_CODES.notFound,
  'not-a-stage': EXIT_CODES.notFound,
  'no-local-stack': EXIT_CODES.notFound,
  /** The stage has no `verdicts`. */
  'no-verdicts': EXIT_CODES.notFound,
  throttled: EXIT_CODES.unavailable,
  unreachable: EXIT_CODES.unavailable,
  'service-failed': EXIT_CODES.unavailable,
  'file-not-readable': EXIT_CODES.localFile,
  'file-not-written': EXIT_CODES.localFile,
  'disk-full': EXIT_CODES.localFile,
  /** The package that decodes photos is not installed, or not for this machine. */
  'decoder-missing': EXIT_CODES.localFile,
  interrupted: EXIT_CODES.interrupted,
  terminated: EXIT_CODES.terminated,
  defect: EXIT_CODES.defect,
} as const satisfies Record<string, ExitCode>;

export type FailureCode = keyof typeof FAILURES;

/** The three things that a person who reads an error needs. None may hold a secret: they are printed, and kept by terminals. */
export interface FailureText {
  /** A sentence: what is wrong. */
  readonly what: string;
  /** The file, service, stage or option it is wrong in. */
  readonly where?: string;
  /** A sentence or command: what to do about it, accepted values included. */
  readonly toDo: string;
}

/** A command that cannot go on. Anything else that is thrown is a defect of this program. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: FailureCode,
    readonly text: FailureText,
    options?: { readonly cause?: unknown },
  ) {
    super(text.what, options);
  }

  get exitCode(): ExitCode {
    return FAILURES[this.code];
  }
}
