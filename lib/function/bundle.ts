import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { spellKeys } from './spelled-keys';

/**
 * One bundle counts attempts, the other carries no client for the table. Loading that client only when it is needed made one bundle for
 * both, which was larger and slower than either: it keeps esbuild from joining the modules that the AWS clients share.
 */
export type BundleKind = 'with-attempt-limit' | 'without-limit';

const ENTRY: Readonly<Record<BundleKind, string>> = { 'with-attempt-limit': 'handler.ts', 'without-limit': 'handler-without-limit.ts' };

const PROJECT = path.join(__dirname, '..', '..');

/**
 * Writes the function's code into a directory: `index.js`, one minified CommonJS file with everything in it.
 * @param project Root of the sources and of node_modules. The same files make the same bytes wherever it is. @default this project
 * @returns esbuild's list of what went in
 */
export function bundleInto(directory: string, kind: BundleKind, project = PROJECT): Metafile {
  return bundleFile(directory, path.join(project, 'lambda', ENTRY[kind]), project);
}

/** The same for any other file of the project: how the function is bundled, without the function. */
export function bundleFile(directory: string, file: string, project = PROJECT): Metafile {
  const { code, metafile } = joined(file, project);
  buildSync({
    stdin: { contents: spellKeys(code) },
    outfile: path.join(directory, 'index.js'),
    absWorkingDir: project,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // So that the SDK's own lazy `import('node:https')` is a require: the ES facade of Node's http modules loads a whole fetch.
    supported: { 'dynamic-import': false },
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'error',
  });
  return metafile;
}

/** Everything in one ES module, still readable: its keys are spelled out before it is shaken once more. */
function joined(file: string, project: string): { readonly code: string; readonly metafile: Metafile } {
  const lambda = path.join(project, 'lambda');
  const { outputFiles, metafile } = buildSync({
    entryPoints: [file],
    absWorkingDir: project,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The SDK's ES modules can be shaken; its CommonJS ones, which esbuild prefers for Node, cannot, and load as slowly as unbundled.
    mainFields: ['module', 'main'],
    alias: {
      // Lambda always gives credentials in the environment; the SDK's chain of other sources is a third of the bundle.
      '@aws-sdk/credential-provider-node': path.join(lambda, 'bundle-stubs', 'credential-provider-node.ts'),
      // What no request of ours can reach, and tree shaking cannot know.
      '@smithy/core/event-streams': path.join(lambda, 'bundle-stubs', 'event-streams.ts'),
      '@aws-sdk/endpoint-cache': path.join(lambda, 'bundle-stubs', 'no-endpoint-cache.ts'),
      // All that reads files that way are the SDK's settings below ~/.aws.
      'node:fs/promises': path.join(lambda, 'bundle-stubs', 'no-files.ts'),
    },
    // What the SDK is given and gives are Node's streams; its questions for those of browsers would load them.
    define: { ReadableStream: 'undefined' },
    legalComments: 'none',
    logLevel: 'error',
  });
  return { code: outputFiles[0]?.text ?? '', metafile };
}
