import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';

/**
 * One bundle counts attempts, the other carries no client for the table. Loading that client only when it is needed made one bundle for
 * both, which was larger and slower than either: it keeps esbuild from joining the modules that the AWS clients share.
 */
export type BundleKind = 'with-attempt-limit' | 'without-limit';

const ENTRY: Readonly<Record<BundleKind, string>> = { 'with-attempt-limit': 'handler.ts', 'without-limit': 'handler-without-limit.ts' };

const PROJECT = path.join(__dirname, '..');

/**
 * Writes the function's code into a directory: `index.js`, one minified CommonJS file with everything in it.
 * @param project Root of the sources and of node_modules. The same files make the same bytes wherever it is. @default this project
 * @returns esbuild's list of what went in
 */
export function bundleInto(directory: string, kind: BundleKind, project = PROJECT): Metafile {
  const lambda = path.join(project, 'lambda');
  const { metafile } = buildSync({
    entryPoints: [path.join(lambda, ENTRY[kind])],
    outfile: path.join(directory, 'index.js'),
    absWorkingDir: project,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // The SDK's ES modules can be shaken; its CommonJS ones, which esbuild prefers for Node, cannot, and load as slowly as unbundled.
    mainFields: ['module', 'main'],
    // So that the SDK's own lazy `import('node:https')` is a require: the ES facade of Node's http modules loads a whole fetch.
    supported: { 'dynamic-import': false },
    alias: {
      // Lambda always gives credentials in the environment; the SDK's chain of other sources is a third of the bundle.
      '@aws-sdk/credential-provider-node': path.join(lambda, 'environment-credentials.ts'),
      // What no request of ours can reach, and tree shaking cannot know.
      '@smithy/core/event-streams': path.join(lambda, 'no-event-streams.ts'),
      '@aws-sdk/endpoint-cache': path.join(lambda, 'no-endpoint-cache.ts'),
    },
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'error',
  });
  return metafile;
}
