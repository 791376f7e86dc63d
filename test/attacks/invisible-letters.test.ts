import { startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/**
 * A name with something in it that readers pass over, or fold, is another name to a filter and the same to a reader that binds it: the
 * caller's value then stands in the protected field, or in the stamp.
 */
let given: GivenProxy;
afterEach(async () => await given.stop());

const call = async (change: object) => {
  const result = await given.call({ body: startBody({ ...change }) });
  expect([given.s3.requests, given.agent.requests]).toEqual([[], []]);
  return JSON.parse(result.body).code;
};

const HIDDEN: [string, (name: string) => string][] = [
  ['a zero at its end', (name) => `${name}\0`],
  ['a zero-width space', (name) => `${name.slice(0, 4)}\u200b${name.slice(4)}`],
  ['a soft hyphen', (name) => `${name.slice(0, 4)}\u00ad${name.slice(4)}`],
  ['a byte order mark', (name) => `\ufeff${name}`],
  ['a variation selector', (name) => `${name}\ufe0f`],
  ['a tag character', (name) => `${name}\u{e0061}`],
  ['a blank at its end', (name) => `${name} `],
  ['a blank at its start', (name) => ` ${name}`],
  ['a no-break space at its end', (name) => `${name}\u00a0`],
  ['a tab at its end', (name) => `${name}\t`],
  ['a line break at its end', (name) => `${name}\r\n`],
  ['a mark of direction', (name) => `\u200e${name}`],
  ['half of a surrogate pair', (name) => `${name}\ud83d`],
  ['a dollar sign before it', (name) => `$${name}`],
  ['a dot before it', (name) => `.${name}`],
];

test.each(HIDDEN)('the protected field with %s is refused', async (_what, hide) => {
  given = await givenProxy();
  expect(await call({ formValues: { [hide('faceImage')]: 'any text' } })).toBe('invalid-request');
});

test.each(HIDDEN)('a member of the stamp with %s is refused', async (_what, hide) => {
  given = await givenProxy();
  expect(await call({ props: { [hide('faceMatchSubject')]: 'victim' } })).toBe('invalid-request');
});

test.each(['face\u0130mage', 'FACE\u0130MAGE', 'face\u0131mage', 'faceI\u0307mage'])(
  '%j counts as the protected field, if it is a name at all',
  async (field) => {
    given = await givenProxy();
    expect(['client-supplied-face', 'invalid-request']).toContain(await call({ formValues: { [field]: 'any text' } }));
  },
);

test.each([
  ['props', { props: { $type: 'System.Object' } }],
  ['props, deeper', { props: { a: [{ $type: 'System.Object' }] } }],
  ['form values', { formValues: { $type: 'System.Object' } }],
  ['form values, deeper', { formValues: { a: { $type: 'System.Object' } } }],
  ['the consent', { consent: { isProcessingStoringAllowed: true, $type: 'System.Object' } }],
  ['the consent, deeper', { consent: { isProcessingStoringAllowed: true, note: { $type: 'System.Object' } } }],
  ['the body', { $type: 'System.Object' }],
])('a type that a reader of JSON would make an object of does not travel in %s', async (_where, change) => {
  given = await givenProxy();
  expect(await call(change)).toBe('invalid-request');
});

test('in a member that does not travel anyway, such a name refuses nothing', async () => {
  given = await givenProxy();
  expect((await given.call({ body: startBody({ telemetry: { $type: 'Trace', 'a\u200b': [{ '': 1 }] } }) })).statusCode).toBe(200);
  expect(given.agent.accepted()[0]?.body.toString()).not.toContain('Trace');
});
