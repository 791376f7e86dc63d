import mutation from '../../stryker.config.json';
import { firstCells, read, section } from './documents';

const document = read('docs/mutation.md');

/** The rows of a table, cell by cell, without the marks of code. */
function rows(heading: string): string[][] {
  return section(document, heading)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$|^`|`$/g, '').replace(/^`|`$/g, '')));
}

describe('docs/mutation.md', () => {
  test('gives a score for each file that is changed, and for no other', () => {
    expect(firstCells(section(document, 'The score')).toSorted()).toEqual(mutation.mutate.toSorted());
  });

  test('counts right', () => {
    for (const [file, changes, noticed, survived, score] of rows('The score')) {
      expect([file, Number(noticed) + Number(survived)]).toEqual([file, Number(changes)]);
      expect([file, `${((100 * Number(noticed)) / Number(changes)).toFixed(1)} %`]).toEqual([file, score]);
    }
  });

  test('gives a reason for every survivor, at a place that there is', () => {
    const words: Readonly<Record<string, number>> = { two: 2, four: 4 };
    const explained = new Map<string, number>();
    for (const [file = '', place = '', , reason = ''] of rows('Why each survivor means nothing')) {
      expect(read(file)).toContain(place);
      const [, count = ''] = /\((two|four) changes/.exec(reason) ?? [];
      explained.set(file, (explained.get(file) ?? 0) + (words[count] ?? 1));
    }
    const survivors = rows('The score').filter(([, , , survived]) => survived !== '0');
    expect([...explained].toSorted()).toEqual(
      survivors.map(([file, , , survived]): [string, number] => [String(file), Number(survived)]).toSorted(),
    );
  });
});
