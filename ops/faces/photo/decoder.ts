import type sharp from 'sharp';
import { peerDependencies } from '../../../package.json';
import { Failure } from '../../failures/failures';

let loaded: typeof sharp | undefined;

/**
 * sharp, which decodes pictures. It has a part for each platform, so the package leaves it to those who enrol photos: it is loaded with the
 * first photo, and any other command does without.
 * @throws Failure `decoder-missing`, with the command that installs it
 */
export function decoder(): typeof sharp {
  loaded ??= load();
  return loaded;
}

function load(): typeof sharp {
  try {
    const found: typeof sharp = require('sharp');
    // The library keeps what it has decoded for a next time; a photo has none, and should not stay in memory.
    found.cache(false);
    return found;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const isAbsent = code === 'MODULE_NOT_FOUND' && message.includes("'sharp'");
    const install = `npm install --save-dev --save-exact sharp@${peerDependencies.sharp}`;
    throw new Failure(
      'decoder-missing',
      {
        what: `Photos are decoded by the package sharp, ${isAbsent ? 'which is not installed' : `which cannot be loaded here: ${message.split('\n')[0]}`}.`,
        where: process.cwd(),
        toDo: isAbsent ? `Install it in the folder of your app: ${install}` : `Install it again on this machine: ${install}`,
      },
      { cause },
    );
  }
}
