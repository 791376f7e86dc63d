import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROJECT = path.join(__dirname, '..', '..');

/** The npm package, as `npm pack` makes it, installed in the folder of an app. */
export interface Packed {
  /** Bytes of the file that is installed. */
  readonly size: number;
  /** What it holds, from its root. */
  readonly files: readonly string[];
  /** An app's folder. */
  readonly app: string;
  /** Where the app has the package. */
  readonly folder: string;
}

/**
 * Packs and installs without a registry: of this project's packages the app sees those that it is given, and no other.
 * @param packages What an app installs beside it, and what the package depends on.
 */
export function packAndInstall(packages: readonly string[]): Packed {
  const app = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-app-'));
  const words = ['pack', '--silent', '--json', '--pack-destination', app];
  const [{ filename, size, files }] = JSON.parse(execFileSync('npm', words, { cwd: PROJECT, encoding: 'utf8' }));
  const modules = path.join(app, 'node_modules');
  const folder = path.join(modules, 'face-match-proxy');
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', path.join(app, filename), '--strip-components=1', '-C', folder]);
  for (const name of packages) {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(path.join(PROJECT, 'node_modules', name), path.join(modules, name));
  }
  return { size, files: files.map((file: { path: string }) => file.path), app, folder };
}
