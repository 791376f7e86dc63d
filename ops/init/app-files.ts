import { readFileSync } from 'node:fs';
import path from 'node:path';
import { appReadme } from './app-readme';

const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['bin'],
};

const IGNORED = ['node_modules', 'cdk.out/', '*.import/', 'erasure-*.json', 'results.jsonl', ''].join('\n');

/**
 * The files of an app that depends on the package, but package.json: each path with its content. What this repository has itself is not
 * written twice: app, context and settings are its own.
 * @param root The package, or this repository.
 */
export function appFiles(root: string): Readonly<Record<string, string>> {
  const own = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const settings = (stage: string) =>
    own(`config/${stage}.json`).replace('./schema.json', '../node_modules/face-match-proxy/config/schema.json');
  return {
    '.gitignore': IGNORED,
    'README.md': appReadme(),
    'bin/app.ts': own('bin/app.ts').replace("'../lib'", "'face-match-proxy'"),
    'cdk.json': own('cdk.json').replace(/"app": "[^"]*"/, '"app": "tsx bin/app.ts"'),
    'tsconfig.json': `${JSON.stringify(TSCONFIG, null, 2)}\n`,
    'config/dev.json': settings('dev'),
    'config/prod.json': settings('prod'),
    '.github/workflows/face-match-proxy.yml': workflow(own('pipeline/face-match-proxy.yml')),
    'pipeline/cdk/package.json': own('pipeline/cdk/package.json'),
    'pipeline/cdk/package-lock.json': own('pipeline/cdk/package-lock.json'),
  };
}

/** It is in its place already, and the documents are in the package. */
function workflow(text: string): string {
  return text
    .replace(
      'your own copy of face-match-proxy. Copy it to .github/workflows/, and see docs/pipeline.md for',
      'this app. See node_modules/face-match-proxy/docs/pipeline.md for',
    )
    .replaceAll(/(?<![/\w])docs\//g, 'node_modules/face-match-proxy/docs/');
}
