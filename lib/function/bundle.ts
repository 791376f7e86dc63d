import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { CODE_FILE, FUNCTIONS } from './functions';

/** Root of the sources and of node_modules. */
export const PROJECT = path.join(__dirname, '..', '..');

/**
 * Writes the function's code into a directory: one minified ES module with everything in it. Only of an ES module does Lambda's init
 * phase wait for what it awaits at its top level; within, the code is CommonJS, which is quicker to load: Node's own modules as ES modules
 * bring all that they could export, a whole `fetch` among it.
 * @param file What is bundled. @default the function behind the SDKs' API
 * @param project Root of the sources and of node_modules. The same files make the same bytes in any folder. @default this project
 * @returns esbuild's list of what went in
 */
export function bundleInto(directory: string, file: string = FUNCTIONS.proxy, project = PROJECT): Metafile {
  const stub = (name: string) => path.join(project, 'lambda', 'bundle-stubs', name);
  const { metafile } = buildSync({
    entryPoints: [path.join(project, file)],
    outfile: path.join(directory, CODE_FILE),
    absWorkingDir: project,
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'iife',
    globalName: 'code',
    banner: { js: 'const require=process.getBuiltinModule("module").createRequire(import.meta.url);' },
    footer: { js: 'await code.ready;export const handler=code.handler;' },
    // The SDK's ES modules can be shaken; its CommonJS ones, which esbuild prefers for Node, cannot, and load as slowly as unbundled.
    mainFields: ['module', 'main'],
    alias: {
      // Lambda always gives credentials in the environment; the SDK's chain of other sources is a third of the bundle.
      '@aws-sdk/credential-provider-node': stub('credential-provider-node.ts'),
      // What no request of ours can reach, and tree shaking cannot know.
      '@smithy/core/event-streams': stub('event-streams.ts'),
    },
    // What the SDK is given and gives are Node's streams; its questions for those of browsers would load them.
    define: { ReadableStream: 'undefined' },
    // The SDK's own lazy `import('node:https')` becomes a require, too.
    supported: { 'dynamic-import': false },
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  return metafile;
}
