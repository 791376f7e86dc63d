const { execFileSync } = require('node:child_process');
const path = require('node:path');
// Jest brings it: its documentation has a sequencer of one's own inherit from this.
const { default: JestSequencer } = require('@jest/test-sequencer');

/** Seconds of the longest test files, for a machine on which none has run yet; Jest remembers its own. */
const SECONDS = {
  'test/faults/matrix.test.ts': 60,
  'test/console/accessible.test.ts': 40,
  'test/console/console.test.ts': 35,
  'test/load/run.test.ts': 25,
  'test/faults/memory.test.ts': 24,
  'test/compliance/changes.test.ts': 20,
  'test/attacks/record/record.test.ts': 17,
  'test/ops/faces/import/interrupted-import.test.ts': 15,
  'test/compliance/rule-packs.test.ts': 11,
  'test/faults/remains.test.ts': 9,
  'test/lambda/nothing-outlives.test.ts': 9,
  'test/properties/whole-function.test.ts': 8,
  'test/lib/validator.test.ts': 7,
};

/**
 * In which order test files run: those that failed the last time, then those that have changed or import something that has, so that a
 * failure is known in seconds; then the longest, so that no worker is left alone with one at the end.
 */
module.exports = class extends JestSequencer {
  sort(tests) {
    const changed = new Set(this.changed(tests));
    const rank = (test) => (this.hasFailed(test) ? 0 : this.isOf(changed, test) ? 1 : 2);
    const keyed = tests.map((test) => ({ test, rank: rank(test), seconds: this.seconds(test) }));
    return keyed.sort((one, other) => one.rank - other.rank || other.seconds - one.seconds).map(({ test }) => test);
  }

  /** Absolute paths of what differs from the last commit. Where there is no git, nothing is known to. */
  changed([test]) {
    if (test === undefined) return [];
    const { rootDir } = test.context.config;
    const git = (...words) => execFileSync('git', words, { cwd: rootDir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const names = git('diff', '--name-only', '--relative', 'HEAD') + git('ls-files', '--others', '--exclude-standard');
      return names.split('\n').flatMap((name) => (name === '' ? [] : [path.join(rootDir, name)]));
    } catch {
      return [];
    }
  }

  isOf(changed, { path: file, context }) {
    if (changed.size === 0) return false;
    const imported = (context.hasteFS.getDependencies(file) ?? []).filter((name) => name.startsWith('.'));
    const files = imported.map((name) => path.resolve(path.dirname(file), name));
    return [file, ...files, ...files.map((name) => `${name}.ts`)].some((name) => changed.has(name));
  }

  seconds(test) {
    const { config, hasteFS } = test.context;
    const measured = this.time(test);
    if (measured !== undefined) return measured / 1000;
    const name = path.relative(config.rootDir, test.path).replaceAll(path.sep, '/');
    // Of the others the larger file has more to do; none of them takes long.
    return SECONDS[name] ?? Math.min((hasteFS.getSize(test.path) ?? 0) / 100_000, 1);
  }
};
