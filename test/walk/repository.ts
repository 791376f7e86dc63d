import { execFileSync } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.join(__dirname, '..', '..');

/** A repository with what a clone of this one would hold if everything were committed now; returns its path. */
export function repositoryIn(folder: string): string {
  const repository = path.join(folder, 'repository.git');
  const index = { GIT_INDEX_FILE: path.join(folder, 'index') };
  git(['init', '--quiet', '--bare', '--initial-branch=main', repository]);
  git(['add', '--all'], index);
  const tree = git(['write-tree'], index);
  const author = { GIT_AUTHOR_NAME: 'walk', GIT_AUTHOR_EMAIL: 'walk@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'walk', GIT_COMMITTER_EMAIL: 'walk@example.com' };
  const commit = git(['commit-tree', tree, '-m', 'What is walked'], { ...author, ...committer });
  git(['push', '--quiet', repository, `${commit}:refs/heads/main`]);
  return repository;
}

function git(words: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  return execFileSync('git', words, { cwd: ROOT, env: { ...process.env, ...environment }, encoding: 'utf8' }).trim();
}
