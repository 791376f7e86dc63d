import { accessLogFormat } from '../../lib/api/access-log';
import { READ_MODES } from '../../stand-ins/agent/behaviours';
import { firstCells, membersOf, read, section } from './documents';

const logs = read('docs/reference.md');
const telemetry = read('lambda/telemetry/telemetry.ts');
const verdicts = read('lambda/verdict/telemetry.ts');

describe('docs/reference.md', () => {
  test('lists the fields of a request’s line', () => {
    expect(firstCells(section(logs, 'One line for each request'))).toEqual([...membersOf(telemetry, 'RequestFields').keys()]);
  });

  test('lists the fields of an audit line', () => {
    expect(firstCells(section(logs, 'One line for each photo that left'))).toEqual([...membersOf(telemetry, 'AuditFields').keys()]);
  });

  test('lists the fields of a question’s line', () => {
    expect(firstCells(section(logs, 'One line for each question'))).toEqual([...membersOf(verdicts, 'VerdictFields').keys()]);
  });

  test('lists the fields of the access log', () => {
    expect(firstCells(section(logs, 'The access log'))).toEqual(Object.keys(JSON.parse(accessLogFormat().toString())));
  });

  test('lists every metric, and none that there is not', () => {
    const direct = [...`${telemetry}${verdicts}`.matchAll(/addMetric\([`']([A-Z]\w+)/g)].map(([, name = '']) => name);
    const parts = [...telemetry.matchAll(/\b([A-Z]\w+Time): fields\./g)].map(([, name = '']) => name);
    const listed = firstCells(section(logs, 'Metrics')).map((name) => name.replace(/\dxx$/, ''));
    expect([...listed].sort()).toEqual([...new Set([...direct, ...parts])].sort());
  });
});

describe('docs/local-stack.md', () => {
  const document = read('docs/local-stack.md');

  test('shows stack.json with the members that it has', () => {
    const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(document)?.[1] ?? '{}');
    const source = read('local/stack-file.ts');
    expect(Object.keys(example)).toEqual([...membersOf(source, 'StackDetails').keys()]);
    expect(Object.keys(example.users[0])).toEqual([...membersOf(source, 'UserDetails').keys()]);
    const nested = ['cognito', 's3', 'secretsManager', 'dynamoDb', 'workflows'].map((member) => Object.keys(example[member]));
    const declared = [...source.matchAll(/^ {2}readonly (?:cognito|s3|secretsManager|dynamoDb|workflows): \{([\s\S]*?) \};$/gm)].map(
      ([, inner = '']) => [...inner.replace(/\{[^{}]*\}/g, '').matchAll(/readonly (\w+)\??:/g)].map(([, member]) => member),
    );
    expect(nested).toEqual(declared);
  });

  test('lists every mode of the Agent API stand-in', () => {
    expect(firstCells(section(document, 'The Agent API stand-in'))).toEqual([...READ_MODES]);
  });
});

test.each([
  ['README.md', 'What it promises'],
  ['docs/promises.md', 'What it promises, and what proves it'],
])('each promise of %s names a test', (file, heading) => {
  const rows = section(read(file), heading)
    .split('\n')
    .filter((line) => /^\| [A-Z]/.test(line) && !line.startsWith('| Promise'));
  expect(rows.length).toBeGreaterThanOrEqual(8);
  expect(rows.filter((row) => !/\((?:\.\.\/)?test\/[\w/.-]+\.test\.ts\)/.test(row))).toEqual([]);
});
