import { existsSync } from 'node:fs';
import path from 'node:path';
import { DOCUMENTS, headings, read, withoutCode } from './documents';

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

  test('are all in the index, but for the decisions, which have one of their own', () => {
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
