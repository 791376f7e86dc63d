/**
 * Takes the place of `node:fs/promises` in the bundle (lib/function/bundle.ts), which only the SDK would use: for each setting that is not in the
 * environment it looks into `~/.aws`. A function has no such files, so all of its settings are in its environment; looking for them
 * took a part of each cold start.
 * @throws Error always, as for a file that is not there.
 */
export async function readFile(): Promise<never> {
  throw Object.assign(new Error('This bundle reads no files (lib/function/bundle.ts).'), { code: 'ENOENT' });
}
