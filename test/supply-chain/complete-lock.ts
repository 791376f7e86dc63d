import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface Lock {
  readonly packages: Record<string, { readonly integrity?: string; readonly inBundle?: boolean; readonly link?: boolean }>;
}

/**
 * Completes a folder's package-lock.json: npm leaves out the digest of a package that it has not unpacked, such as one for another system, and never
 * adds it later. What has none is taken out and resolved again by npm, in a folder without packages, so that each digest is the registry's.
 */
function completeLock(folder: string): void {
  const file = path.join(folder, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  for (const [place, { integrity, inBundle, link }] of Object.entries(lock.packages)) {
    const isFolder = link === true || !place.includes('node_modules/');
    if (!isFolder && integrity === undefined && inBundle !== true) delete lock.packages[place];
  }
  const apart = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-lock-'));
  try {
    copyFileSync(path.join(folder, 'package.json'), path.join(apart, 'package.json'));
    copyFileSync(path.join(__dirname, '..', '..', '.npmrc'), path.join(apart, '.npmrc'));
    const tools = path.join(folder, 'tools');
    if (existsSync(tools)) cpSync(tools, path.join(apart, 'tools'), { recursive: true });
    writeFileSync(path.join(apart, 'package-lock.json'), JSON.stringify(lock));
    execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], { cwd: apart, stdio: ['ignore', 'inherit', 'inherit'] });
    copyFileSync(path.join(apart, 'package-lock.json'), file);
  } finally {
    rmSync(apart, { recursive: true });
  }
}

completeLock(path.resolve(process.argv[2] ?? '.'));
