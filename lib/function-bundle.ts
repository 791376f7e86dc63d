import path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const LAMBDA = path.join(__dirname, '..', 'lambda');

/**
 * The function's code: one minified CommonJS file with everything in it. esbuild is called here and not through `NodejsFunction`,
 * which would fall back to Docker when something is amiss; this fails with esbuild's own message instead.
 */
export function functionBundle(): Code {
  return Code.fromAsset(LAMBDA, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: {
        tryBundle(directory) {
          bundleInto(directory);
          return true;
        },
      },
    },
  });
}

function bundleInto(directory: string): void {
  buildSync({
    entryPoints: [path.join(LAMBDA, 'handler.ts')],
    outfile: path.join(directory, 'index.js'),
    absWorkingDir: path.join(LAMBDA, '..'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // The SDK's ES modules can be shaken; its CommonJS ones, which esbuild prefers for Node, cannot, and load as slowly as unbundled.
    mainFields: ['module', 'main'],
    // So that the SDK's own lazy `import('node:https')` is a require: the ES facade of Node's http modules loads a whole fetch.
    supported: { 'dynamic-import': false },
    // Lambda always gives credentials in the environment; the SDK's chain of other sources is a third of the bundle.
    alias: { '@aws-sdk/credential-provider-node': path.join(LAMBDA, 'environment-credentials.ts') },
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'error',
  });
}
