import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { BundleKind } from './bundle';
import { keptBundle } from './kept-bundle';

/**
 * A bundle as an asset of the stack. esbuild is called by us and not through `NodejsFunction`, which would fall back to Docker when
 * something is amiss; this fails with esbuild's own message instead.
 */
export function functionBundle(kind: BundleKind): Code {
  return Code.fromAsset(path.join(__dirname, '..', '..', 'lambda'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: {
        tryBundle(directory) {
          writeFileSync(path.join(directory, 'index.js'), keptBundle(kind).code);
          return true;
        },
      },
    },
  });
}
