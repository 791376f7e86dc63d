import { read } from '../docs/documents';
import { synthesizeStage } from '../support/template';

const readme = read('README.md');
const { license, dependencies, devDependencies, peerDependencies } = JSON.parse(read('package.json')) as {
  readonly license: string;
} & Readonly<Record<'dependencies' | 'devDependencies' | 'peerDependencies', Readonly<Record<string, string>> | undefined>>;
const badges = [...readme.matchAll(/!\[([^\]]+)\]\(https:\/\/img\.shields\.io\/badge\/([^)]+)\)/g)].map(([, text = '', address = '']) => [
  text,
  address,
]);

describe('the badges of the README', () => {
  test('are one line below the title, and ask no service what is true', () => {
    const [title, , line] = readme.split('\n');
    expect(title).toBe('# face-match-proxy');
    expect(line?.match(/!\[/g)).toHaveLength(badges.length);
    expect([...readme.matchAll(/!\[[^\]]*\]\((https?:[^)]+)\)/g)]).toHaveLength(badges.length);
  });

  test('say the licence, the Node of the function, and the version of CDK', () => {
    const { Runtime } = synthesizeStage('prod').one('AWS::Lambda::Function', /Function/);
    const [cdk = ''] = /\d+/.exec({ ...peerDependencies, ...devDependencies, ...dependencies }['aws-cdk-lib'] ?? '') ?? [];
    expect(read('LICENSE')).toMatch(/Apache License\s+Version 2\.0/);
    expect(badges.map(([text]) => text)).toEqual([`Licence: ${license}`, `Node: ${/\d+/.exec(String(Runtime))?.[0]}`, `AWS CDK: ${cdk}`]);
  });

  test('show what their text says', () => {
    for (const [text = '', address = ''] of badges) {
      const [label, message] = address
        .replaceAll('--', '\0')
        .split('-')
        .map((part) => decodeURIComponent(part.replaceAll('\0', '-')));
      expect(`${label}: ${message}`).toBe(text);
    }
  });
});
