import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quoted, whereOptions } from '../../../ops/stage/shell';
import type { StackResource } from '../../../ops/stage/stack-resources';
import { readTemplate } from '../../../ops/teardown/deployed-template';
import { planOf } from '../../../ops/teardown/plan';
import { emptying } from '../../../ops/teardown/removal';
import { synthesizeStage } from '../../support/template';

interface Version {
  readonly Key: string;
  readonly VersionId: string;
}

/**
 * An `aws` as far as these lines use it: a bucket of versions in a file, a thousand a list, an empty list refused as S3 does (MalformedXML), and JMESPath's own
 * code for the query. What it was asked is written down.
 */
const AWS = String.raw`#!${process.execPath}
const fs = require('node:fs');
const { search } = require(${JSON.stringify(require.resolve('jmespath'))});
const words = process.argv.slice(2);
const option = (name) => words[words.indexOf(name) + 1];
const { locked, versions } = JSON.parse(fs.readFileSync(process.env.BUCKET, 'utf8'));
fs.appendFileSync(process.env.CALLS, words[1] + '\n');
if (words[1] === 'list-object-versions') {
  const page = versions.slice(0, Number(option('--max-keys')));
  const answer = page.length === 0 ? {} : { Versions: page.slice(1), DeleteMarkers: page.slice(0, 1) };
  console.log(JSON.stringify(search(answer, option('--query')), null, 4));
} else {
  const { Objects } = JSON.parse(fs.readFileSync(option('--delete').replace('file://', ''), 'utf8'));
  if (Objects.length === 0 || Objects.length > 1000) { console.error('MalformedXML'); process.exit(254); }
  const ids = new Set(Objects.map(({ Key, VersionId }) => Key + ' ' + VersionId));
  fs.writeFileSync(process.env.BUCKET, JSON.stringify({ locked, versions: versions.filter((v) => locked === v.Key || !ids.has(v.Key + ' ' + v.VersionId)) }));
  const found = search(ids.has(locked + ' 1') ? { Errors: [{ Key: locked, Code: 'AccessDenied' }] } : {}, option('--query'));
  console.log(found === null ? 'None' : found.join('\t'));
}
`;

function run(line: string, versions: readonly Version[], locked = '') {
  const folder = mkdtempSync(path.join(tmpdir(), 'face-match-proxy-teardown-'));
  const [bucket, calls] = [path.join(folder, 'bucket.json'), path.join(folder, 'calls')];
  writeFileSync(path.join(folder, 'aws'), AWS);
  chmodSync(path.join(folder, 'aws'), 0o755);
  writeFileSync(bucket, JSON.stringify({ locked, versions }));
  writeFileSync(calls, '');
  const env = { PATH: `${folder}:/usr/bin:/bin`, BUCKET: bucket, CALLS: calls };
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', line], { env, encoding: 'utf8', timeout: 60_000 });
  const left = (JSON.parse(readFileSync(bucket, 'utf8')) as { versions: Version[] }).versions.length;
  return { left, stdout, stderr, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}

const line = emptying('photos', '--region eu-central-1');
const versionsOf = (count: number): Version[] =>
  Array.from({ length: count }, (_, at) => ({ Key: `faces/1e24e2f4-0000-4000-8000-${String(at).padStart(12, '0')}`, VersionId: '1' }));

describe('the line that empties a bucket', () => {
  test('deletes two and a half thousand versions and markers, a thousand at a time', () => {
    const { left, calls, stderr } = run(line, versionsOf(2500));
    expect({ left, stderr }).toEqual({ left: 0, stderr: '' });
    expect(calls.filter((call) => call === 'delete-objects')).toHaveLength(3);
  });

  test('sends no empty list, which S3 refuses', () => {
    expect(run(line, [])).toEqual({ left: 0, stdout: '', stderr: '', calls: ['list-object-versions'] });
  });

  test('ends at what S3 does not delete, and names it', () => {
    const { left, stdout, calls } = run(line, [{ Key: 'locked', VersionId: '1' }, ...versionsOf(3)], 'locked');
    expect({ left, stdout, deletions: calls.filter((call) => call === 'delete-objects').length }).toEqual({
      left: 1,
      stdout: 'not deleted: locked\tAccessDenied\n',
      deletions: 1,
    });
  });
});

describe('every line of every stage', () => {
  const where = whereOptions('eu-central-1', "anna's own");
  const lines = ['local', 'dev', 'prod'].flatMap((stage) => {
    const { template } = synthesizeStage(stage);
    const resources = Object.entries(template.Resources as Record<string, { Type: string }>).map(
      ([logicalId, { Type }]): StackResource => ({ logicalId, type: Type, physicalId: `/aws/of $(touch x); ${logicalId}'` }),
    );
    const { emptyFirst, stays } = planOf(readTemplate(JSON.stringify(template)), resources, where);
    return [...emptyFirst, ...stays].flatMap(({ commands }) => commands);
  });

  test('is one that a POSIX shell takes, with region and profile in each command, and the name as one word', () => {
    expect(lines.length).toBeGreaterThan(15);
    for (const each of lines) {
      expect(spawnSync('/bin/sh', ['-n', '-c', each], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
      expect(each.match(/\baws [a-z]/g)?.length).toBe(each.split(`--region eu-central-1 --profile 'anna'\\''s own'`).length - 1);
    }
  });

  test('has no comment, which zsh takes for words of the command when it is pasted', () => {
    expect(lines.filter((each) => /\s#/.test(each))).toEqual([]);
  });

  test('keeps a word whole, with any content', () => {
    for (const word of ['plain-name_1', "a'b", '$(touch x)', 'a b', '"', '\\', '']) {
      expect(spawnSync('/bin/sh', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' }).stdout).toBe(word);
    }
  });
});
