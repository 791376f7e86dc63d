import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Shares, sharesOf } from '../../bench/function/share';

/** Plain files in the place of the kernel's do not go with their folder. */
const remove = (folder: string) => rmSync(folder, { recursive: true });

function mount(files: readonly string[]): string {
  const root = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-cgroups-'));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  return root;
}

let allowed = '0-3';
let pinned: [processId: number, processors: string][] = [];
beforeEach(() => {
  allowed = '0-3';
  pinned = [];
});

function sharesIn(root: string): Shares {
  const shares = sharesOf(root, { remove, pin: (...pin) => void pinned.push(pin), processors: () => allowed });
  if (typeof shares === 'string') throw new Error(shares);
  return shares;
}

/** What was written for the process, by file. */
function written(parent: string): Record<string, string> {
  const folder = readdirSync(parent).find((name) => name.startsWith('face-match-proxy-bench-')) ?? '';
  const read = (file: string): [string, string] => [file, readFileSync(path.join(parent, folder, file), 'utf8')];
  return Object.fromEntries(readdirSync(path.join(parent, folder)).map(read));
}

describe('a process gets what Lambda gives a function of its memory, after its init', () => {
  test.each([
    [256, '2894'],
    [512, '5788'],
    [1024, '11577'],
    [1769, '20000'],
  ])('of %i MB, by version 2 of cgroups: %s of 20,000 microseconds', (memoryMB, quota) => {
    const root = mount(['cgroup.controllers', 'cgroup.subtree_control']);
    const share = sharesIn(root).of(4711);
    expect(written(root)).toEqual({ 'cgroup.procs': '4711' });
    share.limit(memoryMB);
    expect(written(root)).toEqual({ 'cgroup.procs': '4711', 'cpu.max': `${quota} 20000` });
    expect(readFileSync(path.join(root, 'cgroup.subtree_control'), 'utf8')).toBe('+cpu');
  });

  test('by version 1 likewise', () => {
    const root = mount(['cpu/cpu.cfs_quota_us']);
    sharesIn(root).of(4711).limit(512);
    expect(written(path.join(root, 'cpu'))).toEqual({ 'cgroup.procs': '4711', 'cpu.cfs_period_us': '20000', 'cpu.cfs_quota_us': '5788' });
  });
});

test.each([
  ['0-3', '0', '3'],
  ['2,5-7', '2', '7'],
  ['10,12', '10', '12'],
])(
  'of the processors %s that this process may use, the services are on %s when they have stepped aside, and functions on %s',
  (list, first, last) => {
    allowed = list;
    const shares = sharesIn(mount(['cgroup.controllers', 'cgroup.subtree_control']));
    expect(pinned).toEqual([[process.pid, list]]);
    shares.of(4711);
    shares.stepAside();
    expect(pinned.slice(1)).toEqual([
      [4711, last],
      [process.pid, first],
    ]);
  },
);

test('one processor is not enough for functions and services', () => {
  const root = mount(['cgroup.controllers', 'cgroup.subtree_control']);
  expect(sharesOf(root, { remove, processors: () => '7' })).toBe('there is one processor, and the services need another');
});

test('where no processor can be set, that is said with what is missing', () => {
  const pin = () => {
    throw new Error('spawnSync taskset ENOENT');
  };
  expect(sharesOf(mount(['cgroup.controllers', 'cgroup.subtree_control']), { remove, pin, processors: () => '0-1' })).toBe(
    "a CPU cgroup's quota, for which root has the right, or a processor (taskset of util-linux) cannot be set: spawnSync taskset ENOENT",
  );
});

test('a system without cgroups is told from one that gives no right to them', () => {
  expect(sharesOf(mount([]))).toBe('this system has no CPU cgroups (Linux has)');
  expect(sharesOf(mount(['cgroup.controllers', 'cgroup.subtree_control/a-folder']))).toMatch(
    /^a CPU cgroup's quota, for which root has the right, or a processor .* cannot be set: EISDIR/,
  );
});
