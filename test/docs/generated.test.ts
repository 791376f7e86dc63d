import { GENERATED, isUpToDate } from '../../docs/generate/pages';

test.each(GENERATED.map(({ file, make }) => [file, make] as const))(
  '%s is up to date; after a change: npm run docs',
  async (file, make) => {
    expect(isUpToDate(file, await make())).toBe(true);
  },
);
