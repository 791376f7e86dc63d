import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { commandsOf, programToRead } from '../../docs/generate/operations/page';
import { read } from '../docs/documents';

const FOLDER = '.github/ISSUE_TEMPLATE';
const text = z.string().min(1);
const id = z.string().regex(/^[A-Za-z0-9_-]+$/);
const validations = z.strictObject({ required: z.boolean() }).optional();
const asked = { label: text, description: text.optional(), placeholder: text.optional() };
const distinct = (options: readonly unknown[]) => new Set(options.map((option) => JSON.stringify(option))).size === options.length;

/** What GitHub takes: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms */
const element = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: text }) }),
  z.strictObject({ type: z.literal('input'), id, attributes: z.strictObject(asked), validations }),
  z.strictObject({
    type: z.literal('textarea'),
    id,
    attributes: z.strictObject({ ...asked, render: z.literal('json').optional() }),
    validations,
  }),
  z.strictObject({
    type: z.literal('dropdown'),
    id,
    attributes: z.strictObject({ label: text, options: z.array(text).min(1).refine(distinct) }),
    validations,
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    id,
    attributes: z.strictObject({
      label: text,
      options: z
        .array(z.strictObject({ label: text, required: z.boolean() }))
        .min(1)
        .refine(distinct),
    }),
  }),
]);
const form = z.strictObject({ name: text, description: text, body: z.array(element).min(1) });

const files = readdirSync(path.join(__dirname, '..', '..', FOLDER)).filter((file) => file !== 'config.yml');
const forms = files.map((file) => [file, form.parse(parse(read(`${FOLDER}/${file}`)))] as const);
const root = programToRead();
const commands = commandsOf(root);

/** The commands that a text tells to run, each with the command of `npm run ops` that it is. */
function told(source: string) {
  return [...source.matchAll(/`npm run (?:--silent )?ops -- ([^`]+)`/g)].map(([, line = '']) => {
    const [, command] = commands.findLast(([name]) => `${line} `.startsWith(`${name} `)) ?? [];
    return { line, command };
  });
}

describe.each(forms)('the issue form %s', (file, { body }) => {
  test('has fields with different names, the last of which has to be ticked: nothing of a person, no photo, no secret', () => {
    const ids = body.flatMap((field) => ('id' in field ? field.id : []));
    expect(ids).toEqual([...new Set(ids)]);
    const last = body.at(-1);
    const options = last?.type === 'checkboxes' ? last.attributes.options : [];
    expect(options).toEqual([
      { label: expect.stringMatching(/no photo, no token, no key, no password and nothing of a person/), required: true },
    ]);
  });

  test('begins with where a weakness goes, and with what must not be sent', () => {
    const [first] = body;
    const said = first?.type === 'markdown' ? first.attributes.value : '';
    expect(said).toContain('SECURITY.md');
    for (const word of ['photo', 'token', 'key', 'password']) expect(said).toContain(`no ${word}`.replace('no photo', 'No photo'));
  });

  test('names commands and options that there are', () => {
    for (const { line, command } of told(read(`${FOLDER}/${file}`))) {
      const options = [...(command?.options ?? []), ...root.options].map(({ long }) => long);
      const named = line.match(/--[\w-]+/g) ?? [];
      expect([line, command !== undefined || named.join() === '--version']).toEqual([line, true]);
      expect([line, named.filter((option) => !options.includes(option) && option !== '--version')]).toEqual([line, []]);
    }
  });
});

test('the issue forms ask for what the doctor, the probes and the lines of a request say, as JSON', () => {
  const lines = forms.flatMap(([file]) => told(read(`${FOLDER}/${file}`))).filter(({ line }) => line !== '--version');
  expect(lines.map(({ line }) => line)).toEqual(expect.arrayContaining(['doctor --stage dev --json', 'probe --stage dev --json']));
  expect(lines.filter(({ line }) => !line.endsWith(' --json'))).toEqual([]);
  expect(lines.length).toBe(4);
});

test('no issue can be opened without a form, and none of them leads to an address', () => {
  expect(parse(read(`${FOLDER}/config.yml`))).toEqual({ blank_issues_enabled: false });
  for (const [file] of forms) expect(read(`${FOLDER}/${file}`)).not.toMatch(/https?:/);
  expect(forms.map(([, { name }]) => name)).toHaveLength(new Set(forms.map(([, { name }]) => name)).size);
});
