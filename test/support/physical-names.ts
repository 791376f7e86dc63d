import type { Synthesized } from './template';

/** The value with names such as CloudFormation gives in the place of logical ids: the permissions of a deployment, and the boundary, go by their beginnings. */
export function physical<T>(value: T, { resources }: Synthesized): T {
  const named = Object.entries(resources).reduce((text, [id, { Type }]) => {
    if (Type === 'AWS::SecretsManager::Secret') return text;
    return text.replaceAll(id, Type === 'AWS::S3::Bucket' ? `facematchproxy-test-${id.toLowerCase()}-x` : `FaceMatchProxy-test-${id}-X`);
  }, JSON.stringify(value));
  return JSON.parse(named) as T;
}
