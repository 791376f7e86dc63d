import { read, section } from './documents';
import { isThere, proofsOf, rowsOf } from './named-proofs';

const document = read('docs/well-architected.md');
const lens = rowsOf(section(document, 'Serverless Applications Lens'));
const pillar = rowsOf(section(document, 'Security Pillar'));

describe('docs/well-architected.md', () => {
  test('answers the nine questions of the lens and the seven areas of the pillar', () => {
    const questions = ['OPS 1', 'OPS 2', 'SEC 1', 'SEC 2', 'SEC 3', 'REL 1', 'REL 2', 'PERF 1', 'COST 1'];
    expect(lens.map(([question]) => question)).toEqual(questions);
    const areas = ['Foundations', 'Identity and access', 'Detection', 'Infrastructure', 'Data', 'Incident response', 'Application'];
    expect(pillar.map(([area]) => area)).toEqual(areas);
  });

  test.each([...lens, ...pillar].map((row) => [row[0], row] as const))('%s names tests that there are', (_, row) => {
    const proofs = proofsOf(row);
    expect(proofs).not.toEqual([]);
    expect(proofs.filter((proof) => !isThere(proof))).toEqual([]);
  });
});
