import { existsSync } from 'node:fs';
import path from 'node:path';
import { DOCUMENTS, headings, read, section, withoutCode } from './documents';

interface Link {
  readonly from: string;
  readonly target: string;
  readonly anchor: string | undefined;
}

const links: Link[] = DOCUMENTS.flatMap(({ file, text }) =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [target = '', anchor] = link.split('#');
      return { from: file, target: target === '' ? file : path.join(path.dirname(file), target), anchor };
    }),
);

/** The anchor that a heading gets on GitHub. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function hasHeading({ target, anchor }: Link): boolean {
  return [1, 2, 3, 4].flatMap((level) => headings(read(target), level)).some((heading) => anchorOf(heading) === anchor);
}

/** Addresses of Microblink's own pages in a text, code left out. */
const microblink = (text: string) =>
  [...withoutCode(text).matchAll(/\]\((https?:[^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => /microblink/i.test(link));

describe("links to Microblink's own pages", () => {
  const listed = new Set(microblink(section(read('docs/README.md'), "Microblink's own pages")));

  test('lead to its documentation and to the releases of its SDKs alone', () => {
    const known =
      /^https:\/\/(docs\.microblink\.com\/platform\/|github\.com\/microblink\/microblink-platform-(browser-sdk|android|ios)\/releases$)/;
    expect(listed.size).toBeGreaterThan(9);
    expect([...listed].filter((link) => !known.test(link))).toEqual([]);
  });

  test('are all in the list of its pages', () => {
    expect(
      DOCUMENTS.flatMap(({ file, text }) => microblink(text).map((link) => [file, link])).filter(([, link = '']) => !listed.has(link)),
    ).toEqual([]);
  });

  test.each([
    ['README.md', 'img-selfie-match'],
    ['README.md', 'api/authentication'],
    ['docs/first-hour.md', 'api/authentication'],
    ['docs/backend.md', 'api/transaction-api'],
    ['docs/sdk/web.md', 'sdk/web/configuration'],
    ['docs/sdk/web.md', 'browser-sdk/releases'],
    ['docs/sdk/android.md', 'android/releases'],
    ['docs/sdk/ios.md', 'ios/releases'],
  ])('are where a reader of %s needs them: %s', (file, page) => {
    expect(microblink(read(file)).some((link) => link.endsWith(page))).toBe(true);
  });

  test('an article that sends somebody to a status page says where its address is', () => {
    const articles = DOCUMENTS.filter(({ file }) => file !== 'docs/README.md' && file !== 'CHANGELOG.md');
    const mentions = articles.flatMap(({ text }) => [...text.matchAll(/.{0,80}status page.{0,50}/gi)].map(([found]) => found));
    expect(mentions.length).toBeGreaterThan(1);
    expect(mentions.filter((found) => !/README\.md#microblinks-own-pages/.test(found))).toEqual([]);
  });
});

describe('documents', () => {
  test('are found, and link to one another', () => {
    expect(DOCUMENTS.map(({ file }) => file)).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'docs/problems.md']));
    expect(links.length).toBeGreaterThan(50);
  });

  test('link to nothing that does not exist', () => {
    expect(links.filter(({ target }) => !existsSync(path.join(__dirname, '..', '..', target)))).toEqual([]);
  });

  test('link to no heading that does not exist', () => {
    expect(links.filter((link) => link.anchor !== undefined && !hasHeading(link))).toEqual([]);
  });

  test('are all reached from another one', () => {
    const reached = new Set(links.filter(({ from, target }) => from !== target).map(({ target }) => target.replace(/\/$/, '')));
    expect(DOCUMENTS.map(({ file }) => file).filter((file) => file !== 'README.md' && !reached.has(file))).toEqual([]);
  });

  test('are all in the index, but for the decisions, which have a separate one', () => {
    const listed = new Set(links.filter(({ from }) => from === 'docs/README.md').map(({ target }) => target));
    const own = DOCUMENTS.map(({ file }) => file).filter((file) => /^docs\/(?!README|decisions\/\d)/.test(file));
    expect(own.length).toBeGreaterThan(20);
    expect(own.filter((file) => !listed.has(file))).toEqual([]);
  });

  test('close every block that they open, and give each a language', () => {
    for (const { file, text } of DOCUMENTS) {
      const fences = [...text.matchAll(/^```(\w*)[^`\n]*$/gm)].map(([, language]) => language);
      expect([file, fences.length % 2]).toEqual([file, 0]);
      expect([file, fences.filter((language, at) => (at % 2 === 0) === (language === ''))]).toEqual([file, []]);
    }
  });
});
