/**
 * Whether a text has a place in it that CDK fills in at deployment, such as the ARN of a resource of another app. Anyone who has CDK asks
 * `Token.isUnresolved`; the operator's tools read the settings without it.
 */
export function isCdkToken(text: string): boolean {
  return /\$\{Token\[[\w.-]+\]\}/.test(text);
}
