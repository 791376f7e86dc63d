import { buildPackage } from '../tools/package/build';

/** `npm pack` runs it first: makes what the package holds besides files of the repository. */
buildPackage();
