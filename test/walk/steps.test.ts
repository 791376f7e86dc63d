import { DOCUMENTS } from '../docs/documents';
import { exitCodeOf, runnerOf, type Step, stepsIn } from './steps';
import { WALKED } from './walk';

const steps = DOCUMENTS.flatMap(({ file, text }) => stepsIn(file, text));
const placeOf = ({ file, line }: Step) => `${file}:${line}`;

/** Where commands take long, are what `.ci/run` itself runs, need pictures of the reader's own, or change the reader's own repository. */
const BY_HAND = ['docs/before-a-release.md', 'CONTRIBUTING.md', 'docs/performance.md', 'docs/photos.md', 'docs/pipeline.md'];

describe('a block of commands in a document', () => {
  test('says who runs it: the walk, a reader with an AWS account, or an engineer by hand', () => {
    expect(steps.length).toBeGreaterThan(30);
    expect(steps.filter((step) => runnerOf(step) === undefined).map(placeOf)).toEqual([]);
  });

  test('is walked if it is marked as local, and never local by word alone', () => {
    const local = steps.filter((step) => runnerOf(step) === 'local');
    expect(local.length).toBeGreaterThan(10);
    expect(local.filter(({ file }) => !WALKED.includes(file)).map(placeOf)).toEqual([]);
    for (const file of WALKED) expect(local.map((step) => step.file)).toContain(file);
  });

  test('is left to an engineer’s hand in no other document', () => {
    const byHand = steps.filter((step) => runnerOf(step) === 'by-hand');
    expect([...new Set(byHand.map(({ file }) => file))].filter((file) => !BY_HAND.includes(file))).toEqual([]);
  });

  test('needs AWS where it says so: it uses the AWS CLI, a deployed stage, or what one has put out', () => {
    const aws = steps.filter((step) => runnerOf(step) === 'aws');
    const needsIt = /\baws |\bcdk |--stage|npm run (?:deploy|diff|synth)|\$[A-Z_]+|bootstrap\.sh|CloudTrail/;
    expect(aws.filter(({ commands }) => !needsIt.test(commands)).map(placeOf)).toEqual([]);
  });

  test('carries no mark that means nothing', () => {
    const known = /^(?:local|aws|by-hand|printed|keeps-running|next-to-it|exits-\d+)$/;
    expect(steps.filter(({ marks }) => !marks.every((mark) => known.test(mark))).map(placeOf)).toEqual([]);
  });
});

describe('reading a document', () => {
  const text = [
    '```sh local exits-3',
    'one',
    '```',
    '',
    '```text output',
    'two',
    '```',
    '',
    '- x',
    '',
    '  ```sh',
    '  three',
    '    four',
    '  ```',
    '',
  ].join('\n');
  const [first, second] = stepsIn('a.md', text);

  test('finds a block with its place, marks, commands and output', () => {
    expect(first).toEqual({ file: 'a.md', line: 1, marks: ['local', 'exits-3'], commands: 'one\n', shows: 'two\n' });
    expect(first && exitCodeOf(first)).toBe(3);
  });

  test('finds a block in a list, without the list’s indentation, and notices that it says nothing', () => {
    expect(second).toMatchObject({ line: 11, commands: 'three\n  four\n' });
    expect(second && runnerOf(second)).toBeUndefined();
  });

  test('takes two runners for none', () => {
    expect(runnerOf({ file: '', line: 1, marks: ['local', 'aws'], commands: '' })).toBeUndefined();
  });
});
