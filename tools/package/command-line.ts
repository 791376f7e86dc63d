import { chmodSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { PROJECT } from '../../lib/function/bundle';

/**
 * The operator's commands as one file. sharp has a part for each platform, and is installed by those who enrol photos.
 * @returns the files that went in
 */
export function bundleCommandLine(outfile: string): string[] {
  const { metafile } = buildSync({
    entryPoints: [path.join(PROJECT, 'bin', 'ops.ts')],
    outfile,
    absWorkingDir: PROJECT,
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    // The CommonJS form of jsonc-parser looks for its parts by names that a bundle does not have.
    mainFields: ['module', 'main'],
    external: ['sharp'],
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none',
    minifyWhitespace: true,
    // A fault prints its line.
    lineLimit: 160,
    logLevel: 'error',
  });
  chmodSync(outfile, 0o755);
  return Object.keys(metafile.inputs).map((input) => path.join(PROJECT, input));
}
