import { storePhoto } from '../s3';
import type { StackDetails, UserDetails } from '../stack-file';
import { drawPortrait, type Portrait } from '../users/portraits';
import { ConsoleFault } from './body';

/** The photo on record of a user, out of the bucket as it is now; undefined where there is none. */
export async function findPortrait(details: StackDetails, user: UserDetails): Promise<Portrait | undefined> {
  const { endpoint, bucket } = details.s3;
  const found = await fetch(`${endpoint}/${bucket}/${keyOf(details, user)}`);
  const type = found.headers.get('content-type') ?? '';
  const bytes = Buffer.from(await found.arrayBuffer());
  // Any other file there is not a photo, and is not sent to a browser.
  if (!found.ok || (type !== 'image/jpeg' && type !== 'image/png')) return undefined;
  return { type, bytes };
}

/**
 * Draws a portrait and stores it as an operator would, never over another photo.
 * @throws ConsoleFault where a photo is on record.
 */
export async function enrolPortrait(details: StackDetails, user: UserDetails): Promise<void> {
  const portrait = await drawPortrait(details.users.indexOf(user), 'image/jpeg');
  try {
    await storePhoto(details.s3, keyOf(details, user), portrait, { IfNoneMatch: '*' });
  } catch (error) {
    if ((error as Error).name !== 'PreconditionFailed') throw error;
    throw new ConsoleFault(409, `A photo of ${user.name} is on record already.`);
  }
}

/** The users, each with whether a photo is on record now: an operator's command may have stored or erased one since the start. */
export async function usersNow(details: StackDetails): Promise<UserDetails[]> {
  return await Promise.all(details.users.map(async (user) => ({ ...user, enrolled: (await findPortrait(details, user)) !== undefined })));
}

function keyOf({ s3 }: StackDetails, { subject }: UserDetails): string {
  return s3.keyTemplate.replace('{subject}', subject);
}
