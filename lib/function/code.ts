import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type * as Bundling from './bundle';
import { CODE_FILE, FUNCTIONS, type FunctionName } from './functions';

/** Where the npm package has the functions ready-made. The repository bundles its sources. */
const READY_MADE = path.join(__dirname, '..', '..', 'functions');

/** The code of a function, as an asset of the stack. @throws Error where what the package brought has been changed or is missing. */
export function functionCode(name: FunctionName): Code {
  // By what bundles, not by the folder: it may be what is missing.
  return existsSync(path.join(__dirname, 'bundle.ts')) ? bundled(name) : readyMade(name);
}

/** Byte for byte what was tested: the package says the digest of each. */
function readyMade(name: FunctionName): Code {
  const code = path.join(READY_MADE, name, CODE_FILE);
  const digests: Record<string, string> = JSON.parse(packed(path.join(READY_MADE, 'digests.json')).toString());
  const found = createHash('sha256').update(packed(code)).digest('hex');
  if (found !== digests[name]) {
    throw new Error(
      `${code} is not the code that face-match-proxy was packed with: its SHA-256 is ${found}, expected ${digests[name]}. Install the package again (npm ci).`,
    );
  }
  return Code.fromAsset(path.dirname(code));
}

function packed(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Error(`${file} cannot be read, although face-match-proxy was packed with it. Install the package again (npm ci).`, { cause });
  }
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
