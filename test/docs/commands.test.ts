import { existsSync } from 'node:fs';
import path from 'node:path';
import { OPERATIONS } from '../../contract/operations';
import { readPort } from '../../local/process/port';
import { synthesizeStage } from '../support/template';
import { cellsOf, DOCUMENTS, read, section } from './documents';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const BUILT_IN = ['ci', 'i'];

function found(pattern: RegExp): string[] {
  return DOCUMENTS.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, match = '']) => match));
}

describe('commands in documents', () => {
  test('run scripts that there are', () => {
    const named = [...found(/\bnpm run (?:--silent )?([\w:-]+)/g), ...found(/\bnpm (start|test|ci|i)\b/g)];
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'ci', 'synth', 'deploy']));
    expect(named.filter((name) => !BUILT_IN.includes(name) && !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('that go to AWS hold no comment, which zsh takes for words of the command when it is pasted', () => {
    const blocks = found(/^ *```sh aws\n([\s\S]*?)^ *```$/gm);
    expect(blocks.length).toBeGreaterThan(20);
    expect(blocks.flatMap((block) => block.split('\n')).filter((line) => /(^|\s)#/.test(line))).toEqual([]);
  });

  test('do not ask for resources by the command that knows the first hundred alone: production has more', () => {
    expect(Object.keys(synthesizeStage('prod').resources).length).toBeGreaterThan(100);
    expect(found(/(describe-stack-resources)/g)).toEqual([]);
  });

  test('name every script in CONTRIBUTING.md', () => {
    const contributing = read('CONTRIBUTING.md');
    // npm runs it by itself.
    const byHand = Object.keys(scripts).filter((name) => name !== 'prepack');
    expect(byHand.filter((name) => !new RegExp(`^npm (run )?${name}\\b`, 'm').test(contributing))).toEqual([]);
  });

  test('name files and stages that there are', () => {
    const files = [...found(/npx (?:tsx|jest) ([\w./-]+)/g), ...found(/`((?:bin|lib|lambda|local|test|config)\/[\w./-]+\.\w+)`/g)];
    const made = 'config/trial.json';
    expect(files.filter((file) => file !== made && !existsSync(path.join(__dirname, '..', '..', file)))).toEqual([]);
    const stages = found(/-c stage=([a-z]+)/g).filter((stage) => stage !== 'trial');
    expect(stages.filter((stage) => !existsSync(path.join(__dirname, '..', '..', 'config', `${stage}.json`)))).toEqual([]);
  });
});

describe('addresses in documents', () => {
  test('have the port that npm start takes', () => {
    expect(read('README.md')).toContain(`Base URL         http://127.0.0.1:${readPort(undefined)}\n`);
    expect(read('docs/local-stack.md')).toContain(`port ${readPort(undefined)}, or \`LOCAL_PORT\``);
  });

  test('are the outputs of the stack', () => {
    // The stage of the first hour asks for no verdicts.
    const outputs = Object.keys(synthesizeStage('dev').template.Outputs);
    expect([...read('docs/first-hour.md').matchAll(/^FaceMatchProxy-dev\.(\w+) = /gm)].map(([, name]) => name)).toEqual(outputs);
  });

  test('are set in each SDK as the README and the guide both say', () => {
    const rows = (text: string) =>
      cellsOf(text.replace(/^\| (?=Web|Android|iOS)/gm, '| `').replace(/ \(`proxyConfig\.url` in the earliest\)/, ''));
    const guide = rows(section(read('docs/sdk/README.md'), 'Which address')).map((cells) => cells.slice(0, 3));
    expect(guide).toHaveLength(8);
    expect(rows(section(read('README.md'), 'Point the SDK at it'))).toEqual(guide);
  });

  test('lead to routes, and every route is named', () => {
    const routes = OPERATIONS.flatMap(({ method, resources }) => resources.map((resource) => `${method} ${resource}`));
    const named = [...read('docs/sdk/README.md').matchAll(/`((?:GET|POST) [^`]+)`/g)].map(([, route]) => route);
    expect(named).toEqual(routes);
  });
});
