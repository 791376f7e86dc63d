import { COMPLIANCE_PAGE, GENERATED, isUpToDate } from '../../docs/generate/pages';

// test/compliance/rule-packs.test.ts has what the packs say of every stage, and compares that page with it.
const compared = GENERATED.filter(({ file }) => file !== COMPLIANCE_PAGE);

test.each(compared.map(({ file, make }) => [file, make] as const))('%s is up to date; after a change: npm run docs', async (file, make) => {
  expect(isUpToDate(file, await make())).toBe(true);
});
