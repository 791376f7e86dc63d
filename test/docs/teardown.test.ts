import { checked, type Synthesized, synthesize, synthesizeStage } from '../support/template';
import { read, section } from './documents';

type Fate = 'stays' | 'stays, *always*' | 'goes';

const role = { api: { loggingRole: 'managed-here' } };
const asked = { verdicts: { callers: ['arn:aws:iam::111122223333:role/Backend'] } };
const lasting = [synthesizeStage('prod'), synthesizeStage('dev'), synthesize(checked({ ...role, ...asked }))];
const passing = [synthesizeStage('local'), synthesize(checked({ ...role, purpose: 'throw-away' }))];

/** What the stages keep, by logical id without its hash and by type. */
function kept(stages: readonly Synthesized[]): Map<string, Fate> {
  const found = new Map<string, Fate>();
  for (const [id, { Type, DeletionPolicy = 'Delete' }] of stages.flatMap(({ resources }) => Object.entries(resources))) {
    const row = `${id.replace(/[0-9A-F]{8}(?:[0-9a-f]{32})?$/, '')} ${Type}`;
    if (DeletionPolicy !== 'Delete') found.set(row, DeletionPolicy === 'Retain' ? 'stays, *always*' : 'stays');
  }
  return found;
}

const rows = [...section(read('docs/teardown.md'), 'What stays').matchAll(/^\| `(\w+)` \| `([\w:]+)` \| ([^|]+) \| ([^|]+) \| (.+) \|$/gm)];

describe('docs/teardown.md', () => {
  test('lists what production and development keep, and nothing else', () => {
    const written = rows.map(([, id, type, fate]): [string, string] => [`${id} ${type}`, String(fate)]);
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(kept(lasting)));
  });

  test('lists what a throw-away stage keeps, and nothing else', () => {
    const written = rows
      .map(([, id, type, , fate]): [string, string] => [`${id} ${type}`, String(fate)])
      .filter(([, fate]) => fate !== 'goes');
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(kept(passing)));
  });

  test('says for each why it stays', () => expect(rows.filter(([, , , , , why = '']) => why.length < 10)).toEqual([]));
});
