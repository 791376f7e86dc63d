/** A word as a POSIX shell takes it back whole ("Quoting" in POSIX, Shell Command Language). */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The options that send a command of the AWS CLI or of CDK to the account and region of the stage. */
export function whereOptions(region: string, profile: string | undefined): string {
  return [`--region ${quoted(region)}`, ...(profile === undefined ? [] : [`--profile ${quoted(profile)}`])].join(' ');
}

/** What CDK takes for a stage: its context, `name=value` each, and where it is. */
export function appOptions(stage: string, context: readonly string[], where: string): string {
  return `${[`stage=${stage}`, ...context].map((each) => `-c ${quoted(each)}`).join(' ')} ${where}`;
}
