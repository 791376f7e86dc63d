/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundle (lib/function/bundle.ts). Lambda always hands credentials
 * over in the environment; the chain that looks for them in files, processes and metadata services would be dead code on the
 * cold path, and one more way in which something else than the function's role could be used.
 */
export function defaultProvider(): () => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }> {
  return async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
    if (accessKeyId === undefined || secretAccessKey === undefined) {
      throw new Error(
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not in the environment. Lambda sets them; set them when running elsewhere.',
      );
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
}
