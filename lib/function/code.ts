import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type * as Bundling from './bundle';
import { FUNCTIONS, type FunctionName } from './functions';

/** Where the npm package has the functions ready-made. The repository has no such folder: it bundles its sources. */
const READY_MADE = path.join(__dirname, '..', '..', 'functions');

/** The code of a function, as an asset of the stack. @throws Error where what the package brought has been changed. */
export function functionCode(name: FunctionName): Code {
  return existsSync(READY_MADE) ? readyMade(name) : bundled(name);
}

/** Byte for byte what was tested: the package says the digest of each. */
function readyMade(name: FunctionName): Code {
  const code = path.join(READY_MADE, name, 'index.js');
  const digests: Record<string, string> = JSON.parse(readFileSync(path.join(READY_MADE, 'digests.json'), 'utf8'));
  const found = createHash('sha256').update(readFileSync(code)).digest('hex');
  if (found !== digests[name]) {
    throw new Error(
      `${code} is not the code that face-match-proxy was packed with: its SHA-256 is ${found}, expected ${digests[name]}. Install the package again (npm ci).`,
    );
  }
  return Code.fromAsset(path.dirname(code));
}

/** esbuild is called by us and not through `NodejsFunction`, which would fall back to Docker when something is amiss; this fails with esbuild's own message. */
function bundled(name: FunctionName): Code {
  // Loaded here alone: the package has neither esbuild nor sources.
  const { bundleInto, PROJECT }: typeof Bundling = require('./bundle');
  return Code.fromAsset(path.join(PROJECT, 'lambda'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      // Never run, but CDK takes two bundlings of one folder with the same options for one.
      command: [name],
      local: {
        tryBundle(directory) {
          bundleInto(directory, FUNCTIONS[name]);
          return true;
        },
      },
    },
  });
}
