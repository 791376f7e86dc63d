import { createHash } from 'node:crypto';
import type { LocalStack } from '../local/stack';
import type { UserDetails } from '../local/stack-file';
import { signIn } from '../local/users/sign-in';

/** Somebody who calls. */
export interface Person {
  readonly subject: string;
  readonly token: string;
  /** SHA-256 of the photo on record, in hexadecimal; undefined for a person who has none. */
  readonly photo: string | undefined;
}

/**
 * Signs everybody in and reads every photo, as it is in the bucket.
 * @throws Error when two photos are the same, for then a wrong one could not be seen.
 */
export async function gatherPeople(stack: LocalStack): Promise<Person[]> {
  const people = await Promise.all(stack.details.users.map((user) => toPerson(stack, user)));
  const photos = people.flatMap(({ photo }) => photo ?? []);
  if (new Set(photos).size !== photos.length) throw new Error('Two users have the same photo on record.');
  return people;
}

async function toPerson(stack: LocalStack, user: UserDetails): Promise<Person> {
  const [token, photo] = await Promise.all([
    signIn(stack.details.cognito, user, stack.tokens),
    user.enrolled ? photoHash(stack, user) : undefined,
  ]);
  return { subject: user.subject, token, photo };
}

async function photoHash({ details }: LocalStack, { subject }: UserDetails): Promise<string> {
  const { endpoint, bucket, keyTemplate } = details.s3;
  const response = await fetch(`${endpoint}/${bucket}/${keyTemplate.replace('{subject}', subject)}`);
  if (!response.ok) throw new Error(`The photo of a user cannot be read: S3 answers ${response.status}.`);
  return createHash('sha256')
    .update(Buffer.from(await response.arrayBuffer()))
    .digest('hex');
}
