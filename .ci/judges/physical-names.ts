import type { Synthesized } from '../../test/support/template';

/** The text with names such as CloudFormation gives in the place of logical ids: the permissions boundary goes by their beginnings. */
export function physical(text: string, { resources }: Synthesized): string {
  return Object.entries(resources).reduce((named, [id, { Type }]) => {
    if (Type === 'AWS::SecretsManager::Secret') return named;
    return named.replaceAll(id, Type === 'AWS::S3::Bucket' ? `facematchproxy-test-${id.toLowerCase()}-x` : `FaceMatchProxy-test-${id}-X`);
  }, text);
}
