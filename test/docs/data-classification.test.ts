import { synthesizeStage } from '../support/template';
import { read, section } from './documents';
import { isThere, proofsOf, rowsOf } from './named-proofs';

const document = read('docs/photos.md');
const prod = synthesizeStage('prod');
const levels = rowsOf(section(document, 'Levels'));
const data = rowsOf(section(document, 'The data'));
const stores = rowsOf(section(document, 'Where it rests'));
const asvs = rowsOf(section(document, 'What OWASP ASVS 5.0 asks'));
const names = levels.map(([level = '']) => level.replaceAll('*', ''));

/** Types of resources that keep what they are given. */
const KEEPS = /^AWS::(?:S3::Bucket|SecretsManager::Secret|Cognito::UserPool|DynamoDB::Table|Logs::LogGroup|SNS::Topic)$/;

const kept = Object.entries(prod.resources)
  .filter(([, { Type }]) => KEEPS.test(Type))
  .map(([id, { Properties }]) => ({ store: id.replace(/[0-9A-F]{8}$/, ''), text: JSON.stringify(Properties) }));

/** The level that the document gives to a store. */
function levelOf(store: string): string | undefined {
  return stores.find(([name]) => name === `\`${store}\``)?.[1];
}

describe('the data classification in docs/photos.md', () => {
  test('each level says what follows from it', () => {
    expect(names).toEqual(['Biometric', 'Secret', 'Personal', 'Operational']);
    for (const row of levels) expect([row, row.filter((cell) => cell.trim() === '')]).toEqual([row, []]);
  });

  test('each kind of data has a level, and each level holds something', () => {
    expect(new Set(data.map(([, level]) => level))).toEqual(new Set(names));
    expect(data.length).toBeGreaterThanOrEqual(15);
  });

  test('every store of the production stage has a level, and there is no other', () => {
    expect(stores.map(([name]) => name).sort()).toEqual(kept.map(({ store }) => `\`${store}\``).sort());
    for (const [, level = ''] of stores) expect(names).toContain(level);
  });

  test('keeps biometric data under the key of the photos, and nothing else', () => {
    for (const { store, text } of kept) expect([store, text.includes('FacesPhotosKey')]).toEqual([store, levelOf(store) === 'Biometric']);
  });

  test('keeps everything else under the service key, but for the two stores of which it says otherwise', () => {
    const without = kept.filter(({ text }) => !/FacesPhotosKey|ServiceKey/.test(text)).map(({ store }) => store);
    expect(without.sort()).toEqual(['ProxyAuditAccessLogBucket', 'ProxyCallersUsersPool']);
    for (const store of without)
      expect(stores.find(([name]) => name?.includes(store))?.[2]).toMatch(/under (?:a key of AWS's|keys of S3)$/);
  });

  test('tags every store as the document says', () => {
    const tag = '"data-classification"';
    const untagged = kept.filter(({ text }) => !text.includes(tag) || !text.includes('"biometric"'));
    expect(untagged.map(({ store }) => store)).toEqual([]);
  });

  test.each([...data, ...asvs].map((row) => [row[0], row] as const))('%s: names tests that there are', (_, row) => {
    const proofs = proofsOf(row);
    expect(proofs).not.toEqual([]);
    expect(proofs.filter((proof) => !isThere(proof))).toEqual([]);
  });
});
