import { type Synthesized, synthesizeStage } from '../support/template';
import { read, section } from './documents';

const prod = synthesizeStage('prod');
const document = read('docs/photos.md');
const table = section(document, 'What is kept, and for how long');
const days = new Map([...table.matchAll(/^\| (.+?) \| (\d+) \|/gm)].map(([, what = '', number]) => [what, Number(number)]));

interface Rule {
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

const rules = (stage: Synthesized, id: RegExp): readonly Rule[] => stage.one('AWS::S3::Bucket', id).LifecycleConfiguration.Rules;
const logDays = (id: RegExp): number => prod.one('AWS::Logs::LogGroup', id).RetentionInDays;

describe('docs/photos.md says for how many days the production stage keeps', () => {
  const [general, ofFaces] = rules(prod, /Faces/);
  test.each<[string, unknown]>([
    ['Photo', ofFaces?.ExpirationInDays],
    ['Old version of a photo', general?.NoncurrentVersionExpiration?.NoncurrentDays],
    ['Unfinished upload', general?.AbortIncompleteMultipartUpload?.DaysAfterInitiation],
    ['File of the trail', rules(prod, /TrailFiles/)[0]?.ExpirationInDays],
    ['Event of the trail, searchable', logDays(/AuditTrailLog/)],
    ['Access log of the buckets', rules(prod, /AccessLog/)[0]?.ExpirationInDays],
    ['Line of the function', logDays(/FunctionLog/)],
    ['Access log of the API', logDays(/ApiAccessLog/)],
    ['Execution log of the API', logDays(/ExecutionLog/)],
    ['Log of the firewall', logDays(/Firewall/)],
  ])('%s', (what, expected) => {
    expect(expected).toEqual(expect.any(Number));
    expect(days.get(what)).toBe(expected);
  });

  test('every log group there is', () => {
    for (const [id, { Properties }] of prod.of('AWS::Logs::LogGroup')) expect([id, Properties.RetentionInDays]).toEqual([id, 365]);
  });

  test('a key that is to be deleted', () => {
    const key = days.get('Key after its deletion was scheduled');
    for (const [, { Properties }] of prod.of('AWS::KMS::Key')) expect(Properties.PendingWindowInDays).toBe(key);
  });
});

test('no bucket of the stack keeps anything without an end, old versions and unfinished uploads included', () => {
  for (const [, { Properties }] of prod.of('AWS::S3::Bucket')) {
    const all: readonly Rule[] = Properties.LifecycleConfiguration.Rules;
    expect(all.some(({ ExpirationInDays }) => ExpirationInDays !== undefined)).toBe(true);
    expect(all.some(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration !== undefined)).toBe(true);
    expect(all.some(({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload !== undefined)).toBe(true);
  }
});

test('what the stack copies is in no replica and in no backup, as the document says', () => {
  expect(section(document, 'After an erase')).toContain('no replica, no backup');
  expect(prod.of('AWS::Backup::BackupSelection')).toEqual([]);
  for (const [, { Properties }] of prod.of('AWS::S3::Bucket')) expect(Properties.ReplicationConfiguration).toBeUndefined();
});
