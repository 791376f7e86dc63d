import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import cdkJson from '../../../cdk.json';
import { appManifest } from '../../../ops/init/app-manifest';
import manifest from '../../../package.json';
import { declarationsIn } from '../../../tools/package/public-types';
import { bundleCode } from '../../support/built';
import { startFacesStage } from '../../support/faces-stage';
import { packAndInstall } from '../../support/packed';
import { jpegPicture } from '../../support/pictures';
import { synthesizeStage } from '../../support/template';

const PROJECT = path.join(__dirname, '..', '..', '..');
const run = promisify(execFile);
const DEPENDENCIES = Object.keys(manifest.dependencies);
const PEERS = ['aws-cdk-lib', 'constructs'];
const { size, files, app, folder } = packAndInstall([...DEPENDENCIES, ...PEERS]);
const inPackage = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const compiled = files.filter((file) => /^dist\/(?:lib|contract|client|config)\/.*\.js$/.test(file));

describe('the package', () => {
  test('holds what is used and no test, no source but the app’s, no tool and no Node of its own', () => {
    const allowed =
      /^(?:dist\/|docs\/|bootstrap\/[\w-]+\.(?:json|sh)$|pipeline\/|config\/.*\.json$|bin\/app\.ts$|(?:cdk|package)\.json$|(?:README|CHANGELOG|SECURITY)\.md$|LICENSE$)/;
    expect(files.filter((file) => !allowed.test(file) || (/\.tsx?$/.test(file) && !/\.d\.ts$|^bin\/app\.ts$/.test(file)))).toEqual([]);
    expect(files.filter((file) => /docs\/generate|\.tgz$|config\/local/.test(file))).toEqual([]);
  });

  test('is small: at most 2 MB and 280 files', () => {
    expect(size).toBeLessThanOrEqual(2_000_000);
    expect(files.length).toBeLessThanOrEqual(280);
  });

  test('has every file that its package.json names', () => {
    const { exports, bin, main, types } = manifest;
    const named = [
      ...Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target))),
      main,
      types,
    ];
    expect([...named, ...Object.values(bin)].map((file) => path.posix.normalize(file)).filter((file) => !files.includes(file))).toEqual([]);
    expect(statSync(path.join(folder, bin['face-match-proxy'])).mode & 0o111).toBe(0o111);
  });

  test('needs nothing but its dependencies, its peers and Node', () => {
    const required = compiled.flatMap((file) => [...inPackage(file).matchAll(/\brequire\("([^."][^"]*)"\)/g)].map(([, name = '']) => name));
    const packages = new Set(
      required.filter((name) => !builtinModules.includes(name.replace(/^node:/, ''))).map((name) => name.split('/')[0]),
    );
    expect([...packages].sort()).toEqual([...DEPENDENCIES, ...PEERS].sort());
  });

  test('asks for the CDK that .ci/try-package tries, which pins what else the package depends on', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(PROJECT, '.ci/package/app.json'), 'utf8'));
    const { 'aws-cdk-lib': library, constructs } = manifest.peerDependencies;
    expect({ 'aws-cdk-lib': library, constructs, ...manifest.dependencies }).toEqual({
      ...dependencies,
      'aws-cdk-lib': `^${dependencies['aws-cdk-lib']}`,
      constructs: `^${dependencies.constructs}`,
    });
  });

  test('has types without zod, each of which leads to another or to a peer', () => {
    const declarations = declarationsIn(path.join(folder, 'dist'));
    expect(declarations.length).toBeGreaterThan(30);
    const from = declarations.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)].map(([, name = '']) => ({ file, name })),
    );
    const strange = from.filter(({ file, name }) =>
      name.startsWith('.') ? !existsSync(path.join(path.dirname(file), `${name}.d.ts`)) : !PEERS.includes(name.split('/')[0] ?? ''),
    );
    expect(strange).toEqual([]);
  });

  test('has a page of its API with every name that is exported, and every type that one of them needs', () => {
    const page = inPackage('dist/API.md');
    const index = inPackage('dist/lib/index.d.ts');
    const exported = [...index.matchAll(/\{([^}]*)\}/g)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.replace('type ', '').trim()),
    );
    const titles = [...page.matchAll(/^## (.*)$/gm)].map(([, name]) => name);
    expect(titles.sort()).toEqual(exported.filter((name) => !name.startsWith('Config')).sort());
    const parts = [...inPackage('dist/lib/config/parts.d.ts').matchAll(/^export type (\w+)/gm)].map(([, name]) => name);
    const options = [...page.matchAll(/\b[A-Z]\w+(?:Options|Props|Settings)\b/g)]
      .map(([name]) => name)
      .filter((name) => name !== 'StackProps');
    expect(options.length).toBeGreaterThan(10);
    expect([...new Set(options)].filter((name) => ![...exported, ...parts].includes(name))).toEqual([]);
  });

  test('says in that page nothing of members that it does not show', () => {
    expect([...inPackage('dist/API.md').matchAll(/[^\n]*\*\/\n\s*(?:\}|\/\*\*)/g)].map(([text]) => text)).toEqual([]);
  });

  test('names the licence of each package whose code it carries', () => {
    const notices = inPackage('dist/THIRD-PARTY-NOTICES.txt');
    expect(notices).toMatch(/^commander 15\.1\.0 \(MIT\)$/m);
    expect(notices).toMatch(/^@aws-sdk\/client-s3 3\.1142\.0 \(Apache-2\.0\)$/m);
    expect(notices).toContain('Permission is hereby granted, free of charge');
  });
});

describe('the documents in the package', () => {
  const pages = files.filter((file) => file.endsWith('.md') && !file.startsWith('dist/'));
  const index = inPackage('docs/README.md');

  test('lead to files of the package, or to those of the repository, as their index says', () => {
    const targets = pages.flatMap((page) =>
      [...inPackage(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) =>
        path.posix.join(path.posix.dirname(page), target),
      ),
    );
    const absent = targets.filter((target) => !existsSync(path.join(folder, target)));
    expect(absent.length).toBeGreaterThan(100);
    expect(absent.filter((target) => !existsSync(path.join(PROJECT, target)))).toEqual([]);
    // Nothing that an operator or an app uses is among them.
    expect(
      absent.filter((target) =>
        /^(?:docs\/[\w-]+\.|docs\/sdk|docs\/openapi|config\/examples|bootstrap\/.*\.(?:sh|json)$|pipeline)/.test(target),
      ),
    ).toEqual([]);
    expect(index).toContain('are not in the npm package, but in the repository under the same path');
  });

  test('give commands that an app has, or that the index says are in the repository', () => {
    const { manifest: ofApp } = appManifest(undefined, { name: 'app', spec: '0' });
    const used = new Set(
      pages.flatMap((page) =>
        [...inPackage(page).matchAll(/\bnpm (?:run (?:--silent )?)?(start|test|(?<=run (?:--silent )?)[\w:-]+)/g)].map(
          ([, name = '']) => name,
        ),
      ),
    );
    expect(used).toContain('ops');
    const unknown = [...used].filter((name) => ofApp.scripts?.[name] === undefined);
    expect(unknown.filter((name) => !index.slice(0, index.indexOf('##')).includes(`${name}\``))).toEqual([]);
  });
});

describe('an app that has installed it', () => {
  const program = (text: string, extension = 'cjs') => {
    const file = path.join(app, `app.${extension}`);
    writeFileSync(file, text);
    // With the flags of cdk.json, which spare CDK's validator most of its time.
    const words = ['--single-threaded', '--no-wasm-dynamic-tiering', file];
    return run(process.execPath, words, { cwd: app, env: { PATH: process.env.PATH, CDK_CONTEXT_JSON: JSON.stringify(cdkJson.context) } });
  };
  const stack = `
    const app = new App({ outdir: 'out' });
    const config = readConfig({ stage: 'prod', file: 'node_modules/face-match-proxy/config/prod.json' });
    new FaceMatchProxyStack(app, 'FaceMatchProxy-prod', { config, stage: 'prod' });
    app.synth();`;
  // Where an asset lies follows its bytes and its name.
  const withoutAssets = (template: unknown) =>
    JSON.stringify(template)
      .replaceAll(/[0-9a-f]{64}\.zip/g, 'asset')
      .replaceAll(/(?<=CurrentVersion|Deployment)[0-9A-Za-z]{40,}/g, '');

  const imports = "const { App } = require('aws-cdk-lib'); const { FaceMatchProxyStack, readConfig } = require('face-match-proxy');";

  test('deploys from plain Node what the repository deploys, and the code that was tested', async () => {
    await program(`${imports}${stack}`);
    const template = JSON.parse(readFileSync(path.join(app, 'out', 'FaceMatchProxy-prod.template.json'), 'utf8'));
    expect(withoutAssets(template)).toBe(withoutAssets(synthesizeStage('prod').template));
    expect(inPackage('dist/functions/proxy/index.mjs')).toBe(bundleCode('proxy'));
    expect(inPackage('dist/functions/verdict/index.mjs')).toBe(bundleCode('verdict'));
    const { files: assets } = JSON.parse(readFileSync(path.join(app, 'out', 'FaceMatchProxy-prod.assets.json'), 'utf8'));
    const code = Object.values<{ source: { path: string } }>(assets)
      .map(({ source }) => path.join(app, 'out', source.path, 'index.mjs'))
      .filter(existsSync);
    expect(code.map((file) => readFileSync(file, 'utf8'))).toEqual([bundleCode('proxy')]);
  });

  test('takes what it needs by name from an ES module, too', async () => {
    const names = 'Agent, Callers, FaceImages, FaceMatchProxy, FaceMatchProxyStack, Notices, addOutputs, readConfig, stageFromContext';
    const { stdout } = await program(
      `import { ${names} } from 'face-match-proxy'; console.log([${names}].every((each) => typeof each === 'function'))`,
      'mjs',
    );
    expect(stdout).toBe('true\n');
  });

  test('is told where the code of a function is not what was packed, and synthesizes nothing', async () => {
    const code = path.join(folder, 'dist', 'functions', 'proxy', 'index.mjs');
    const before = readFileSync(code);
    try {
      writeFileSync(code, `${before}\n`);
      const { stderr } = await program(`${imports}${stack.replace("'out'", "'none'")}`).catch((error) => error);
      expect(stderr).toMatch(
        /proxy\/index\.mjs is not the code that face-match-proxy was packed with: its SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}\. Install the package again/,
      );
      expect(existsSync(path.join(app, 'none', 'manifest.json'))).toBe(false);
    } finally {
      writeFileSync(code, before);
    }
  });

  test.each(['functions', 'functions/digests.json', 'functions/proxy'])('is told by name that %s is missing', async (missing) => {
    const [there, away] = [path.join(folder, 'dist', missing), path.join(app, 'away')];
    renameSync(there, away);
    try {
      const { stderr } = await program(`${imports}${stack}`).catch((error) => error);
      expect(stderr).toMatch(/dist\/functions\/[\w./]* cannot be read, although .* Install the package again \(npm ci\)/);
    } finally {
      renameSync(away, there);
    }
  });

  test('has the types for apps and the schema of the settings by their own names', async () => {
    const { stdout } = await program(
      "const { isYes } = require('face-match-proxy/client'); console.log(isYes({ verdict: 'no', reasons: ['used'] }), require('face-match-proxy/schema.json').title)",
    );
    expect(stdout).toBe('false Settings of one stage of face-match-proxy\n');
  });
});

describe('its command', () => {
  const command = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    run(process.execPath, [path.join(folder, manifest.bin['face-match-proxy']), ...words], {
      cwd: app,
      env: { PATH: process.env.PATH ?? '', ...env },
    });

  test('is the operator’s command line, in its version', async () => {
    expect((await command(['--version'])).stdout).toBe(`${manifest.version}\n`);
    expect((await command(['faces', '--help'])).stdout).toContain('import');
  });

  test('asks by name for what decodes photos, which it does not bring, and stores nothing', async () => {
    const stage = await startFacesStage();
    try {
      const photo = path.join(stage.folder, 'anna.jpg');
      writeFileSync(photo, await jpegPicture(1));
      for (const words of [
        ['put', 'anna', photo],
        ['import', stage.folder],
      ]) {
        const { code, stderr } = await command(['faces', ...words], stage.environment).catch((error) => error);
        expect(stderr).toContain('Photos are decoded by the package sharp, which is not installed.');
        expect(stderr).toContain(`npm install --save-dev --save-exact sharp@${manifest.devDependencies.sharp}`);
        expect(code).toBe(6);
      }
      expect(stage.s3.versions.size).toBe(0);
    } finally {
      await stage.stop();
    }
  });
});
